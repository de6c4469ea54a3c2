"""Every source of free Connects as a row: what it brings, for how long, and the deed that earns it (PRODUCT 3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts import services as accounts
from accounts.models import Agency, Skill, User
from billing import redeeming
from billing.campaigns import acts, sending
from billing.models import Campaign, PromoCode
from connects import periods, referrals, services
from connects.models import Source, Wallet
from talent import certifications, question_import, rising
from talent import services as talent
from talent.models import Certification, FreelancerProfile
from tests.conftest import MONDAY

Deed = Callable[[], object]
APRIL = MONDAY.replace(month=4)


@dataclass(frozen=True)
class Cast:
    """Who is there: Ben finds work, Dora is new, Ada hires, Olga operates; the guild has a pool."""

    ben: User
    dora: User
    ada: User
    olga: User
    guild: Agency


@dataclass(frozen=True)
class Row:
    """One source. `prepare` does all but the deed, and answers with that and the wallet that is to get it."""

    name: str
    source: Source
    connects: int
    expires_at: datetime
    prepare: Callable[[Cast], tuple[Deed, Wallet]]
    at: datetime = MONDAY
    # Paid for, so no operator holds it.
    free: bool = True

    def __str__(self) -> str:
        return self.name


def days(number: int, since: datetime = MONDAY) -> datetime:
    return since + timedelta(days=number)


def join(cast: Cast) -> tuple[Deed, Wallet]:
    User.objects.filter(pk=cast.dora.pk).update(email_verified_at=None)
    return lambda: accounts.email_verified(User.objects.get(pk=cast.dora.pk)), cast.dora.wallet


def complete_profile(cast: Cast) -> tuple[Deed, Wallet]:
    profile = talent.open_profile(cast.ben)
    FreelancerProfile.objects.filter(pk=profile.pk).update(photo="photos/me.webp")
    words: dict[str, Any] = {"title": "Bookbinder", "overview": "I bind books. " * 20, "rate_minor": 4500}

    def write() -> object:
        return talent.edit_profile(
            profile,
            **words,
            country="GB",
            skills=list(Skill.objects.order_by("id")[:3]),
            links=[talent.Link("A book", "https://books.example/")],
        )

    return write, cast.ben.wallet


def wait_a_month(cast: Cast) -> tuple[Deed, Wallet]:
    return lambda: periods.begin(APRIL), cast.ben.wallet


def pay_for(plan: str) -> Callable[[Cast], tuple[Deed, Wallet]]:
    def prepare(cast: Cast) -> tuple[Deed, Wallet]:
        wallet = cast.ben.wallet if plan == "plus" else cast.guild.wallet
        return lambda: services.begin_plan(wallet.pk, plan, at=MONDAY, paid_until=APRIL), wallet

    return prepare


def become_member(cast: Cast) -> tuple[Deed, Wallet]:
    return lambda: services.welcome(cast.ben.wallet.pk), cast.ben.wallet


def rise(cast: Cast) -> tuple[Deed, Wallet]:
    write, wallet = complete_profile(cast)
    write()
    talent.count_finished_contract(cast.ben)
    return lambda: rising.check_due(MONDAY), wallet


def be_certified(cast: Cast) -> tuple[Deed, Wallet]:
    row = Certification.objects.create(name="Sums", slug="sums", summary="Adding numbers.")
    question_import.take(row, "\n\n".join(f"single: {n} plus 1?\n* {n + 1}\n- {n + 2}\n- {n + 3}" for n in range(20)))
    attempt = certifications.start(row, person=cast.ben)
    right = {
        place: [at for at, choice in enumerate(each.choices) if choice.right]
        for place, each in enumerate(attempt.questions)
    }
    return lambda: certifications.hand_in(attempt, answers=right), cast.ben.wallet


def invite(gets: str) -> Callable[[Cast], tuple[Deed, Wallet]]:
    def prepare(cast: Cast) -> tuple[Deed, Wallet]:
        referrals.joined(cast.dora, code=referrals.code_of(cast.ben).code)
        finish = lambda: services.qualified_by_contract(  # noqa: E731
            cast.dora, client=cast.ada, reference="contract:1", at=MONDAY
        )
        return finish, getattr(cast, gets).wallet

    return prepare


def be_thanked(cast: Cast) -> tuple[Deed, Wallet]:
    words = {"name": "Spring thanks", "message": "Thank you for being here."}
    draft = Campaign.objects.create(kind="grant", connects=20, lives_days=90, **words)
    acts.start(draft, actor=cast.olga, reason="Spring", seen=acts.reach_of(draft).people)
    return lambda: sending.send(MONDAY), cast.ben.wallet


def redeem(cast: Cast) -> tuple[Deed, Wallet]:
    PromoCode.objects.create(code="GIFT", connects=5, lives_days=60, without_purchase=True, starts_at=MONDAY)
    return lambda: redeeming.redeem(cast.ben, "GIFT", key="k" * 32), cast.ben.wallet


SOURCES = [
    Row("joining", Source.JOINING, 40, days(365), join),
    Row("profile", Source.PROFILE, 50, days(365), complete_profile),
    Row("perk", Source.PERK, 10, APRIL.replace(month=5), wait_a_month, at=APRIL),
    Row("plus", Source.ALLOWANCE, 100, days(365), pay_for("plus"), free=False),
    Row("agency", Source.ALLOWANCE, 150, days(365), pay_for("agency"), free=False),
    Row("business", Source.ALLOWANCE, 300, days(365), pay_for("business"), free=False),
    Row("enterprise", Source.ALLOWANCE, 1000, days(365), pay_for("enterprise"), free=False),
    Row("welcome", Source.WELCOME, 20, days(365), become_member),
    Row("rising talent", Source.RISING_TALENT, 30, days(365), rise),
    Row("certification", Source.CERTIFICATION, 10, days(365), be_certified),
    Row("referral", Source.REFERRAL, 20, days(365), invite("ben")),
    Row("referred", Source.REFERRED, 10, days(365), invite("dora")),
    Row("campaign", Source.CAMPAIGN, 20, days(90), be_thanked),
    Row("promo code", Source.PROMO, 5, days(60), redeem),
]
