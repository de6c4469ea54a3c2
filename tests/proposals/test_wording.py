"""What the books keep of a refund is English, and is said in the words of whoever reads it."""

import pytest
from django.utils import translation

from common import kept
from proposals import rules, wording
from proposals.rules import Verdict
from proposals.vocabulary import DECLINES, Column, Outcome, declined_because

VERDICTS = [Verdict(True, outcome, column) for outcome, columns in rules.MATRIX.items() for column in columns]


@pytest.fixture
def german(monkeypatch):
    """Ben reads German; whatever the catalogue has of it by now, these two sentences it has."""
    known = {
        "The client cancelled the job before anyone was hired.": "Vor jeder Einstellung abgesagt.",
        "The bid is above the budget": "Das Gebot liegt über dem Budget",
    }
    monkeypatch.setattr(translation._trans, "gettext", lambda message: known.get(message, message))
    with translation.override("de"):
        yield


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.key)
def test_a_reason_that_was_kept_is_said_again(verdict):
    assert kept.composed(wording.kept(verdict)) == wording.reason(verdict)


def test_a_germans_act_is_kept_in_english():
    verdict = Verdict(True, Outcome.CANCELLED, Column.EARLY)
    with translation.override("de"):
        written = wording.kept(verdict)
    assert written == (
        "The client cancelled the job before anyone was hired. Market rules: The client cancels the job before anyone "
        "is hired / Submitted, viewed, shortlisted or in discussion."
    )


def test_what_somebody_else_wrote_is_nobodys_reason():
    assert kept.composed("Draw a logo for a bakery") is None


def test_a_usual_reason_for_declining_is_said_in_the_readers_language(german):
    assert declined_because(f"{DECLINES[1]}. By far") == "Das Gebot liegt über dem Budget. By far"
    assert declined_because("Too loud") == "Too loud"
