"""Hypothesis drives a wallet through everything that can happen to it, beside the oracle, on either engine."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from common import clock
from connects import expiry, periods, services
from connects.errors import NotEnoughConnects
from connects.models import Lot, Plan, Source, Transaction, WalletPolicy
from connects.periods import after
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.connects.oracle import Oracle, OracleLot, OracleSpend

numbers = count(1)
connects = st.integers(min_value=1, max_value=40)
days = st.sampled_from([1, 7, 30, 31, 90])


class WalletMachine(RuleBasedStateMachine):
    @initialize(anchor=st.integers(min_value=0, max_value=400))
    def open(self, anchor: int) -> None:
        # Each run of the machine has a site of its own.
        self.site = transaction.atomic()
        self.site.__enter__()
        self.run = next(numbers)
        self.oracle = Oracle(now=MONDAY + timedelta(days=anchor))
        self.rows: dict[int, int] = {}
        WalletPolicy.objects.update(refund_grace_days=0)
        Plan.objects.update(enabled=True)
        with self.clock():
            person = User.objects.create(email=f"machine-{self.run}@example.com", name="Machine")
            self.wallet = services.open_wallet(person=person)
        self.next_period_at = after(self.oracle.now, self.oracle.now)
        self.perk = True

    def clock(self):
        return clock.at(self.oracle.now)

    def reference(self, kind: str) -> str:
        return f"{kind}:machine-{self.run}-{next(numbers)}"

    def opened(self, lot: OracleLot, booking: services.Booking) -> None:
        self.rows[lot.number] = Lot.objects.get(opened_by_id=booking.id).pk

    @rule(n=connects, lives=days)
    def grant(self, n: int, lives: int) -> None:
        expires_at = self.oracle.now + timedelta(days=lives)
        with self.clock():
            booking = services.grant(
                self.wallet.pk, n, source=Source.JOINING, expires_at=expires_at, reference=self.reference("gift")
            )
        self.opened(self.oracle.grant(n, expires_at), booking)

    @rule(n=connects)
    def spend(self, n: int) -> None:
        reference = self.reference("proposal")
        taken = self.oracle.take(n)
        with self.clock():
            if taken is None:
                with pytest.raises(NotEnoughConnects) as short:
                    services.spend(self.wallet.pk, n, reference=reference)
                assert short.value.available == self.oracle.balance
                return
            booking = services.spend(self.wallet.pk, n, reference=reference)
        self.oracle.spends[reference] = OracleSpend(taken)
        assert self.entries(booking) == [(self.rows[lot.number], -part) for lot, part in taken]

    @precondition(lambda self: self.oracle.spends)
    @rule(data=st.data())
    def spend_again_under_the_same_reference(self, data) -> None:
        reference = data.draw(st.sampled_from(sorted(self.oracle.spends)))
        paid = sum(part for _, part in self.oracle.spends[reference].taken)
        with self.clock():
            assert services.spend(self.wallet.pk, paid, reference=reference).again

    @precondition(lambda self: self.oracle.spends)
    @rule(data=st.data(), another=st.booleans())
    def refund(self, data, another: bool) -> None:
        reference = data.draw(st.sampled_from(sorted(self.oracle.spends)))
        spend = self.oracle.spends[reference]
        before = spend.refunded
        refund = self.reference("refund") if another else f"refund:{reference}"
        with self.clock():
            booking = services.refund(reference, reference=refund)
        assert booking.again == before
        assert self.entries(booking) == [(self.rows[lot.number], part) for lot, part in spend.taken]
        self.oracle.refund(reference)

    @rule(n=connects.map(lambda n: n - 20).filter(bool))
    def adjust(self, n: int) -> None:
        reference = self.reference("adjust")
        with self.clock():
            if n < 0 and self.oracle.take(-n) is None:
                with pytest.raises(NotEnoughConnects):
                    services.adjust(self.wallet.pk, n, reason="Chance", actor=None, reference=reference)
                return
            booking = services.adjust(self.wallet.pk, n, reason="Chance", actor=None, reference=reference)
        if n > 0:
            self.opened(self.oracle.grant(n, self.oracle.now + timedelta(days=365)), booking)

    @rule(lives=days)
    def time_passes(self, lives: int) -> None:
        to = self.oracle.now + timedelta(days=lives)
        # The months that begin meanwhile, each at its own instant, with their sweep or after a silence.
        while self.next_period_at <= to:
            self.oracle.tick(self.next_period_at)
            begins, self.next_period_at = self.next_period_at, after(self.wallet.anchor_at, self.next_period_at)
            if self.perk:
                self.oracle.grant(10, self.next_period_at)
            assert begins < self.next_period_at
        self.oracle.tick(to)
        with self.clock():
            periods.begin(to)
        granted = Lot.objects.filter(wallet=self.wallet).exclude(pk__in=self.rows.values()).order_by("id")
        fresh = [lot for lot in self.oracle.lots if lot.number not in self.rows]
        self.rows.update(zip((lot.number for lot in fresh), (lot.pk for lot in granted), strict=True))

    @rule()
    def sweep(self) -> None:
        with self.clock():
            expiry.expire(self.oracle.now)
        gone = Transaction.objects.filter(wallet=self.wallet, kind="expire").values_list("amount", flat=True)
        assert -sum(gone) == self.oracle.lapsed

    @rule(grace=st.sampled_from([0, 7]), perk=st.booleans())
    def the_operator_changes_the_rules(self, grace: int, perk: bool) -> None:
        WalletPolicy.objects.update(refund_grace_days=grace)
        Plan.objects.update(enabled=perk)
        self.oracle.grace, self.perk = timedelta(days=grace), perk

    @invariant()
    def the_wallet_agrees_with_the_oracle(self) -> None:
        if not hasattr(self, "oracle"):
            return
        with self.clock():
            assert services.spendable(self.wallet.pk) == self.oracle.balance
        held = dict(Lot.objects.filter(wallet=self.wallet).values_list("pk", "remaining"))
        for lot in self.oracle.lots:
            # A lot past its expiry may wait for the sweep; nobody can spend from it.
            if lot.expires_at > self.oracle.now:
                assert held[self.rows[lot.number]] == lot.remaining

    def teardown(self) -> None:
        try:
            assert_books_balance()
        finally:
            transaction.set_rollback(True)
            self.site.__exit__(None, None, None)

    def entries(self, booking: services.Booking) -> list[tuple[int, int]]:
        return list(Transaction.objects.get(pk=booking.id).entries.order_by("id").values_list("lot_id", "amount"))


def test_whatever_happens_the_wallet_agrees_with_the_oracle(db):
    run_state_machine_as_test(
        WalletMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
