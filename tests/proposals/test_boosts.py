"""The boost auction, act by act."""

from datetime import timedelta

import pytest

from common import clock, policies
from common.models import Notice
from connects import history
from connects import services as connects
from jobs import closing as jobs_closing
from jobs import services as jobs
from jobs.errors import JobNotOpen
from proposals import boost_closing, services, settlement
from proposals.errors import BoostRefused, NotYours
from proposals.models import Boost, BoostAuction, BoostPolicy, Proposal, ProposalDraft, RefundRule
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid, boost_of, held_is_charged_and_returned, table
from tests.proposals.conftest import LETTER, balance, endow

pytestmark = pytest.mark.django_db
HELD, SEEN, WON = ("held", "", True), ("spent", "seen", True), ("spent", "won", True)
OUTBID, VOID = ("returned", "outbid", False), ("returned", "void", False)


@pytest.fixture(autouse=True)
def books(db):
    yield
    assert_books_balance()


@pytest.fixture
def crowd(person, send):
    """Six people with 40 Connects each, who have sent a proposal for Ada's job."""

    def come(name):
        who = person(name, freelancer=True)
        endow(who, 40)
        return send(who)

    return [come(name) for name in ("Dora", "Emil", "Fay", "Gus", "Hal", "Ida")]


def kinds(who):
    return set(Notice.objects.filter(person=who).values_list("kind", flat=True))


def later(**passed):
    return clock.at(clock.now() + timedelta(**passed))


def test_a_bid_is_held_when_placed(proposal, ben, job):
    bid(proposal, 5)
    assert (balance(ben), boost_of(proposal), table(job)) == (31, HELD, [("Ben", 5)])
    newest = history.lines(history.movements(ben.wallet.pk))[0]
    assert (newest.label, newest.amount, newest.what.text) == ("Boost held", -5, f"Boost: {job.title}")


def test_a_bid_comes_with_the_proposal(job, ben):
    sent = services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={}, boost=6)
    assert (balance(ben), boost_of(sent)) == (30, HELD)


def test_without_enough_for_the_boost_nothing_is_sent(job, ben):
    services.save_draft(job, author=ben, letter=LETTER, bid="450", answers={}, boost="37")
    with pytest.raises(BoostRefused, match="37 Connects needed for the boost, 36 left"):
        services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={}, boost=37)
    assert (balance(ben), Proposal.objects.count(), Boost.objects.count()) == (40, 0, 0)
    assert ProposalDraft.objects.get().boost == "37"


def test_it_is_raised_by_the_difference_and_never_lowered(proposal, ben, job):
    bid(proposal, 5)
    bid(proposal, 8)
    assert (balance(ben), table(job)) == (28, [("Ben", 8)])
    for amount in (8, 7, 0, -1, 51):
        with pytest.raises(BoostRefused, match="raised, not lowered"):
            bid(proposal, amount)
    assert balance(ben) == 28


@pytest.mark.parametrize("amount", [0, -3, 51])
def test_a_bid_is_between_one_and_the_cap(proposal, amount):
    with pytest.raises(BoostRefused, match="between 1 and 50"):
        bid(proposal, amount)


def test_the_fifth_pushes_out_the_lowest_and_its_whole_bid_returns(crowd, job):
    for place, sent in enumerate(crowd[:4]):
        bid(sent, 3 + place)
    bid(crowd[0], 4)
    # Dora's raise to 4 came after Emil's 4: of equal bids the earlier wins.
    with pytest.raises(BoostRefused, match="bid 5 or more"):
        bid(crowd[4], 4)
    bid(crowd[4], 5)
    assert table(job) == [("Gus", 6), ("Fay", 5), ("Hal", 5), ("Emil", 4)]
    assert (balance(crowd[0].author), boost_of(crowd[0])) == (36, OUTBID)
    assert "outbid" in kinds(crowd[0].author)
    labels = [line.label for line in history.lines(history.movements(crowd[0].wallet_id))]
    assert labels == ["Boost returned", "Boost returned", "Boost held", "Boost held", "Spent", "Granted"]


def test_outbid_one_may_bid_again(crowd, job):
    for sent in crowd[:5]:
        bid(sent, 3 if sent is crowd[0] else 4)
    bid(crowd[0], 5)
    assert boost_of(crowd[0]) == HELD
    assert Boost.objects.filter(proposal=crowd[0]).count() == 2
    assert table(job)[0] == ("Dora", 5)


def test_opened_while_placed_it_is_spent_and_keeps_its_place(crowd, ada, job):
    bid(crowd[0], 1)
    services.view(crowd[0], by=ada)
    assert boost_of(crowd[0]) == SEEN
    for sent in crowd[1:5]:
        bid(sent, 9) if sent is not crowd[4] else None
    with pytest.raises(BoostRefused, match="bid 10 or more"):
        bid(crowd[4], 9)
    bid(crowd[4], 10)
    assert ("Dora", 1) in table(job)
    with pytest.raises(BoostRefused, match="spent already"):
        bid(crowd[0], 20)
    assert balance(crowd[0].author) == 35


