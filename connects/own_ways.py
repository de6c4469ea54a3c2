"""The ways to earn that this room knows by itself: joining, the months of a plan, a membership's welcome."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from connects import granting, ways
from connects.models import HeldGrant, Plan, Source, Transaction
from connects.overview import next_perk
from connects.wallets import wallet_of
from connects.ways import Offer, Standing, Way

_HELD = {
    "held": (Standing.WAITS, "Earned. We are looking at your account first; that takes a day or two."),
    "refused": (Standing.DONE, "Given once per person, so not to this account."),
}


def joining(person: User, offer: Offer) -> Iterator[Way]:
    yield once(
        person,
        offer,
        title="Join and verify your e-mail address",
        how="Follow the link in the mail that we sent you.",
        url=reverse("account_email"),
        action="Your e-mail address",
    )


def monthly(person: User, offer: Offer) -> Iterator[Way]:
    """What the wallet's plan brings each month, perk or allowance; on Basic also what a membership would bring."""
    wallet = wallet_of(person)
    perk, plan = next_perk(wallet), wallet.plan
    if perk and plan and plan.rolls_over == (offer.source == Source.ALLOWANCE):
        day = date_format(localtime(perk.at, person.zone), "j F Y")
        yield Way(
            offer.source,
            f"Every month on {plan.name}",
            perk.connects,
            "every month",
            f"Nothing to do: they come by themselves. {_left_over(plan)}",
            Standing.COMES,
            note=f"Next with the payment for {plan.name}, {day}" if perk.if_paid else f"Next on {day}",
            lives_days=plan.lives_days if plan.rolls_over else None,
        )
    elif offer.source == Source.ALLOWANCE and wallet.paid_until is None:
        yield from _with_a_membership(offer)


def _with_a_membership(offer: Offer) -> Iterator[Way]:
    plus = Plan.objects.filter(code="plus", enabled=True, monthly__gt=0).first()
    if plus:
        yield Way(
            offer.source,
            f"Every month with {plus.name}",
            plus.monthly,
            "every month that is paid",
            f"A membership brings them by itself. {_left_over(plus)}",
            Standing.OPEN,
            url=reverse("pricing"),
            action="Compare the plans",
            lives_days=plus.lives_days,
        )


def _left_over(plan: Plan) -> str:
    return "They roll over." if plan.rolls_over else "What is left of them lapses when the next ones come."


def membership_welcome(person: User, offer: Offer) -> Iterator[Way]:
    wallet = wallet_of(person)
    reference = f"welcome:{wallet.pk}"
    standing, note = Standing.OPEN, ""
    if given := Transaction.objects.filter(reference=reference).first():
        standing, note = Standing.DONE, f"Granted on {day_of(person, given.effective_at)}"
    elif held := wallet.held_grants.filter(reference=reference).exclude(state=HeldGrant.State.RELEASED).first():
        standing, note = _HELD[held.state]
    is_open = standing == Standing.OPEN
    yield Way(
        offer.source,
        "Become a member",
        offer.connects,
        "once, with the first paid month or year",
        "A welcome on top of what the plan brings each month.",
        standing,
        note=note,
        url=reverse("pricing") if is_open else "",
        action="Compare the plans" if is_open else "",
        lives_days=offer.lives_days,
    )


def once(
    person: User, offer: Offer, *, title: str, how: str, url: str, action: str, note: str = "", of: str = ""
) -> Way:
    """A reward that is given once per person: open with what to do, waiting, or done with its day."""
    earned = granting.earned_at(person, offer.source, of=of)
    standing = Standing.DONE if earned else Standing.OPEN
    if earned:
        note = f"Granted on {day_of(person, earned)}"
    elif held := granting.held_state(person, offer.source, of=of):
        standing, note = _HELD[held]
    way = Way(offer.source, title, offer.connects, "once per person", how, standing, note=note)
    way = replace(way, lives_days=offer.lives_days)
    return replace(way, url=url, action=action) if standing == Standing.OPEN else way


def day_of(person: User, instant: datetime) -> str:
    return date_format(localtime(instant, person.zone), "j F Y")


ways.register(Source.JOINING, joining)
ways.register(Source.PERK, monthly)
ways.register(Source.ALLOWANCE, monthly)
ways.register(Source.WELCOME, membership_welcome)
