"""A payment that turns beside everything else that happens in its wallet: fifty times, and then without the lock."""

from datetime import timedelta
from itertools import count

import pytest

from common import clock
from connects import booking, periods, services, sweeping
from connects.errors import NotEnoughConnects
from connects.models import DebtEntry, Source, Transaction, Wallet
from connects.proof import prove
from tests.books import assert_books_balance
from tests.races import ORDERS, REPEATS, held_open, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)


@pytest.fixture
def wallet(ben) -> Wallet:
    return ben.wallet


@pytest.fixture
def lock_taken_out(monkeypatch):
    """The wallet is read, but not held."""
    monkeypatch.setattr(booking, "LOCK", "")


def buy(wallet, connects: int) -> str:
    reference = f"purchase:{next(numbers)}"
    services.credit_purchase(
        wallet.pk, connects, reference=reference, cause="", paid_minor=600, paid_currency="USD", actor=wallet.person
    )
    return reference


def claim(opened_by: str, total: int, number: int | str = 1):
    return services.claim(opened_by, total, reference=f"refund:{opened_by}-{number}", cause="", reason="Asked for it")


def spending(wallet, connects: int):
    reference = f"proposal:{next(numbers)}"
    return lambda: services.spend(wallet.pk, connects, reference=reference)


def next_round(wallet) -> None:
    """Nothing left, nothing owed."""
    if owed := services.debt_of(wallet.pk):
        grant(wallet, owed)
    if left := services.spendable(wallet.pk):
        services.spend(wallet.pk, left, reference=f"proposal:{next(numbers)}")


def grant(wallet, connects: int):
    expires_at = clock.now() + timedelta(days=90)
    return services.grant(
        wallet.pk, connects, source=Source.JOINING, expires_at=expires_at, reference=f"gift:{next(numbers)}"
    )


def spends_beside_a_claim(together, wallet) -> list:
    """Thirty bought, four spends of six and a refund of them all: what was spent first is owed."""
    next_round(wallet)
    bought = buy(wallet, 30)
    return together.together(*(spending(wallet, 6) for _ in range(4)), lambda: claim(bought, 30))


def fits(outcomes: list) -> bool:
    *spends, claimed = outcomes
    spent = 6 * sum(isinstance(outcome, services.Booking) for outcome in spends)
    refused = sum(isinstance(outcome, NotEnoughConnects) for outcome in spends)
    return claimed == services.Claim(30 - spent, spent) and 6 * refused == 24 - spent


def test_spends_beside_a_refund_are_owed_or_refused(wallet):
    owed = set()
    with runners(5) as together:
        for _ in range(REPEATS):
            outcomes = spends_beside_a_claim(together, wallet)
            assert fits(outcomes), outcomes
            owed.add(services.debt_of(wallet.pk))
    assert len(owed) > 1, "the refund always came at the same place"
    assert_books_balance()


def test_control_without_the_lock_a_refund_beside_spends_goes_wrong(wallet, lock_taken_out):
    with runners(5) as together:
        for _ in range(ORDERS):
            if not fits(spends_beside_a_claim(together, wallet)) or not prove().balanced:
                return
    pytest.fail("nothing went wrong without the lock")


def test_the_same_news_eight_times_at_once_takes_back_once(wallet):
    with runners(8) as together:
        for _ in range(REPEATS):
            bought = buy(wallet, 20)
            services.spend(wallet.pk, 5, reference=f"proposal:{next(numbers)}")
            told = together.together(*[lambda bought=bought: claim(bought, 20)] * 8)
            assert sorted(each.again for each in told) == [False] + [True] * 7
            assert {(each.revoked, each.owed) for each in told} == {(told[0].revoked, told[0].owed)}
            state = services.lot_state(bought)
            assert state is not None
            assert (state.claimed, state.remaining) == (20, 0)
            next_round(wallet)
    assert_books_balance()


def eight_claims(together, wallet) -> bool:
    bought = buy(wallet, 20)
    told = together.together(*[lambda: claim(bought, 20)] * 8)
    return any(isinstance(each, Exception) for each in told) or not prove().balanced


def test_control_without_the_lock_the_same_news_at_once_goes_wrong(wallet, lock_taken_out):
    with runners(8) as together:
        assert any(eight_claims(together, wallet) for _ in range(ORDERS))


def refund_and_dispute(together, wallet) -> list:
    """A refund of a part, a dispute and its loss, and what was spent comes back, all at once."""
    bought = buy(wallet, 40)
    spent = f"proposal:{next(numbers)}"
    services.spend(wallet.pk, 15, reference=spent)
    news = {"cause": "", "reason": "At once"}
    return together.together(
        lambda: claim(bought, 10, "part"),
        lambda: services.freeze(bought, reference=f"dispute:{bought}", **news),
        lambda: services.refund(spent, reference=f"refund:{spent}"),
        lambda: grant(wallet, 5),
    )


