"""Paid plans, as rules of the state machine."""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from connects import services
from connects.periods import after
from tests.connects.machine import OneWallet

MONTHLY = {"plus": 100, "agency": 150, "business": 300}
codes = st.sampled_from(sorted(MONTHLY))
months = st.integers(min_value=1, max_value=4)
paid = precondition(lambda self: self.plan.paid_until)


class PaidPlans(OneWallet):
    begun: datetime | None = None

    @precondition(lambda self: self.begun is None or self.begun < self.oracle.now)
    @rule(code=codes, paid=months)
    def begin_a_plan(self, code: str, paid: int) -> None:
        now = self.begun = self.oracle.now
        self.plan.pass_time(self.oracle, now, strictly=True)
        self.plan.anchor = self.plan.next = now
        self.plan.monthly, self.plan.rolls, self.plan.paid_until = MONTHLY[code], True, self.later(now, paid)
        self.plan.pass_time(self.oracle, now)
        with self.clock():
            for _ in range(2):
                services.begin_plan(self.wallet.pk, code, at=now, paid_until=self.plan.paid_until)
        self.opened_meanwhile()

    @paid
    @rule(paid=months)
    def pay_on(self, paid: int) -> None:
        self.plan.paid_until = self.later(self.plan.paid_until, paid)
        self.plan.pass_time(self.oracle, self.oracle.now)
        with self.clock():
            for _ in range(2):
                services.extend_plan(self.wallet.pk, paid_until=self.plan.paid_until)
        self.opened_meanwhile()

    @paid
    @rule(code=codes)
    def change_the_plan(self, code: str) -> None:
        plan, oracle = self.plan, self.oracle
        plan.pass_time(oracle, oracle.now)
        plan.monthly = MONTHLY[code]
        more = plan.monthly - plan.given
        if plan.next > oracle.now and plan.enabled and more > 0:
            oracle.grant(more, oracle.now + 365 * self.day)
            plan.given = plan.monthly
        with self.clock():
            for _ in range(2):
                services.change_plan(self.wallet.pk, code, reference="membership:1")
        self.opened_meanwhile()

    @paid
    @rule()
    def end_the_plan(self) -> None:
        now = self.oracle.now
        self.plan.pass_time(self.oracle, now, strictly=True)
        self.plan.anchor = self.plan.joined
        self.plan.monthly, self.plan.rolls, self.plan.paid_until = 10, False, None
        self.plan.next = after(self.plan.joined, self.plan.joined)
        while self.plan.next < now:
            self.plan.next = after(self.plan.joined, self.plan.next)
        with self.clock():
            for _ in range(2):
                services.end_plan(self.wallet.pk, at=now)
        self.opened_meanwhile()

    def later(self, instant: datetime, months: int) -> datetime:
        for _ in range(months):
            instant = after(self.plan.anchor, instant)
        return instant
