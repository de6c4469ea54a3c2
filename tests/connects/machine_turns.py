"""Payments that turn, as rules of the state machine."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from connects import services
from connects.models import Lot, WalletPolicy
from tests.connects.machine import OneWallet, connects
from tests.connects.oracle import OracleLot

lots = precondition(lambda self: self.oracle.lots)


class TurningPayments(OneWallet):
    def drawn(self, data) -> OracleLot:
        return data.draw(st.sampled_from(self.oracle.lots))

    def opening(self, lot: OracleLot) -> str:
        return Lot.objects.values_list("opened_by__reference", flat=True).get(pk=self.rows[lot.number])

    @rule(n=connects)
    def buy(self, n: int) -> None:
        reference = self.reference("purchase")
        with self.clock():
            booking = services.credit_purchase(
                self.wallet.pk,
                n,
                reference=reference,
                cause=reference,
                paid_minor=15 * n,
                paid_currency="USD",
                actor=self.wallet.person,
            )
        lives = WalletPolicy.objects.get().purchased_lives_days
        self.opened(self.oracle.grant(n, self.oracle.now + lives * self.day, free=False), booking)

    @lots
    @rule(data=st.data(), total=st.integers(min_value=0, max_value=45))
    def claim(self, data, total: int) -> None:
        lot = self.drawn(data)
        opening, total = self.opening(lot), min(total, lot.granted)
        news = {"reference": self.reference("refund"), "cause": "", "reason": "Chance"}
        before = lot.claimed
        with self.clock():
            foreseen = services.foresee_claim(opening, total)
            told = services.claim(opening, total, **news)
            assert told == services.Claim(foreseen.revoked, foreseen.owed, again=total == before)
            again = services.claim(opening, total, **news)
        assert again == services.Claim(foreseen.revoked, foreseen.owed, again=True)
        self.oracle.claim(lot, total)

    @lots
    @rule(data=st.data())
    def freeze(self, data) -> None:
        lot = self.drawn(data)
        self.oracle.freeze(lot)
        with self.clock():
            services.freeze(self.opening(lot), reference=self.reference("dispute"), cause="", reason="Chance")

    @lots
    @rule(data=st.data())
    def unfreeze(self, data) -> None:
        lot = self.drawn(data)
        self.oracle.unfreeze(lot)
        with self.clock():
            services.unfreeze(self.opening(lot), reference=self.reference("won"), cause="", reason="Chance")
