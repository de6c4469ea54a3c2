"""A cancelled job, and lots that lapsed before the Connects came back into them (PRODUCT 2)."""

import pytest

from common import policies
from connects.models import WalletPolicy
from jobs import services as jobs
from tests.books import assert_books_balance
from tests.stories.reading import history, scene, told

pytestmark = pytest.mark.django_db
CANCELLED = (
    "The client cancelled the job before anyone was hired. Market rules: The client cancels the job before anyone is"
    " hired / Submitted, viewed, shortlisted or in discussion."
)
VOID = "The job was cancelled or removed, so the auction is void."
LOGO = "Draw a logo for a bakery"


@pytest.fixture
def cancelled(ada, ben, cleo, post, send, give):
    """Both pay out of a lot of a campaign that lapses on the fourth day; Ada cancels on the fifth: `cancelled()`."""

    def story():
        with scene(1, "10:00"):
            job = post()
            give(ben, 3, days=3)
            give(cleo, 6, days=3)
        with scene(1, "11:00"):
            send(ben, job)
            send(cleo, job, boost=3)
        with scene(5):
            jobs.cancel(job, by=ada, reason="The bakery has closed")

    return story


def test_what_returns_into_a_lapsed_lot_is_shown_as_refunded_and_lapses_at_once(cancelled, ada, ben, cleo):
    cancelled()
    with scene(5, "09:05"):
        pending = f"Back 8 March 2031, 09:00 UTC | Refund pending | Proposal: {LOGO}: {CANCELLED} | +4 |"
        assert history(ben)[-1] == pending
    with scene(7):
        assert history(ben) == [
            "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
            "3 March 2031, 10:00 UTC | Granted | Campaign | +3 | 43",
            f"3 March 2031, 11:00 UTC | Spent | Proposal: {LOGO} | −4 | 39",
            f"8 March 2031, 09:00 UTC | Refunded | Proposal: {LOGO}: {CANCELLED} | +4 | 43",
            "8 March 2031, 09:00 UTC | Expired | Campaign: not used in time | −3 | 40",
        ]
        assert history(cleo) == [
            "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
            "3 March 2031, 10:00 UTC | Granted | Campaign | +6 | 46",
            f"3 March 2031, 11:00 UTC | Spent | Proposal: {LOGO} | −4 | 42",
            f"3 March 2031, 11:00 UTC | Boost held | Boost: {LOGO} | −3 | 39",
            f"7 March 2031, 09:00 UTC | Boost returned | Boost: {LOGO}: {VOID} | +3 | 42",
            "7 March 2031, 09:00 UTC | Expired | Campaign: not used in time | −2 | 40",
            f"8 March 2031, 09:00 UTC | Refunded | Proposal: {LOGO}: {CANCELLED} | +4 | 44",
            "8 March 2031, 09:00 UTC | Expired | Campaign: not used in time | −4 | 40",
        ]
    assert told(ben) == ["welcome", "granted", "refund_pending", "refunded", "expired"]
    assert told(cleo) == ["welcome", "granted", "refunded", "refund_pending", "expired", "refunded", "expired"]
    assert_books_balance()


def test_days_of_grace_let_it_live_on_from_the_refund(cancelled, olga, ben):
    policies.change(WalletPolicy.objects.get(), actor=olga, reason="Softer", refund_grace_days=2)
    cancelled()
    with scene(12):
        assert history(ben)[2:] == [
            f"3 March 2031, 11:00 UTC | Spent | Proposal: {LOGO} | −4 | 39",
            f"8 March 2031, 09:00 UTC | Refunded | Proposal: {LOGO}: {CANCELLED} | +4 | 43",
            "10 March 2031, 09:00 UTC | Expired | Campaign: not used in time | −3 | 40",
        ]
    assert_books_balance()
