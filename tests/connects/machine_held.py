"""A wallet that may be somebody's second account, as rules of the state machine."""

from datetime import timedelta

from hypothesis.stateful import precondition, rule

from accounts.models import User
from connects import judging, services
from connects.models import Source, Suspicion, Wallet
from tests.connects.machine import OneWallet, connects, days


class HeldWallets(OneWallet):
    @rule(n=connects, lives=days)
    def give(self, n: int, lives: int) -> None:
        reference = self.reference("campaign")
        with self.clock():
            for _ in range(2):
                booking = services.give(
                    self.wallet.pk, n, source=Source.CAMPAIGN, reference=reference, lives_days=lives
                )
        if self.plan.judged:
            assert booking is None
            self.plan.hold(n, lives)
        else:
            self.opened(self.oracle.grant(n, self.oracle.now + timedelta(days=lives)), booking)

    @precondition(lambda self: not self.plan.judged)
    @rule()
    def suspect(self) -> None:
        self.plan.judged = "open"
        with self.clock():
            self.suspicion = Suspicion.objects.create(wallet=self.wallet, person=self.wallet.person)
        Wallet.objects.filter(pk=self.wallet.pk).update(held_since=self.oracle.now)

    @precondition(lambda self: self.plan.judged == "open")
    @rule()
    def uphold(self) -> None:
        self.plan.judged, self.plan.waiting = "upheld", []
        with self.clock():
            for _ in range(2):
                judging.uphold(self.suspicion.pk, by=self.operator(), why="Chance")

    @precondition(lambda self: self.plan.judged)
    @rule()
    def clear(self) -> None:
        for n, lives in self.plan.waiting:
            # A perk ends with its own month.
            self.oracle.grant(n, self.oracle.now + timedelta(days=lives) if isinstance(lives, int) else lives)
        self.plan.judged, self.plan.waiting = "", []
        with self.clock():
            for _ in range(2):
                judging.clear(self.suspicion.pk, by=self.operator(), why="Chance")
        self.opened_meanwhile()

    def operator(self) -> User:
        return User.objects.get_or_create(email=f"operator-{self.run}@example.com", defaults={"name": "Operator"})[0]
