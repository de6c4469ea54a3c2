"""One hold in several hands at the same instant, on PostgreSQL: fifty times each, then without the wallet's lock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from common import clock
from connects import booking, expiry, holds, refunding, services, spending, sweeping
from connects.errors import HoldEnded
from connects.models import HoldEnd, Source, Transaction
from connects.proof import prove
from tests.books import assert_books_balance
from tests.races import ORDERS, REPEATS, held_open, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)


@dataclass(slots=True)
class Held:
    """A hold of its own for each round, and a day on which the lot that it came from is over."""

    wallet_id: int
    reference: str
    later: datetime

    @property
    def beside(self) -> "Held":
        """Another one of the same wallet."""
        return Held(self.wallet_id, f"{self.reference}-beside", self.later)

    def place(self, connects: int = 6) -> services.Booking:
        return services.place_hold(self.wallet_id, connects, reference=self.reference)

    def spend(self) -> services.Booking:
        return services.spend(self.wallet_id, 6, reference=f"proposal:{self.reference.partition(':')[2]}")

    def raise_to(self, connects: int) -> Callable[[], services.Booking]:
        return lambda: services.raise_hold(self.reference, to=connects)

    def give_back(self) -> list[services.Booking]:
        return services.return_hold(self.reference)

    def give_back_later(self) -> list[services.Booking]:
        with clock.at(self.later):
            return services.return_hold(self.reference)

    def capture(self) -> int:
        return services.capture_hold(self.reference)

    def refund(self) -> list[services.Booking]:
        return services.refund_hold(self.reference)

    def sweep(self) -> int:
        return expiry.expire(self.later)

    def moved(self, kind: str) -> list[int]:
        """What bookings of that kind of this hold amount to, in their order."""
        which = {"hold": {"hold_part__hold__reference": self.reference}}
        back = {"reverses__hold_part__hold__reference": self.reference}
        rows = Transaction.objects.filter(kind=kind, **which.get(kind, back)).order_by("id")
        return list(rows.values_list("amount", flat=True))

    @property
    def ends(self) -> list[str]:
        return list(HoldEnd.objects.filter(hold__reference=self.reference).values_list("how", flat=True))


def fill(wallet_id: int, connects: int, days: int = 30) -> None:
    reference, expires_at = f"gift:{next(numbers)}", clock.now() + timedelta(days=days)
    services.grant(wallet_id, connects, source=Source.JOINING, expires_at=expires_at, reference=reference)


def empty(wallet_id: int) -> None:
    if left := services.spendable(wallet_id):
        services.adjust(wallet_id, -left, reason="Next round", actor=None, reference=f"adjust:{next(numbers)}")


def names(answers: list[Any]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


# --- each race: what is there, who does what, and what must have come of it ---


def placed_twice_beside_spends(it: Held):
    """The same bid twice is one hold; the unique reference sees to that, and the lock to the balance beside it."""
    fill(it.wallet_id, 20)
    *placed, first, second = yield [it.place, it.place, it.spend, it.beside.spend]
    again = sorted(getattr(answer, "again", None) or False for answer in placed)
    known = names([*placed, first, second]) == ["Booking"] * 4 and again == [False, True]
    yield known and it.moved("hold") == [-6] and services.spendable(it.wallet_id) == 2


def the_last_connects_held_or_spent(it: Held):
    fill(it.wallet_id, 7)
    answers = yield [it.place, it.spend]
    yield names(answers) == ["Booking", "NotEnoughConnects"] and services.spendable(it.wallet_id) == 1


def raised_while_it_ends(it: Held):
    """One end, of all that was held by then: raised before, or the raise was refused."""
    fill(it.wallet_id, 20)
    it.place()
    raised, returned, captured = yield [it.raise_to(9), it.give_back, it.capture]
    held = [-6, -3] if isinstance(raised, services.Booking) else [-6]
    known = held == [-6, -3] or isinstance(raised, HoldEnded)
    if isinstance(captured, int):
        ended = it.ends == ["captured"] and captured == -sum(held) and isinstance(returned, HoldEnded)
    else:
        back = [booked.amount for booked in returned] if isinstance(returned, list) else []
        ended = it.ends == ["returned"] and back == [-each for each in held] and isinstance(captured, HoldEnded)
    yield known and ended and it.moved("hold") == held


def raised_twice(it: Held):
    """To nine and to eleven: eleven are held, whichever came first."""
    fill(it.wallet_id, 12)
    it.place()
    lower, higher = yield [it.raise_to(9), it.raise_to(11)]
    held = [-6, -3, -2] if isinstance(lower, services.Booking) else [-6, -5]
    known = isinstance(lower, (services.Booking, ValueError)) and isinstance(higher, services.Booking)
    yield known and it.moved("hold") == held and services.spendable(it.wallet_id) == 1


def captured_twice(it: Held):
    fill(it.wallet_id, 10)
    it.place()
    answers = yield [it.capture] * 4
    yield answers == [6] * 4 and it.ends == ["captured"] and services.spendable(it.wallet_id) == 4


def returned_twice(it: Held):
    fill(it.wallet_id, 10)
    it.place()
    answers = yield [it.give_back] * 4
    same = names(answers) == ["list"] * 4 and len({booked.id for answer in answers for booked in answer}) == 1
    yield same and it.moved("return") == [6] and services.spendable(it.wallet_id) == 10


def refunded_beside_spends(it: Held):
    """Two refunds of a captured hold are one, and both know the balance that a spend beside them leaves."""
    fill(it.wallet_id, 16)
    it.place()
    it.capture()
    first, spent, second = yield [it.refund, it.spend, it.refund]
    same = names([first, spent, second]) == ["Booking", "list", "list"] and first[0].id == second[0].id
    yield same and it.moved("refund") == [6] and services.spendable(it.wallet_id) == 10


def returned_while_their_lot_expires(it: Held):
    """Whoever comes first, all twelve are lost once: two in the lot, and twice five that came back into it."""
    fill(it.wallet_id, 12, days=1)
    it.place(5)
    it.beside.place(5)
    before = Transaction.objects.filter(kind="expire").count()
    answers = yield [it.give_back_later, it.beside.give_back_later, it.sweep, it.sweep]
    lapsed = list(Transaction.objects.filter(kind="expire").order_by("id").values_list("amount", flat=True))[before:]
    known = names(answers) == ["int", "int", "list", "list"] and lapsed == [-2, -5, -5]
    yield known and it.moved("return") == [5] and services.spendable(it.wallet_id) == 0


RACES = {
    race.__name__: race
    for race in (
        placed_twice_beside_spends,
        the_last_connects_held_or_spent,
        raised_while_it_ends,
        raised_twice,
        captured_twice,
        returned_twice,
        refunded_beside_spends,
        returned_while_their_lot_expires,
    )
}


@pytest.fixture
def window(monkeypatch):
    """Whoever has the wallet keeps it for a moment: the lock, not luck, must keep others out."""
    slowly = held_open(booking.hold)
    for module in (holds, spending):
        monkeypatch.setattr(module, "hold", slowly)


@pytest.fixture
def lock_taken_out(monkeypatch, window):
    """The wallet is read, but not held; whoever has booked commits a moment later, so that others book beside."""
    for module in (refunding, spending):
        monkeypatch.setattr(module, "book", held_open(module.book))
    monkeypatch.setattr(booking, "LOCK", "")
    monkeypatch.setattr(sweeping, "LOCK", "")
    monkeypatch.setattr(sweeping, "LOCK_FREE", "")


def comes_out_clean(together, race: Callable, wallet_id: int) -> bool:
    empty(wallet_id)
    number = next(numbers)
    round_of_it = race(Held(wallet_id, f"boost:{number}", clock.now() + timedelta(days=2)))
    answers = together.together(*next(round_of_it))
    return bool(round_of_it.send(answers))


@pytest.mark.parametrize("name", RACES)
def test_one_hold_at_once_comes_out_clean(window, ben, name):
    with runners(4) as together:
        assert all(comes_out_clean(together, RACES[name], ben.wallet.pk) for _ in range(REPEATS))
    assert_books_balance()


@pytest.mark.parametrize("name", RACES)
def test_control_without_the_wallets_lock_it_does_not(lock_taken_out, ben, name):
    with runners(4) as together:
        assert not all(
            comes_out_clean(together, RACES[name], ben.wallet.pk) and prove().balanced for _ in range(ORDERS)
        )
