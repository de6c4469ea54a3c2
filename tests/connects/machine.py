"""One wallet and its oracle, side by side: what every part of the state machine stands on."""

from datetime import timedelta
from itertools import count

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from accounts.models import User
from common import clock
from connects import services
from connects.models import Lot, Plan, Transaction, WalletPolicy
from connects.periods import after
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.connects.oracle import Oracle, OracleLot, OraclePlan

numbers = count(1)
connects = st.integers(min_value=1, max_value=40)
days = st.sampled_from([1, 7, 30, 31, 90])


class OneWallet(RuleBasedStateMachine):
    day = timedelta(days=1)

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
        now = self.oracle.now
        self.plan = OraclePlan(joined=now, anchor=now, next=after(now, now))

    def clock(self):
        return clock.at(self.oracle.now)

    def reference(self, kind: str) -> str:
        return f"{kind}:machine-{self.run}-{next(numbers)}"

    def opened(self, lot: OracleLot, booking: services.Booking) -> None:
        self.rows[lot.number] = Lot.objects.get(opened_by_id=booking.id).pk

    def opened_meanwhile(self) -> None:
        """Lots that months have brought: in the wallet and in the oracle in the same order."""
        granted = Lot.objects.filter(wallet=self.wallet).exclude(pk__in=self.rows.values()).order_by("id")
        fresh = [lot for lot in self.oracle.lots if lot.number not in self.rows]
        self.rows.update(zip((lot.number for lot in fresh), (lot.pk for lot in granted), strict=True))

    def entries(self, booking: services.Booking) -> list[tuple[int, int]]:
        return list(Transaction.objects.get(pk=booking.id).entries.order_by("id").values_list("lot_id", "amount"))

    @invariant()
    def the_wallet_agrees_with_the_oracle(self) -> None:
        if not hasattr(self, "oracle"):
            return
        with self.clock():
            assert services.spendable(self.wallet.pk) == self.oracle.balance
        assert services.debt_of(self.wallet.pk) == self.oracle.debt
        rows = {lot.pk: lot for lot in Lot.objects.filter(wallet=self.wallet)}
        for lot in self.oracle.lots:
            row = rows[self.rows[lot.number]]
            said = (row.claimed, row.owed, row.frozen, row.disputed)
            assert said == (lot.claimed, lot.owed, lot.frozen, bool(lot.disputes))
            # A lot past its expiry may wait for the sweep; nobody can spend from it.
            if lot.expires_at > self.oracle.now:
                assert row.remaining == lot.remaining

    def teardown(self) -> None:
        try:
            assert_books_balance()
        finally:
            transaction.set_rollback(True)
            self.site.__exit__(None, None, None)
