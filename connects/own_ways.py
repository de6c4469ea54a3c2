"""The ways to earn that this room knows by itself: joining, the months of a plan, a membership's welcome."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import dates
from connects import granting, ways
from connects.models import HeldGrant, Plan, Source, Transaction
from connects.overview import next_perk
from connects.source_words import ONCE
from connects.wallets import wallet_of
from connects.ways import Offer, Standing, Way

_HELD = {
    "held": (Standing.WAITS, gettext_lazy("Earned. We are looking at your account first; that takes a day or two.")),
    "refused": (Standing.DONE, gettext_lazy("Given once per person, so not to this account.")),
}


def joining(person: User, offer: Offer) -> Iterator[Way]:
    yield once(
        person,
        offer,
        title=_("Join and verify your e-mail address"),
        how=_("Follow the link in the mail that we sent you."),
        url=reverse("account_email"),
        action=_("Your e-mail address"),
    )


def monthly(person: User, offer: Offer) -> Iterator[Way]:
    """What the wallet's plan brings each month, perk or allowance; on Basic also what a membership would bring."""
    wallet = wallet_of(person)
    perk, plan = next_perk(wallet), wallet.plan
    if perk and plan and plan.rolls_over == (offer.source == Source.ALLOWANCE):
        day = dates.long_day(perk.at)
        yield Way(
            offer.source,
            _("Every month on {plan}").format(plan=plan.name),
            perk.connects,
            _("every month"),
            _by_themselves(plan),
            Standing.COMES,
            note=_("Next with the payment for {plan}, {day}").format(plan=plan.name, day=day)
            if perk.if_paid
            else _("Next on {day}").format(day=day),
            lives_days=plan.lives_days if plan.rolls_over else None,
        )
    elif offer.source == Source.ALLOWANCE and wallet.paid_until is None:
        yield from _with_a_membership(offer)


def _with_a_membership(offer: Offer) -> Iterator[Way]:
    plus = Plan.objects.filter(code="plus", enabled=True, monthly__gt=0).first()
    if plus:
        yield Way(
            offer.source,
            _("Every month with {plan}").format(plan=plus.name),
            plus.monthly,
            _("every month that is paid"),
            _by_a_membership(plus),
            Standing.OPEN,
            url=reverse("pricing"),
            action=_("Compare the plans"),
            lives_days=plus.lives_days,
        )


def _by_themselves(plan: Plan) -> str:
    if plan.rolls_over:
        return _("Nothing to do: they come by themselves. They roll over.")
    return _("Nothing to do: they come by themselves. What is left of them lapses when the next ones come.")


def _by_a_membership(plan: Plan) -> str:
    if plan.rolls_over:
        return _("A membership brings them by itself. They roll over.")
    return _("A membership brings them by itself. What is left of them lapses when the next ones come.")


def membership_welcome(person: User, offer: Offer) -> Iterator[Way]:
    wallet = wallet_of(person)
    reference = f"welcome:{wallet.pk}"
    standing, note = Standing.OPEN, ""
    if given := Transaction.objects.filter(reference=reference).first():
        standing, note = Standing.DONE, granted_on(given.effective_at)
    elif held := wallet.held_grants.filter(reference=reference).exclude(state=HeldGrant.State.RELEASED).first():
        standing, note = _held(held.state)
    is_open = standing == Standing.OPEN
    yield Way(
        offer.source,
        _("Become a member"),
        offer.connects,
        _("once, with the first paid month or year"),
        _("A welcome on top of what the plan brings each month."),
        standing,
        note=note,
        url=reverse("pricing") if is_open else "",
        action=_("Compare the plans") if is_open else "",
        lives_days=offer.lives_days,
    )


def once(
    person: User, offer: Offer, *, title: str, how: str, url: str, action: str, note: str = "", of: str = ""
) -> Way:
    """A reward that is given once per person: open with what to do, waiting, or done with its day."""
    earned = granting.earned_at(person, offer.source, of=of)
    standing = Standing.DONE if earned else Standing.OPEN
    if earned:
        note = granted_on(earned)
    elif held := granting.held_state(person, offer.source, of=of):
        standing, note = _held(held)
    way = Way(offer.source, title, offer.connects, str(ONCE), how, standing, note=note)
    way = replace(way, lives_days=offer.lives_days)
    return replace(way, url=url, action=action) if standing == Standing.OPEN else way


def day_of(person: User, instant: datetime) -> str:  # noqa: ARG001 - the page is read in their zone
    return dates.long_day(instant)


def granted_on(at: datetime) -> str:
    return _("Granted on {day}").format(day=dates.long_day(at))


def _held(state: str) -> tuple[Standing, str]:
    standing, note = _HELD[state]
    return standing, str(note)


ways.register(Source.JOINING, joining)
ways.register(Source.PERK, monthly)
ways.register(Source.ALLOWANCE, monthly)
ways.register(Source.WELCOME, membership_welcome)
