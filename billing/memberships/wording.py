"""What an act on a membership will mean, in sentences to be read before it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.memberships.changes import Quote
from billing.memberships.holders import Holder
from billing.models import Membership, PlanPrice
from common import dates
from common.money import format_money
from common.numbers import figure
from connects.rewards import rewards


def before_starting(price: PlanPrice, holder: Holder) -> list[str]:
    plan = price.plan
    sentences = [
        _first_and_then(price.interval).format(amount=_amount(price)),
        _(
            "{n} Connects come at once, and {n} more every month. They roll over: each month's live {days} days."
        ).format(n=figure(plan.monthly), days=figure(plan.lives_days)),
    ]
    if bonus := _welcome():
        welcome = ngettext(
            "With the first membership of a wallet comes {n} Connect as a welcome.",
            "With the first membership of a wallet come {n} Connects as a welcome.",
            bonus,
        )
        sentences.append(welcome.format(n=figure(bonus)))
    if percent := plan.terms.discount_percent:
        sentences.append(_("Packages of Connects cost {percent} % less.").format(percent=percent))
    if not holder.is_agency:
        sentences.append(_("The monthly perk of Basic pauses meanwhile, and comes again afterwards."))
    return [*sentences, _("Cancel whenever you like: what is paid for stays to its end.")]


def before_changing(quote: Quote, membership: Membership) -> list[str]:
    return _upgrading(quote, membership) if quote.is_now else _scheduling(quote, membership)


def before_cancelling(membership: Membership, holder: Holder) -> list[str]:
    facts = {"plan": membership.plan.name, "agency": holder.name, "day": _day(membership.paid_until)}
    after = (_("{agency} has no plan then.") if holder.is_agency else _("You are on Basic then.")).format(**facts)
    if membership.past_due_since:
        stay = _("The Connects that it brought stay until they expire.")
        return [
            _("{plan} ends at once, and the failed payment is not tried again.").format(**facts),
            f"{after} {stay}",
        ]
    sentences = [
        _("{plan} goes on to {day}. Until then nothing changes, the monthly Connects come as ever.").format(**facts),
        f"{_('Then it ends. Nothing more is charged.')} {after}",
        _("The Connects that it brought stay until they expire, each lot on its own day."),
    ]
    if membership.next_plan:
        sentences.append(_("The change to {plan} is dropped.").format(plan=membership.next_plan.name))
    return sentences


def before_resuming(membership: Membership) -> str:
    """The sentence beside the button that takes a cancellation back."""
    return _("Nothing is charged now. {plan} then renews on {day} for {price}, as before.").format(
        plan=membership.plan.name,
        day=_day(membership.paid_until),
        price=format_money(membership.price_minor, membership.currency),
    )


def per_interval(price: str, interval: str) -> str:
    """`$19.99 a month`: a price with the time that it is for."""
    if interval == "year":
        return _("{price} a year").format(price=price)
    return _("{price} a month").format(price=price)


def _first_and_then(interval: str) -> str:
    if interval == "year":
        return _("You pay {amount} on Stripe's page now, and {amount} every year from then on, until you cancel.")
    return _("You pay {amount} on Stripe's page now, and {amount} every month from then on, until you cancel.")


def _upgrading(quote: Quote, membership: Membership) -> list[str]:
    assert quote.preview is not None
    plan = quote.price.plan
    sentences = [
        _("{amount} is charged now, to the card on file.").format(
            amount=format_money(quote.preview.due_minor, quote.preview.currency)
        ),
        _("Your paid period runs to {day}, then it renews for {price}.").format(
            day=_day(quote.preview.ends_at), price=per_interval(_amount(quote.price), quote.price.interval)
        ),
        _what_comes(plan.monthly, more=plan.monthly - membership.plan.monthly),
    ]
    if membership.ends_at_period_end:
        sentences.append(_("Your cancellation is taken back: it goes on renewing."))
    if membership.next_plan:
        dropped = _("The change to {plan} that was to come is dropped.")
        sentences.append(dropped.format(plan=membership.next_plan.name))
    return sentences


def _what_comes(monthly: int, *, more: int) -> str:
    if more <= 0:
        return _("{n} Connects go on coming every month, on the same day as now.").format(n=figure(monthly))
    return _(
        "{n} Connects come every month, and the {more} that are more for the present month come at once, unless"
        " this month had them before."
    ).format(n=figure(monthly), more=figure(more))


def _scheduling(quote: Quote, membership: Membership) -> list[str]:
    plan = quote.price.plan
    sentences = [
        _("Nothing is charged now. {plan} stays as it is to {day}: that is paid for.").format(
            plan=membership.plan.name, day=_day(membership.paid_until)
        ),
        _("From then on it is {plan} for {price}, with {n} Connects a month.").format(
            plan=plan.name,
            price=per_interval(_amount(quote.price), quote.price.interval),
            n=figure(plan.monthly),
        ),
        _("Connects that have come stay. Until that day you can take the change back."),
    ]
    if membership.ends_at_period_end:
        sentences.append(_("Your cancellation is taken back: it goes on renewing."))
    return sentences


def _welcome() -> int:
    return rewards().get("welcome", 0)


def _amount(price: PlanPrice) -> str:
    return format_money(price.price_minor, price.currency)


def _day(instant: datetime | None) -> str:
    return dates.long_day(instant) if instant else ""
