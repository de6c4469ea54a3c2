"""The front page explains Connects with what is here: an open job, a price and a bid to try, the last refunds."""

from datetime import timedelta

import pytest

from accounts.models import Category
from common import clock, policies
from jobs import services as jobs
from jobs.models import CostPolicy
from proposals import policy, services, settlement
from proposals.models import Boost, RefundRule
from tests.proposals.conftest import LETTER, endow
from tests.queries import cost

pytestmark = pytest.mark.django_db


def front(client, query=""):
    answer = client.get(f"/{query}")
    assert answer.status_code == 200
    return answer.context, answer.content.decode()


@pytest.fixture
def bidding(person, job):
    """Three of six people bid for Ada's job: 9, 6 and 2."""

    def bid(name, connects):
        who = person(name, freelancer=True)
        endow(who, 60)
        services.submit(job, author=who, letter=LETTER, bid_minor=45_000, answers={}, boost=connects)

    for name, connects in (("Cleo", 9), ("Dan", 6), ("Eve", 2)):
        bid(name, connects)
    return job


def test_a_new_site_reads_well_without_a_job_a_bid_or_a_refund(client):
    context, page = front(client)
    assert (context["example"], context["bid"].job, context["refunds"]) == (None, None, [])
    assert "No job is open at this moment." in page
    assert "An example, as nobody bids just now" in page
    assert "The last that came back here" not in page


def test_an_open_job_shows_its_price_with_its_parts(client, post):
    post(title="A plain one")
    dear = post(title="A dear one", fixed_minor=150_000, level="expert")
    context, page = front(client)
    assert context["example"].line.job == dear
    assert context["example"].cost.total == 8
    assert "On the board now" in page


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 8),
        ("?kind=fixed&budget=200&level=entry", 4),
        ("?kind=hourly&budget=60&level=entry", 6),
        ("?kind=fixed&budget=1500&level=expert&featured=on&wanted=on", 8),
        ("?kind=fixed&budget=200&level=entry&wanted=on", 5),
        ("?level=nonsense&kind=none", 4),
    ],
)
def test_the_price_of_any_job_is_worked_out(client, query, total):
    assert front(client, query)[0]["tried"].cost.total == total


def test_it_works_with_the_figures_of_the_day(client, olga):
    policies.change(CostPolicy.objects.get(), actor=olga, reason="Dearer", basic=5, lowest=5, highest=12)
    assert front(client)[0]["tried"].cost.total == 9


def test_a_budget_that_is_none_is_told_beside_its_field(client):
    context, page = front(client, "?kind=fixed&budget=lots&level=entry")
    assert context["tried"].form.errors
    assert 'aria-invalid="true"' in page


def test_a_bid_is_tried_in_an_auction_that_runs_and_nothing_is_held(client, bidding):
    tried = front(client, "?bid=7")[0]["bid"]
    assert tried.job == bidding
    assert [(place.connects, place.mine) for place in tried.places] == [(9, False), (7, True), (6, False), (2, False)]
    assert (tried.rank, tried.outbid) == (2, None)
    assert Boost.objects.count() == 3


def test_a_bid_pushes_out_the_lowest_or_takes_no_place(client, bidding, person):
    who = person("Finn", freelancer=True)
    endow(who, 60)
    services.submit(bidding, author=who, letter=LETTER, bid_minor=45_000, answers={}, boost=4)
    assert front(client, "?bid=5")[0]["bid"].outbid == 2
    tried, page = front(client, "?bid=2")
    assert tried["bid"].rank is None
    assert "takes no place" in page


@pytest.mark.parametrize("bid", ["", "0", "51", "x", "9" * 40])
def test_a_bid_that_cannot_be_is_told_beside_its_field(client, bidding, bid):
    context, _ = front(client, f"?bid={bid}")
    assert context["bid"].form.errors
    assert context["bid"].rank == 2


def test_what_comes_back_follows_the_rules_in_force(client, olga):
    def back():
        return [line.label for line in front(client)[0]["returns"] if line.comes_back]

    assert back() == ["The client cancels the job before anyone is hired", "The job is removed for a violation"]
    rule = RefundRule.objects.get(outcome="expired", column="early")
    policy.switch_cell(rule, refunded=True, actor=olga, reason="Fairer")
    assert "The job expires: abandoned without being cancelled" in back()


def test_the_last_refunds_are_told_without_a_name(client, bidding, ada):
    jobs.cancel(bidding, by=ada)
    assert front(client)[0]["refunds"] == []
    settlement.settle_due(clock.now() + timedelta(days=2))
    (refund,) = front(client)[0]["refunds"]
    assert (refund.refunds, refund.connects) == (3, 12)
    page = front(client)[1]
    assert "The last that came back here" in page
    assert bidding.title not in page


def test_it_costs_the_same_queries_at_5_and_at_50(client, ada, post, bidding):
    for number in range(5):
        post(title=f"Job {number}", category=Category.objects.order_by("pk")[number])
    few = cost(client, "/")
    for number in range(45):
        post(title=f"Job {number + 5}")
    assert cost(client, "/?bid=3&kind=fixed") == few <= 16
