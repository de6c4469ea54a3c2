"""`make test` tells the truth: failures, hangs and empty rounds fail it, and in CI a skip does too."""

from pathlib import Path

import pytest

from house import test as runner

REPORT = """<testsuites><testsuite>
  <testcase classname="a" name="good"/>
  <testcase classname="a" name="bad"><failure message="no"/></testcase>
  <testcase classname="a" name="broken"><error message="no"/></testcase>
  <testcase classname="a" name="left out"><skipped message="no browser"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture(autouse=True)
def _not_in_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)


def test_a_round_is_counted_from_pytests_own_report(tmp_path: Path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    tally = runner.tally_of("SQLite", report)
    assert (tally.passed, tally.failed, tally.skipped) == (1, 2, ["a.left out: no browser"])


def test_all_good_is_good(capsys):
    assert runner.report([runner.Tally("SQLite", passed=3)], []) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed, 0 skipped"


@pytest.mark.parametrize(
    "tally",
    [runner.Tally("SQLite", passed=3, failed=1), runner.Tally("SQLite", passed=3, trouble="did not end")],
)
def test_a_failure_or_a_round_that_went_wrong_fails_the_run(tally):
    assert runner.report([tally], []) == 1


def test_no_round_at_all_is_no_success():
    assert runner.report([], []) == 1


def test_a_skip_is_said_and_allowed_at_home(capsys):
    assert runner.report([runner.Tally("SQLite", passed=1, skipped=["x: no"])], ["PostgreSQL: none here"]) == 0
    said = capsys.readouterr().out
    assert "skipped x: no" in said
    assert "PostgreSQL: none here" in said
    assert said.splitlines()[-1] == "1 passed, 0 failed, 2 skipped"


@pytest.mark.parametrize(("skipped", "missing"), [(["x: no"], []), ([], ["PostgreSQL: none here"])])
def test_in_ci_a_skip_is_a_failure(monkeypatch, capsys, skipped, missing):
    monkeypatch.setenv("CI", "true")
    assert runner.report([runner.Tally("SQLite", passed=1, skipped=skipped)], missing) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed, 0 skipped"
