"""Hypothesis drives a wallet through everything that can happen to it, beside the oracle, on either engine."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from connects import expiry, periods, services
from connects.errors import NotEnoughConnects
from connects.models import Plan, Source, Transaction, WalletPolicy
from tests.connects.machine import connects, days
from tests.connects.machine_bids import HeldBids
from tests.connects.machine_held import HeldWallets
from tests.connects.machine_plans import PaidPlans
from tests.connects.machine_turns import TurningPayments
from tests.connects.oracle import OracleSpend


class WalletMachine(TurningPayments, PaidPlans, HeldWallets, HeldBids):
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
            self.opened(self.oracle.grant(n, self.oracle.now + 365 * self.day, free=False), booking)

    @rule(lives=days)
    def time_passes(self, lives: int) -> None:
        to = self.oracle.now + timedelta(days=lives)
        # The months that begin meanwhile, each at its own instant, with their sweep or after a silence.
        self.plan.pass_time(self.oracle, to)
        self.oracle.tick(to)
        with self.clock():
            periods.begin(to)
        self.opened_meanwhile()

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
        self.oracle.grace, self.plan.enabled = timedelta(days=grace), perk


def test_whatever_happens_the_wallet_agrees_with_the_oracle(db):
    run_state_machine_as_test(
        WalletMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
