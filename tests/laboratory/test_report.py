"""What is said of a simulated market: a figure for what was counted, a dash for what nobody can know yet."""

import json
from pathlib import Path

from django.conf import settings

from marketplace.laboratory import plots, report
from marketplace.laboratory.figures import Lot, Newcomers

NOW = {
    "totals": {"Hires": 3, "Connects per hire, of these": None},
    "months": [
        {"proposals_per_job": 4.5, "filled_percent": 40.0, "connects_per_hire": 55.0, "outstanding": 1200},
        {"proposals_per_job": None, "filled_percent": None, "connects_per_hire": None, "outstanding": 1500},
    ],
    "newcomers": [0.0, 4.0, 6.0],
    "booked": {"Spent": -90, "Granted": 1590},
    "paid": {"EUR": 1250, "JPY": 300},
    "refused": {"BoostRefused, with a boost": 2},
}
DEARER = NOW | {"totals": {"Hires": 2, "Connects per hire, of these": 70.5}, "paid": {}, "refused": {}}


def test_the_table_has_flows_by_kind_money_by_currency_refusals_by_reason_and_differences():
    rows = [line.split("  ") for line in report.table(report.rows({"As now": NOW, "Changed": DEARER}))]
    said = {row[0]: [cell.strip() for cell in row[1:] if cell.strip()] for row in rows}
    assert said["Hires"] == ["3", "2", "-1"]
    assert said["Connects per hire, of these"] == ["–", "70.5", "–"]
    assert said["Connects booked: Spent"] == ["-90", "-90", "+0"]
    assert said["Paid for Connects, EUR"] == ["12.5", "0", "-12.5"]
    assert said["Paid for Connects, JPY"] == ["300", "0", "-300"]
    assert said["Proposals not sent: BoostRefused, with a boost"] == ["2", "0", "-2"]


def test_a_folder_gets_the_page_five_plots_and_the_numbers(tmp_path):
    results = {"As now": NOW}
    report.write(tmp_path, report.rows(results), drawn=results, numbers=results, said="Two months.")
    page = (tmp_path / "report.md").read_text()
    assert {path.name for path in tmp_path.glob("*.svg")} == {
        name for name in page.replace("(", " ").replace(")", " ").split() if name.endswith(".svg")
    }
    assert (tmp_path / "newcomers.svg").read_text().count("<circle") == 3
    assert (tmp_path / "jobs-filled.svg").read_text().count("<circle") == 1
    assert json.loads((tmp_path / "figures.json").read_text())["As now"] == NOW


def test_the_names_of_two_lines_that_end_together_stand_apart():
    assert plots.apart([100.0, 102.0]) == [93.5, 108.5]
    assert plots.apart([40.0, 100.0]) == [40.0, 100.0]


def test_the_plots_are_drawn_in_the_inks_of_the_site():
    tokens = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    assert [ink for ink in (plots.PAPER, plots.INK, plots.MUTED, plots.RULE, *plots.INKS) if ink not in tokens] == []


def test_nothing_is_said_of_no_jobs_and_of_no_newcomers():
    assert set(Lot(jobs=0, hired=0, proposals=0, paid=0).ratios().values()) == {None}
    assert Lot(jobs=4, hired=1, proposals=10, paid=44).ratios() == {
        "proposals_per_job": 2.5,
        "filled_percent": 25.0,
        "connects_per_hire": 44.0,
    }
    assert Newcomers(0, ()).hired_within(90) is None
    assert Newcomers(8, (5.0, 45.0)).hired_within(30) == 12.5
