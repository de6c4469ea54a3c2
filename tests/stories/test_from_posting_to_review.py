"""A job from posting to review: Ben boosts and is hired, Cleo is interviewed and is not, Dora withdraws."""

import pytest

from jobs import services as jobs
from proposals import services
from proposals.models import Review
from proposals.talk import interviews
from tests.books import assert_books_balance
from tests.hires import terms
from tests.stories.reading import history, scene, told

pytestmark = pytest.mark.django_db


def shown_stars():
    return list(Review.objects.filter(shown_at__isnull=False).order_by("id").values_list("stars", flat=True))


def test_from_posting_to_review(ada, ben, cleo, dora, post, send):
    with scene(1, "10:00"):
        job = post()
    with scene(1, "11:00"):
        bens, cleos, doras = send(ben, job, boost=5), send(cleo, job), send(dora, job)
        assert history(ben)[-1] == "3 March 2031, 11:00 UTC | Boost held | Boost: Draw a logo for a bakery | −5 | 31"
    with scene(2):
        services.withdraw(doras, by=dora)
    with scene(2, "10:00"):
        services.view(bens, by=ada)
        invitation = interviews.invite(cleos, by=ada, times="Wednesday at nine")
    with scene(3):
        interviews.accept(invitation, by=cleo)
    with scene(4):
        offer = services.offer(bens, terms(bens), by=ada)
    with scene(5):
        contract = services.accept(offer, by=ben)
    with scene(6):
        jobs.fill(job, by=ada)
    with scene(20):
        services.finish(contract, by=ada)
    with scene(21):
        services.review(contract, by=ada, stars=5, text="Ben listens, then draws.")
        assert shown_stars() == []
    with scene(22):
        services.review(contract, by=ben, stars=4, text="Ada knows what she wants.")
        assert shown_stars() == [5, 4]
    with scene(30):
        assert history(ben) == [
            "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
            "3 March 2031, 11:00 UTC | Spent | Proposal: Draw a logo for a bakery | −4 | 36",
            "3 March 2031, 11:00 UTC | Spent | Boost: Draw a logo for a bakery | −5 | 31",
        ]
        assert (
            history(cleo)
            == history(dora)
            == [
                "3 March 2031, 09:00 UTC | Granted | Joining | +40 | 40",
                "3 March 2031, 11:00 UTC | Spent | Proposal: Draw a logo for a bakery | −4 | 36",
            ]
        )
    assert told(ben) == [
        *("welcome", "granted", "proposal_viewed", "offer", "boost_won", "hired", "job_filled"),
        *("contract", "review", "review"),
    ]
    assert told(cleo) == ["welcome", "granted", "interview", "job_filled"]
    assert told(dora) == ["welcome", "granted"]
    assert told(ada) == ["interview", "offer_answered", "review"]
    assert_books_balance()
