"""What the Connects bought: counted by hand in the test, shown as a picture, tables and sums."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Category
from common import clock
from connects import services as connects
from jobs import services as jobs
from proposals import insights, services, settlement
from proposals.insights import Figures
from proposals.models import Proposal, Settlement, Stage
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.queries import cost

PAGE = "/insights/"


@pytest.fixture(autouse=True)
def monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def send(ben, post, fund):
    fund(ben, 400)

    def make(*, at=MONDAY, author=ben, **fields):
        with clock.at(at):
            return services.submit(post(**fields), author=author, letter="I draw logos.", bid_minor=50_000, answers={})

    return make


def reached(proposal, stage):
    Proposal.objects.filter(pk=proposal.pk).update(stage=stage)


def of_ben(ben, **about):
    return insights.of_wallet(ben.wallet.pk, **about)


def test_each_step_and_what_an_interview_and_a_hire_cost(send, ben, ada):
    for stage in (Stage.SUBMITTED, Stage.VIEWED, Stage.SHORTLISTED, Stage.IN_DISCUSSION, Stage.INTERVIEWING):
        reached(send(), stage)
    reached(send(), Stage.INTERVIEWING)
    hired = send(level="expert")
    services.view(hired, by=ada)
    reached(hired, Stage.HIRED)
    total = of_ben(ben).total
    assert total == Figures(sent=7, viewed=6, answered=4, interviewed=3, hired=1, connects=6 * 4 + 6)
    assert (total.success, total.per_interview, total.per_hire) == (14, "10", "30")


def test_declined_with_a_reason_is_an_answer(send, ben, ada):
    proposal = send()
    services.decline(proposal, by=ada, reason="Too far away.")
    assert of_ben(ben).total.answered == 1


def test_what_came_back_was_not_spent(send, ben, ada):
    kept, back = send(), send()
    jobs.cancel(back.job, by=ada)
    with clock.at(MONDAY + timedelta(days=2)):
        settlement.settle_due(Settlement.objects.get().due_at)
    assert of_ben(ben).total.connects == kept.paid
    assert_books_balance()


def test_without_an_interview_nothing_is_said_of_its_price(send, ben):
    send()
    assert (of_ben(ben).total.per_interview, of_ben(ben).total.per_hire) == ("", "")
    assert Figures().success is None


def test_months_and_categories_add_up_and_empty_months_stand_between(send, ben):
    music = Category.objects.create(name="Music", slug="music-making")
    send(at=datetime(2025, 11, 30, 23, 59, tzinfo=UTC))
    send(at=datetime(2025, 12, 1, 0, 1, tzinfo=UTC), category=music)
    send(category=music)
    found = of_ben(ben)
    sent = [(column.month.isoformat(), column.figures.sent) for column in found.months]
    assert sent[:4] == [("2025-11-01", 1), ("2025-12-01", 1), ("2026-01-01", 0), ("2026-02-01", 0)]
    assert sent[-1] == (f"{MONDAY:%Y-%m}-01", 1)
    assert [(line.name, line.figures.sent) for line in found.categories] == [("Music", 2), ("Design", 1)]
    assert sum(number for _, number in sent) == found.total.sent == 3


@pytest.mark.parametrize(
    ("period", "begin"),
    [("3", datetime(2026, 1, 1, tzinfo=UTC)), ("12", datetime(2025, 4, 1, tzinfo=UTC)), ("all", None)],
)
def test_a_period_is_whole_months_ending_with_this_one(period, begin):
    assert insights.since(period, at=datetime(2026, 3, 31, 23, tzinfo=UTC)) == begin


def test_the_page_shows_the_same_figures_in_sums_and_tables(client, ben, send):
    reached(send(), Stage.INTERVIEWING)
    client.force_login(ben)
    page = client.get(PAGE).content.decode()
    assert "Connects for an interview" in page
    assert "<caption" in page
    assert "Design" in page
    assert client.get(f"{PAGE}?months=nonsense").status_code == 200
    assert "Proposals sent" in client.get(f"{PAGE}?months=all").content.decode()


def test_before_anything_was_sent_the_way_is_shown(client, ben, ada, charlie):
    for person, words in (
        (ben, "No proposals in this time"),
        (ada, "No jobs in this time"),
        (charlie, "Nothing to show"),
    ):
        client.force_login(person)
        assert words in client.get(PAGE).content.decode()


def test_a_client_sees_how_soon_jobs_found_somebody(client, ada, ben, send):
    first = send()
    with clock.at(MONDAY + timedelta(hours=6)):
        services.view(first, by=ada)
        services.shortlist(first, by=ada)
    send()
    found = insights.of_client(ada)
    assert (found.jobs, found.proposals, found.opened, found.hires) == (2, 2, 1, 0)
    assert (found.per_job, found.hours_to_first, found.hours_to_good) == ("1", 0.0, 6.0)
    client.force_login(ada)
    assert "6.0 h" in client.get(PAGE).content.decode()


def test_nobody_sees_anothers(client, ben, cleo, send):
    send()
    client.force_login(cleo)
    assert "No proposals in this time" in client.get(PAGE).content.decode()
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_it_costs_the_same_with_5_and_with_50(client, ben, send, fund):
    fund(ben, 400)
    client.force_login(ben)
    for _ in range(5):
        send()
    few = cost(client, PAGE)
    for n in range(45):
        send(at=MONDAY - timedelta(days=n), category=Category.objects.create(name=f"Craft {n}", slug=f"craft-{n}"))
    assert cost(client, PAGE) == few


def test_the_books_know_the_same_sum(send, ben):
    for _ in range(3):
        send()
    assert connects.balance_of(ben) == 40 + 400 - of_ben(ben).total.connects


def test_boosted_and_not_are_told_apart_with_what_the_bids_cost(client, send, ben, ada):
    plain, boosted = send(), send()
    services.boost(boosted, connects=9, by=ben)
    services.view(boosted, by=ada)
    found = of_ben(ben)
    assert [(line.name, line.figures.sent, line.figures.connects) for line in found.boosted] == [
        ("Boosted", 1, boosted.paid + 9),
        ("Not boosted", 1, plain.paid),
    ]
    assert found.total.connects == plain.paid + boosted.paid + 9 == 440 - connects.balance_of(ben)
    client.force_login(ben)
    assert "Boosted or not" in client.get(PAGE).content.decode()


def test_a_bid_that_came_back_was_not_spent(send, ben, ada):
    proposal = send()
    services.boost(proposal, connects=9, by=ben)
    jobs.cancel(proposal.job, by=ada)
    found = of_ben(ben)
    assert (found.boosted, found.total.boosts) == ([], 0)
