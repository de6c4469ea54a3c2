"""A small market of the laboratory: the same seed plays it again exactly, a price changes it, the books balance."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from marketplace.laboratory import policies
from marketplace.laboratory.market import Market, Size
from tests.books import assert_books_balance

SMALL = Size(months=1, freelancers=30, jobs=20, seed=5)


class _Forgotten(Exception):
    pass


def played(changes: policies.Figures | None = None) -> dict:
    """A market that leaves nothing behind."""
    try:
        with transaction.atomic():
            figures = Market(SMALL).play(changes)
            assert_books_balance()
            raise _Forgotten
    except _Forgotten:
        return figures


@pytest.mark.django_db
def test_the_same_seed_plays_the_same_market_and_a_dearer_proposal_another():
    once, again = played(), played()
    assert once == again
    assert once["totals"]["Proposals"] > 20
    assert once["totals"]["Hires"] > 0
    # What is booked is what is there: nothing came in or went out beside the kinds that the report lists.
    assert sum(once["booked"].values()) == once["totals"]["Connects outstanding at the end"]
    assert sum(month["paid"] for month in once["months"]) == round(
        once["totals"]["Connects per proposal"] * once["totals"]["Proposals"]
    )
    dearer = played({"jobs.CostPolicy": {"basic": 8}})
    assert dearer["totals"]["Connects per proposal"] > once["totals"]["Connects per proposal"]
    assert dearer["totals"]["Proposals"] < once["totals"]["Proposals"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[jobs.PricePolicy]\nbasic = 6", "There is no policy jobs.PricePolicy"),
        ("[jobs.CostPolicy]\nbase = 6", "has no figure 'base'"),
        ("[connects.GrantPolicy.birthday]\nconnects = 6", "There is no row connects.GrantPolicy.birthday"),
        ('[jobs.CostPolicy]\nbasic = "dear"', "jobs.CostPolicy: "),
        ("jobs = 3", "jobs should be a table"),
        ("[jobs", "is not TOML"),
    ],
)
def test_changes_that_name_nothing_are_refused_before_anything_is_played(tmp_path, text, said):
    file = tmp_path / "changes.toml"
    file.write_text(text)
    with pytest.raises(CommandError, match=said):
        call_command("simulate", compare=str(file))