def test_with_every_place_spent_nobody_is_charged_any_more(crowd, ada):
    for sent in crowd[:4]:
        bid(sent, 2)
        services.view(sent, by=ada)
    with pytest.raises(BoostRefused, match="cannot be outbid"):
        bid(crowd[4], 50)
    assert Boost.objects.filter(state="spent").count() == 4


@pytest.mark.parametrize("act", ["shortlist", "decline", "hire", "view"])
def test_each_interaction_spends_the_bid(proposal, ada, act):
    bid(proposal, 5)
    more = {"reason": "Not now"} if act == "decline" else {}
    (hire if act == "hire" else getattr(services, act))(proposal, by=ada, **more)
    assert boost_of(proposal) == SEEN


def test_opened_before_the_bid_a_second_look_spends_it(proposal, ada):
    services.view(proposal, by=ada)
    bid(proposal, 5)
    assert boost_of(proposal) == HELD
    services.view(proposal, by=ada)
    assert boost_of(proposal) == SEEN


def test_archiving_is_no_interaction(proposal, ada):
    bid(proposal, 5)
    services.archive(proposal, by=ada)
    assert boost_of(proposal) == HELD


def test_withdrawn_while_placed_it_is_spent_and_frees_the_place(crowd, job):
    for sent in crowd[:4]:
        bid(sent, 2)
    services.withdraw(crowd[0], by=crowd[0].author)
    assert boost_of(crowd[0]) == ("spent", "withdrawn", False)
    bid(crowd[4], 1)
    assert (balance(crowd[0].author), len(table(job))) == (34, 4)


def test_withdrawn_after_it_was_opened_it_frees_the_place_too(proposal, ada, ben, job):
    bid(proposal, 2)
    services.view(proposal, by=ada)
    services.withdraw(proposal, by=ben)
    assert (boost_of(proposal), table(job)) == (("spent", "seen", False), [])


def test_it_closes_after_seven_days_and_the_places_are_spent(crowd, job, ben):
    for sent in crowd[:3]:
        bid(sent, 2)
    assert boost_closing.next_due() == job.published_at + timedelta(days=7)
    with later(days=6, hours=23):
        assert boost_closing.close_due(clock.now()) == 0
    with later(days=7, seconds=1):
        assert boost_closing.close_due(clock.now()) == 1
        assert boost_closing.close_due(clock.now()) == 0
        with pytest.raises(BoostRefused, match="has closed"):
            bid(crowd[4], 9)
    assert [boost_of(sent) for sent in crowd[:3]] == [WON] * 3
    assert kinds(crowd[0].author) >= {"boost_won"}
    assert boost_closing.next_due() is None
    assert BoostAuction.objects.get().ending == "time"


def test_whoever_meets_an_auction_whose_days_are_over_closes_it(crowd, job, ada):
    """A cancellation after the close, before the sweep has run, returns nothing."""
    bid(crowd[0], 2)
    with later(days=8):
        jobs.cancel(job, by=ada)
    assert boost_of(crowd[0]) == WON


def test_the_first_hire_closes_it(crowd, ada, job):
    for sent in crowd[:3]:
        bid(sent, 2)
    hire(crowd[5], by=ada)
    assert [boost_of(sent) for sent in crowd[:3]] == [WON] * 3
    with pytest.raises(BoostRefused, match="has closed"):
        bid(crowd[4], 9)
    jobs.cancel(job, by=ada)
    assert held_is_charged_and_returned(job)


def test_no_auction_begins_after_a_hire(crowd, ada):
    hire(crowd[0], by=ada)
    with pytest.raises(BoostRefused, match="has closed"):
        bid(crowd[1], 2)


def test_it_closes_when_the_job_expires(crowd, job, olga):
    policies.change(BoostPolicy.objects.get(), actor=olga, reason="Longer", closes_days=60)
    bid(crowd[0], 2)
    with later(days=31):
        jobs_closing.expire_due(clock.now())
    assert (boost_of(crowd[0]), BoostAuction.objects.get().ending) == (WON, "expiry")


def test_a_cancellation_returns_what_is_held_at_once_and_not_what_is_spent(crowd, ada, job):
    bid(crowd[0], 2)
    bid(crowd[1], 3)
    services.view(crowd[0], by=ada)
    jobs.cancel(job, by=ada)
    assert (boost_of(crowd[0]), boost_of(crowd[1])) == (SEEN, VOID)
    assert (balance(crowd[0].author), balance(crowd[1].author)) == (34, 36)
    assert "refunded" in kinds(crowd[1].author)
    settlement.settle_due(clock.now() + timedelta(hours=25))
    assert (balance(crowd[0].author), balance(crowd[1].author)) == (38, 40)


