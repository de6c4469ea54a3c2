"""A fraud found after a hire: the contract ends, and proposals and spent boosts come back a day later (PRODUCT 8)."""

import pytest

from connects.models import Lot
from jobs import services as jobs
from proposals import services
from proposals.models import Contract
from tests.books import assert_books_balance
from tests.hires import hire
from tests.stories.reading import history, scene, told

pytestmark = pytest.mark.django_db
REMOVED = "The job was removed for a violation. Market rules: The job is removed for a violation"
BOOSTS = (
    "The job was removed after the boost had been spent. Market rules: A boost already spent, when the job is removed"
)
PENDING = "Back 8 March 2031, 09:00 UTC | Refund pending"
EARLY = "Submitted, viewed, shortlisted or in discussion"


def lots_of(person):
    """What each lot holds, the soonest to expire first."""
    return list(Lot.objects.filter(wallet=person.wallet).order_by("expires_at").values_list("remaining", flat=True))


def test_a_fraud_removed_after_a_hire(ada, ben, cleo, dora, olga, post, send, give):
    with scene(1, "10:00"):
        job = post()
        # His proposal and his boost are paid out of two lots.
        give(ben, 6, days=60)
    with scene(1, "11:00"):
        bens, _, doras = send(ben, job, boost=5), send(cleo, job, boost=3), send(dora, job)
    assert lots_of(ben) == [0, 37]
    with scene(2):
        services.withdraw(doras, by=dora)
        services.view(bens, by=ada)
    with scene(3):
        hire(bens, by=ada)
    with scene(5):
        jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
        contract = Contract.objects.get()
        assert (contract.status, contract.end_reason) == ("ended", "The job was removed for a violation.")
    with scene(5, "09:05"):
        paid = [
            "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
            "3 March 2031, 10:00 UTC | Granted | Campaign | +6 | 46",
            "3 March 2031, 11:00 UTC | Spent | Proposal: Draw a logo for a bakery | −4 | 42",
            "3 March 2031, 11:00 UTC | Spent | Boost: Draw a logo for a bakery | −5 | 37",
        ]
        assert history(ben) == [
            *paid,
            f"{PENDING} | Boost: Draw a logo for a bakery: {BOOSTS} / Hired. | +5 |",
            f"{PENDING} | Proposal: Draw a logo for a bakery: {REMOVED} / Hired. | +4 |",
        ]
        assert lots_of(ben) == [0, 37]
    with scene(6, "09:05"):
        assert history(ben) == [
            *paid,
            f"8 March 2031, 09:00 UTC | Refunded | Proposal: Draw a logo for a bakery: {REMOVED} / Hired. | +4 | 41",
            f"8 March 2031, 09:00 UTC | Refunded | Boost: Draw a logo for a bakery: {BOOSTS} / Hired. | +5 | 46",
        ]
        assert lots_of(ben) == [6, 40]
        assert history(cleo) == [
            "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
            "3 March 2031, 11:00 UTC | Spent | Proposal: Draw a logo for a bakery | −4 | 36",
            "3 March 2031, 11:00 UTC | Spent | Boost: Draw a logo for a bakery | −3 | 33",
            f"8 March 2031, 09:00 UTC | Refunded | Proposal: Draw a logo for a bakery: {REMOVED} / {EARLY}. | +4 | 37",
            f"8 March 2031, 09:00 UTC | Refunded | Boost: Draw a logo for a bakery: {BOOSTS} / {EARLY}. | +3 | 40",
        ]
        assert history(dora) == [
            "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
            "3 March 2031, 11:00 UTC | Spent | Proposal: Draw a logo for a bakery | −4 | 36",
        ]
    assert told(ben) == [
        *("welcome", "granted", "proposal_viewed", "offer", "boost_won", "hired"),
        *("refund_pending", "refunded"),
    ]
    assert told(cleo) == ["welcome", "granted", "boost_won", "refund_pending", "refunded"]
    assert told(dora) == ["welcome", "granted"]
    assert told(ada) == ["offer_answered"]
    assert_books_balance()
