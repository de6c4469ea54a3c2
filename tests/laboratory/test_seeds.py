"""Several seeds: an effect is told from chance by how it differs from pair to pair, in plain words."""

from marketplace.laboratory import plots, report, seeds
from marketplace.laboratory.seeds import Paired


def play(*, hires: float | None, spent: int = 0) -> dict:
    return {
        "totals": {"Hires": hires},
        "months": [
            {"proposals_per_job": hires, "filled_percent": None, "connects_per_hire": 1.0, "outstanding": spent}
        ],
        "newcomers": [0.0, hires],
        "booked": {"Spent": -spent} if spent else {},
        "paid": {},
        "refused": {},
    }


PLAYED = {
    1: {"As now": play(hires=10), "Changed": play(hires=7, spent=30)},
    2: {"As now": play(hires=20), "Changed": play(hires=18)},
    3: {"As now": play(hires=30), "Changed": play(hires=26)},
}


def said(played: seeds.BySeed) -> dict[str, list[str]]:
    return {name: cells for name, *cells in seeds.rows(played)}


def test_every_figure_has_both_means_the_difference_its_range_and_in_how_many_seeds():
    found = said(PLAYED)
    assert found["Figure"] == ["As now, mean", "Changed, mean", "Difference, mean", "95 % between", "Seeds"]
    # -3, -2 and -4: certain, though the seeds themselves are 10 apart.
    assert found["Hires"] == ["20", "17", "-3", "-5.48 to -0.52", "lower in 3 of 3"]
    # Booked in one seed alone: chance, and said so by a range on both sides of nothing.
    assert found["Connects booked: Spent"] == ["0", "-10", "-10", "-53.03 to +33.03", "lower in 1 of 3"]


def test_a_seed_without_a_figure_is_left_out_of_its_pairs_and_no_pair_says_nothing():
    gap = PLAYED | {3: {"As now": play(hires=30), "Changed": play(hires=None)}}
    assert said(gap)["Hires"][-1] == "lower in 2 of 2"
    unknown = {1: {"As now": play(hires=None), "Changed": play(hires=None)}} | {2: gap[3]}
    assert said(unknown)["Hires"] == ["–"] * 5
    assert Paired(((1, 2),)).between is None
    assert Paired(((4, 4), (2, 2))).said == "equal in 2"


def test_one_set_of_rules_has_its_mean_and_what_the_seeds_reached():
    one = {seed: {"As now": results["As now"]} for seed, results in PLAYED.items()}
    assert said(one)["Figure"] == ["As now, mean", "Lowest", "Highest"]
    assert said(one)["Hires"] == ["20", "10", "30"]


def test_the_plots_draw_the_means_and_the_folder_keeps_every_play(tmp_path):
    drawn = seeds.means(PLAYED)
    assert [month["proposals_per_job"] for month in drawn["Changed"]["months"]] == [17]
    assert drawn["As now"]["months"][0]["filled_percent"] is None
    report.write(tmp_path, seeds.rows(PLAYED), drawn=drawn, numbers=PLAYED, said="Three seeds.")
    assert "lower in 3 of 3" in (tmp_path / "report.md").read_text()
    assert (tmp_path / "newcomers.svg").read_text().count(plots.INKS[1]) == 3 + 1