def test_a_refund_a_dispute_and_a_returning_spend_at_once_agree_in_the_end(wallet):
    with runners(4) as together:
        for _ in range(REPEATS):
            outcomes = refund_and_dispute(together, wallet)
            assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
            bought = Transaction.objects.filter(kind="purchase").latest("id").reference
            state = services.lot_state(bought)
            assert state is not None
            assert (state.remaining, state.frozen, state.claimed, state.owed) == (0, 30, 10, 0)
            claim(bought, 40, "lost")
            services.unfreeze(bought, reference=f"lost:{bought}", cause="", reason="Lost")
            assert services.debt_of(wallet.pk) == 0
    assert services.spendable(wallet.pk) == 5 * REPEATS
    assert_books_balance()


def test_control_without_the_lock_all_that_at_once_goes_wrong(wallet, lock_taken_out):
    with runners(4) as together:
        for _ in range(ORDERS):
            outcomes = refund_and_dispute(together, wallet)
            if any(isinstance(outcome, Exception) for outcome in outcomes) or not prove().balanced:
                return
    pytest.fail("nothing went wrong without the lock")


def month_beside_a_payment(together, wallet, paid_months: int) -> list:
    """A month is due and is paid for at this instant, its sweep wakes twice, and somebody owes and spends."""
    standing = services.plan_of(wallet.pk)
    due, paid_until = standing.next_period_at, standing.next_period_at
    assert due is not None
    assert paid_until is not None
    for _ in range(paid_months):
        paid_until = periods.after(standing.anchor_at, paid_until)

    def pay():
        with clock.at(due):
            return services.extend_plan(wallet.pk, paid_until=paid_until)

    def spend():
        with clock.at(due):
            return services.spend(wallet.pk, 1, reference=f"proposal:{next(numbers)}")

    return together.together(pay, lambda: periods.begin(due), spend, pay, lambda: periods.begin(due))


@pytest.fixture
def owing_on_plus(wallet):
    """On a plan since now; a thousand owed."""
    now = clock.now()
    services.begin_plan(wallet.pk, "plus", at=now, paid_until=periods.after(now, now))
    bought = buy(wallet, 1100)
    services.spend(wallet.pk, 1000, reference="proposal:owed")
    claim(bought, 1000)
    return wallet


def test_a_month_begins_once_whoever_comes_first_and_pays_what_is_owed(owing_on_plus):
    wallet = owing_on_plus
    owed = services.debt_of(wallet.pk)
    with runners(5) as together:
        for number in range(1, 25):
            outcomes = month_beside_a_payment(together, wallet, 1)
            assert not [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, NotEnoughConnects)]
            months = Transaction.objects.filter(reference__startswith=f"allowance:{wallet.pk}:").count()
            assert (months, services.plan_of(wallet.pk).period) == (number + 1, number + 1)
    paid = -sum(DebtEntry.objects.filter(why="paid").values_list("amount", flat=True))
    assert (paid, services.debt_of(wallet.pk)) == (owed, 0)
    assert_books_balance()


def test_control_without_the_locks_a_month_beside_its_payment_goes_wrong(owing_on_plus, lock_taken_out, monkeypatch):
    monkeypatch.setattr(sweeping, "LOCK", "")
    monkeypatch.setattr(sweeping, "LOCK_FREE", "")
    monkeypatch.setattr(periods, "run", held_open(periods.run))
    # A month that pays what is owed leaves the balance as it was, whoever wrote it last.
    grant(owing_on_plus, services.debt_of(owing_on_plus.pk))
    with runners(5) as together:
        for _ in range(ORDERS):
            outcomes = month_beside_a_payment(together, owing_on_plus, 1)
            if any(isinstance(o, Exception) and not isinstance(o, NotEnoughConnects) for o in outcomes):
                return
            if not prove().balanced:
                return
    pytest.fail("nothing went wrong without the locks")


def upgrades_beside_spends(together, wallet) -> tuple[list, list]:
    now = clock.now()
    services.begin_plan(wallet.pk, "plus", at=now, paid_until=periods.after(now, now))
    upgrades = [lambda: services.change_plan(wallet.pk, "business", reference="membership:1")] * 4
    outcomes = together.together(*upgrades, *(spending(wallet, 10) for _ in range(4)))
    return outcomes[:4], outcomes[4:]


def test_four_upgrades_at_once_beside_spends_grant_the_difference_once(wallet):
    with runners(8) as together:
        for _ in range(REPEATS):
            before = services.spendable(wallet.pk)
            upgrades, spends = upgrades_beside_spends(together, wallet)
            assert sorted(each.again for each in upgrades) == [False] + [True] * 3
            assert {each.amount for each in spends} == {-10}
            assert services.spendable(wallet.pk) == before + 300 - 40
    assert_books_balance()


def test_control_without_the_lock_upgrades_beside_spends_go_wrong(wallet, lock_taken_out):
    with runners(8) as together:
        for _ in range(ORDERS):
            upgrades, spends = upgrades_beside_spends(together, wallet)
            if any(isinstance(outcome, Exception) for outcome in upgrades + spends) or not prove().balanced:
                return
    pytest.fail("nothing went wrong without the lock")
