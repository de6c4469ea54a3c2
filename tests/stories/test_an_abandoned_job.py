"""A client who never comes back: the job expires, and nothing returns; with the switch on it does (PRODUCT 8)."""

import pytest

from proposals import services
from proposals.talk import interviews
from tests.books import assert_books_balance
from tests.stories.reading import history, scene, told

pytestmark = pytest.mark.django_db
EXPIRED = (
    "The job expired without a decision. Market rules: The job expires: abandoned without being cancelled"
    " / Submitted, viewed, shortlisted or in discussion."
)
PAID = [
    "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
    "3 March 2031, 11:00 UTC | Spent | Proposal: Draw a logo for a bakery | −4 | 36",
]
PERK = "3 April 2031, 09:00 UTC | Granted | Monthly perk | +10 | 46"


@pytest.fixture
def abandoned(ada, ben, cleo, post, send):
    """Ada opens Ben's proposal, talks with Cleo, and is not seen again: `abandoned()`."""

    def story():
        with scene(1, "10:00"):
            job = post()
        with scene(1, "11:00"):
            bens, cleos = send(ben, job), send(cleo, job)
        with scene(2):
            services.view(bens, by=ada)
            invitation = interviews.invite(cleos, by=ada)
        with scene(3):
            interviews.accept(invitation, by=cleo)
        with scene(31, "10:05"):
            job.refresh_from_db()
            assert [closure.end for closure in job.closures.all()] == ["expired"]

    return story


def test_an_abandoned_job_gives_nothing_back(abandoned, ada, ben, cleo):
    abandoned()
    with scene(33):
        assert history(ben) == history(cleo) == [*PAID, PERK]
    assert told(ben) == ["welcome", "granted", "proposal_viewed", "job_expired", "granted"]
    assert told(cleo) == ["welcome", "granted", "interview", "job_expired", "granted"]
    assert told(ada) == ["interview", "job_expiring"]
    assert_books_balance()


def test_with_the_switch_on_it_gives_back_what_was_sent_since(switch, abandoned, ada, ben, cleo):
    switch("expired", "early")
    abandoned()
    with scene(31, "10:05"):
        pending = f"Back 3 April 2031, 10:00 UTC | Refund pending | Proposal: Draw a logo for a bakery: {EXPIRED}"
        assert history(ben) == [*PAID, f"{pending} | +4 |"]
    with scene(33):
        refunded = f"3 April 2031, 10:00 UTC | Refunded | Proposal: Draw a logo for a bakery: {EXPIRED}"
        assert history(ben) == [*PAID, PERK, f"{refunded} | +4 | 50"]
        # Cleo was interviewed: another cell, and that one is off.
        assert history(cleo) == [*PAID, PERK]
    assert told(ben) == ["welcome", "granted", "proposal_viewed", "refund_pending", "granted", "refunded"]
    assert told(cleo) == ["welcome", "granted", "interview", "job_expired", "granted"]
    assert_books_balance()