def test_a_removal_returns_what_is_held_and_refunds_what_was_spent(crowd, ada, job, olga):
    bid(crowd[0], 2)
    bid(crowd[1], 3)
    bid(crowd[2], 4)
    services.view(crowd[0], by=ada)
    services.withdraw(crowd[2], by=crowd[2].author)
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    assert boost_of(crowd[1]) == VOID
    [waiting] = [line for line in history.pending_lines(crowd[0].wallet_id) if line.what.text.startswith("Boost")]
    assert (waiting.amount, "A boost already spent" in waiting.reason) == (2, True)
    settlement.settle_due(clock.now() + timedelta(hours=25))
    settlement.settle_due(clock.now() + timedelta(hours=26))
    assert [balance(sent.author) for sent in crowd[:3]] == [40, 40, 32]
    line = next(each for each in history.lines(history.movements(crowd[0].wallet_id)) if each.amount == 2)
    assert (line.label, line.reason.startswith("The job was removed")) == ("Refunded", True)
    assert "A boost already spent, when the job is removed / Submitted" in line.reason
    assert history.pending_lines(crowd[0].wallet_id) == []


@pytest.mark.parametrize("column", ["early", "late", "hired", "withdrawn"])
@pytest.mark.parametrize("on", [True, False])
def test_each_cell_of_its_row_decides_by_itself(switch, reach, send, ada, ben, job, olga, column, on):
    assert RefundRule.objects.get(outcome="boost_spent", column=column).refunded == (column != "withdrawn")
    if on == (column == "withdrawn"):
        switch("boost_spent", column, on=on)
    sent = send(ben)
    bid(sent, 5)
    services.view(sent, by=ada)
    if column == "late":
        reach(sent, 50)
    elif column == "hired":
        hire(sent, by=ada)
    elif column == "withdrawn":
        services.withdraw(sent, by=ben)
    before = balance(ben)
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    settlement.settle_due(clock.now() + timedelta(hours=25))
    paid = 0 if column == "withdrawn" else sent.paid
    assert balance(ben) - before - paid == (5 if on else 0)


def test_a_removal_long_after_the_close_refunds_it_too(proposal, ada, ben, job, olga):
    bid(proposal, 5)
    hire(proposal, by=ada)
    jobs.fill(job, by=ada)
    with later(days=20):
        jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
        settlement.settle_due(clock.now() + timedelta(hours=25))
    assert balance(ben) == 40


def test_one_place_can_be_kept_for_newcomers(crowd, job, olga):
    for sent in crowd[:4]:
        sent.author.refresh_from_db()
    policies.change(BoostPolicy.objects.get(), actor=olga, reason="Newcomers", newcomers_place=True)
    from talent.services import count_hire, open_profile  # noqa: PLC0415

    for sent in crowd[:5]:
        open_profile(sent.author)
        count_hire(sent.author)
    for sent in crowd[:3]:
        bid(sent, 9)
    with pytest.raises(BoostRefused, match="bid 10 or more"):
        bid(crowd[3], 9)
    bid(crowd[5], 1)
    assert table(job) == [("Dora", 9), ("Emil", 9), ("Fay", 9), ("Ida", 1)]


def test_a_running_auction_keeps_its_figures(crowd, olga, job):
    bid(crowd[0], 2)
    policies.change(BoostPolicy.objects.get(), actor=olga, reason="Fewer", places=1, cap=5, closes_days=1)
    bid(crowd[1], 40 - 4)
    with later(days=2):
        assert boost_closing.close_due(clock.now()) == 0
    assert BoostAuction.objects.get().places == 4


def test_only_its_author_bids_and_only_while_it_is_undecided(proposal, ada, ben, cleo, job):
    for somebody in (cleo, ada):
        with pytest.raises(NotYours):
            services.boost(proposal, by=somebody, connects=5)
    services.withdraw(proposal, by=ben)
    with pytest.raises(BoostRefused, match="is decided"):
        bid(proposal, 5)


def test_no_bids_while_the_job_is_paused(proposal, ada, job):
    jobs.pause(job, by=ada)
    with pytest.raises(JobNotOpen):
        bid(proposal, 5)


def test_a_returned_bid_follows_its_lots(proposal, ben, crowd, job):
    """What came from a lot that has lapsed meanwhile comes back and lapses at once."""
    endow(ben, 5, lives_days=3)
    bid(proposal, 5)
    for sent in crowd[:3]:
        bid(sent, 9)
    with later(days=4):
        bid(crowd[3], 6)
        assert boost_of(proposal) == OUTBID
        assert balance(ben) == 36
        labels = [line.label for line in history.lines(history.movements(proposal.wallet_id))]
        assert labels[:3] == ["Expired", "Boost returned", "Boost held"]


def test_what_the_wallet_says_is_what_the_auction_says(crowd, ada, job):
    for place, sent in enumerate(crowd):
        bid(sent, 3 + place)
    bid(crowd[0], 12)
    services.shortlist(crowd[4], by=ada)
    assert held_is_charged_and_returned(job)
    assert connects.spendable(crowd[0].wallet_id) == 24
