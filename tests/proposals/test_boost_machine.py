"""Hypothesis drives an auction through everything that can happen to it, beside the oracle, on either engine."""

from datetime import timedelta
from itertools import count

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

from accounts.models import Category, User
from common import clock
from connects import services as connects
from jobs import closing
from jobs import services as jobs
from jobs.errors import JobError
from proposals import boost_closing, services, settlement
from proposals.errors import ProposalError
from proposals.models import Boost, BoostPolicy, Proposal
from proposals.talk import writing
from talent import services as talent
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire
from tests.proposals.boost_oracle import OracleAuction
from tests.proposals.boosts import table, the_wallets_say_so
from tests.proposals.conftest import LETTER, endow

numbers = count(1)
PEOPLE = 6
people = st.integers(min_value=0, max_value=PEOPLE - 1)


class AuctionMachine(RuleBasedStateMachine):
    @initialize(kept=st.booleans(), places=st.integers(min_value=1, max_value=4), hired=st.sets(people))
    def open(self, kept: bool, places: int, hired: set[int]) -> None:
        self.site = transaction.atomic()
        self.site.__enter__()
        self.now, self.run = MONDAY, next(numbers)
        # Who has been hired before is no newcomer.
        self.known, self.gone = hired, set()
        # The policy keeps one for newcomers only beside another.
        kept = kept and places > 1
        BoostPolicy.objects.update(newcomers_place=kept, places=places, cap=30)
        self.oracle = OracleAuction(places, 30, kept)
        with clock.at(self.now):
            self.client = self.someone("Ada", client_since=self.now)
            self.job = self.posted()
            self.sent = [self.proposal(number) for number in range(PEOPLE)]
            self.start = [connects.spendable(each.wallet_id) for each in self.sent]

    def someone(self, name: str, **fields) -> User:
        email = f"{name.lower()}-{self.run}@example.com"
        return User.objects.create(email=email, name=name, email_verified_at=self.now, **fields)

    def posted(self):
        category = Category.objects.get_or_create(slug="design", defaults={"name": "Design"})[0]
        words = {"title": "Draw a logo", "description": "Three drafts, then one finished logo as SVG, please."}
        draft = jobs.draft(self.client, **words, category=category, skills=[], fixed_minor=50_000)
        return jobs.publish(draft, by=self.client)

    def proposal(self, number: int) -> Proposal:
        who = self.someone(f"Bidder{number}", freelancer_since=self.now)
        connects.open_wallet(person=who)
        endow(who, 20)
        endow(who, 40, lives_days=90)
        talent.open_profile(who)
        if number in self.known:
            talent.count_hire(who)
        return services.submit(self.job, author=who, letter=LETTER, bid_minor=45_000, answers={})

    @rule(who=people, amount=st.integers(min_value=0, max_value=31))
    def bid(self, who: int, amount: int) -> None:
        sent = self.sent[who]
        taken = self.live and who not in self.gone and self.oracle.bid(who, amount, newcomer=who not in self.known)
        with clock.at(self.now):
            try:
                services.boost(sent, by=sent.author, connects=amount)
            except (ProposalError, JobError):
                assert not taken
            else:
                assert taken

    @rule(who=people)
    def open_it(self, who: int) -> None:
        with clock.at(self.now):
            services.view(self.sent[who], by=self.client)
        if self.live:
            self.oracle.look(who)

    @precondition(lambda self: self.live)
    @rule(who=people)
    def write(self, who: int) -> None:
        if who not in self.gone:
            with clock.at(self.now):
                writing.write(self.sent[who], by=self.client, text="When could you begin?")
            self.oracle.look(who)

    @precondition(lambda self: self.live)
    @rule(who=people)
    def shortlist(self, who: int) -> None:
        if who not in self.gone:
            with clock.at(self.now):
                try:
                    services.shortlist(self.sent[who], by=self.client)
                except ProposalError:
                    return
            self.oracle.look(who)

    @precondition(lambda self: self.live)
    @rule(who=people)
    def decline(self, who: int) -> None:
        if who not in self.gone:
            with clock.at(self.now):
                services.decline(self.sent[who], by=self.client, reason="Not now")
            self.oracle.look(who)
            self.gone.add(who)

    @precondition(lambda self: self.live)
    @rule(who=people)
    def withdraw(self, who: int) -> None:
        if who not in self.gone:
            with clock.at(self.now):
                services.withdraw(self.sent[who], by=self.sent[who].author)
            self.oracle.withdraw(who)
            self.gone.add(who)

    @precondition(lambda self: self.live)
    @rule(who=people, sure=st.integers(min_value=0, max_value=5))
    def hire(self, who: int, sure: int) -> None:
        # Seldom: it ends the auction.
        if not sure and who not in self.gone:
            with clock.at(self.now):
                hire(self.sent[who], by=self.client)
            self.oracle.close()
            self.gone.add(who)

    @precondition(lambda self: self.live)
    @rule(sure=st.integers(min_value=0, max_value=9))
    def cancel(self, sure: int) -> None:
        if not sure:
            with clock.at(self.now):
                jobs.cancel(self.job, by=self.client)
            self.oracle.void()

    @rule(days=st.sampled_from([1, 1, 1, 8]), sweeps=st.booleans())
    def time_passes(self, days: int, sweeps: bool) -> None:
        self.now += timedelta(days=days)
        if self.now >= self.job.published_at + timedelta(days=7):
            self.oracle.close()
        if sweeps:
            with clock.at(self.now):
                for _ in range(2):
                    boost_closing.close_due(self.now)
                closing.expire_due(self.now)

    @property
    def live(self) -> bool:
        self.job.refresh_from_db()
        return self.job.is_live

    @invariant()
    def the_auction_agrees_with_the_oracle(self) -> None:
        if not hasattr(self, "oracle"):
            return
        slots = sorted(self.oracle.slots, key=lambda bid: (-bid.connects, bid.came))
        assert table(self.job) == [(f"Bidder{bid.who}", bid.connects) for bid in slots]
        assert len(slots) <= self.oracle.places
        assert Boost.objects.filter(auction__job=self.job, state="returned").count() == len(self.oracle.returned)
        assert the_wallets_say_so(self.job)
        for who, sent in enumerate(self.sent):
            gone = self.oracle.held(who) + self.oracle.charged.get(who, 0)
            with clock.at(MONDAY + timedelta(hours=1)):
                assert connects.spendable(sent.wallet_id) == self.start[who] - gone

    def teardown(self) -> None:
        try:
            if hasattr(self, "oracle"):
                with clock.at(self.now + timedelta(days=40)):
                    boost_closing.close_due(clock.now())
                    closing.expire_due(clock.now())
                    settlement.settle_due(clock.now() + timedelta(days=3))
                assert not Boost.objects.filter(auction__job=self.job, state="held").exists()
            assert_books_balance()
        finally:
            transaction.set_rollback(True)
            self.site.__exit__(None, None, None)


def test_whatever_happens_the_auction_agrees_with_the_oracle(db):
    run_state_machine_as_test(
        AuctionMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
