"""Four stories of boosts, each with the exact lines of history."""

from datetime import timedelta

import pytest

from common import clock
from connects import history
from jobs import services as jobs
from proposals import services, settlement
from proposals.errors import BoostRefused
from proposals.talk import interviews, writing
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid, boost_of, table
from tests.proposals.conftest import balance, endow

pytestmark = pytest.mark.django_db


def told(wallet_id):
    """Status and amount of every line, oldest first."""
    lines = history.lines(history.movements(wallet_id))
    return [(line.label, line.amount) for line in reversed(lines)]


@pytest.fixture
def three(person, send):
    found = []
    for name in ("Dora", "Emil", "Fay"):
        who = person(name, freelancer=True)
        endow(who, 40)
        found.append(send(who))
    return found


def test_boosted_and_hired(proposal, three, ada, ben, job):
    bid(proposal, 5)
    bid(three[0], 3)
    services.view(proposal, by=ada)
    hire(proposal, by=ada)
    jobs.fill(job, by=ada)
    assert told(proposal.wallet_id) == [("Granted", 40), ("Spent", -4), ("Spent", -5)]
    # First price, and the hire closed the auction: the others in place have paid, too.
    assert told(three[0].wallet_id) == [("Granted", 40), ("Spent", -4), ("Spent", -3)]
    settlement.settle_due(clock.now() + timedelta(days=3))
    assert (balance(ben), table(job)) == (31, [("Ben", 5), ("Dora", 3)])
    assert_books_balance()


def test_outbid_and_bid_again(proposal, three, ben, cleo, send, job):
    bid(proposal, 2)
    for sent in (*three, send(cleo)):
        bid(sent, 4)
    assert balance(ben) == 36
    bid(proposal, 5)
    bid(proposal, 7)
    lines = [("Granted", 40), ("Spent", -4), ("Boost held", -2), ("Boost returned", 2)]
    assert told(proposal.wallet_id) == [*lines, ("Boost held", -5), ("Boost held", -2)]
    assert table(job) == [("Ben", 7), ("Dora", 4), ("Emil", 4), ("Fay", 4)]
    assert_books_balance()


def test_removed_after_capture(proposal, three, ada, ben, job, olga):
    bid(proposal, 5)
    bid(three[0], 3)
    services.view(proposal, by=ada)
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    assert told(three[0].wallet_id)[-2:] == [("Boost held", -3), ("Boost returned", 3)]
    settlement.settle_due(clock.now() + timedelta(hours=24))
    assert sorted(told(proposal.wallet_id)[-2:]) == [("Refunded", 4), ("Refunded", 5)]
    reasons = {
        line.reason for line in history.lines(history.movements(proposal.wallet_id)) if line.label == "Refunded"
    }
    assert any("A boost already spent, when the job is removed" in reason for reason in reasons)
    assert (balance(ben), balance(three[0].author)) == (40, 40)
    assert_books_balance()


def test_withdrawn_while_placed(proposal, three, ada, ben, job):
    bid(proposal, 5)
    services.withdraw(proposal, by=ben)
    assert told(proposal.wallet_id) == [("Granted", 40), ("Spent", -4), ("Spent", -5)]
    jobs.cancel(job, by=ada)
    settlement.settle_due(clock.now() + timedelta(days=3))
    assert (balance(ben), table(job)) == (31, [])
    assert_books_balance()


@pytest.mark.parametrize("act", ["writes", "invites"])
def test_talking_on_is_looking_too(proposal, three, cleo, send, ada, ben, act):
    """The talk was there before the bid. Whoever goes on talking has looked: the bid is spent, and keeps its place."""
    writing.write(proposal, by=ada, text="Hello Ben")
    bid(proposal, 2)
    writing.write(proposal, by=ben, text="Hello Ada")
    assert boost_of(proposal) == ("held", "", True)
    if act == "writes":
        writing.write(proposal, by=ada, text="When could you begin?")
    else:
        interviews.invite(proposal, by=ada)
    assert boost_of(proposal) == ("spent", "seen", True)
    for sent in three:
        bid(sent, 5)
    with pytest.raises(BoostRefused):
        bid(send(cleo), 5)
    assert balance(ben) == 34
    assert_books_balance()
