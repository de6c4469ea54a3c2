"""What an act on a membership will mean, in sentences to be read before it."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from billing.memberships.changes import Quote
from billing.memberships.holders import Holder
from billing.models import Membership, PlanPrice
from common.money import format_money
from connects.rewards import rewards


def before_starting(price: PlanPrice, holder: Holder) -> list[str]:
    plan, amount = price.plan, _amount(price)
    sentences = [
        f"You pay {amount} on Stripe's page now, and {amount} every {price.interval} from then on, until you cancel.",
        (
            f"{plan.monthly} Connects come at once, and {plan.monthly} more every month."
            f" They roll over: each month's live {plan.lives_days} days."
        ),
    ]
    if bonus := _welcome():
        sentences.append(f"With the first membership of a wallet come {bonus} Connects as a welcome.")
    if percent := plan.terms.discount_percent:
        sentences.append(f"Packages of Connects cost {percent} % less.")
    if not holder.is_agency:
        sentences.append("The monthly perk of Basic pauses meanwhile, and comes again afterwards.")
    return [*sentences, "Cancel whenever you like: what is paid for stays to its end."]


def before_changing(quote: Quote, membership: Membership) -> list[str]:
    return _upgrading(quote, membership) if quote.is_now else _scheduling(quote, membership)


def before_cancelling(membership: Membership, holder: Holder) -> list[str]:
    after = f"{holder.name} has no plan then" if holder.is_agency else "You are on Basic then"
    if membership.past_due_since:
        return [
            f"{membership.plan.name} ends at once, and the failed payment is not tried again.",
            f"{after}. The Connects that it brought stay until they expire.",
        ]
    sentences = [
        (
            f"{membership.plan.name} goes on to {_day(membership.paid_until)}. Until then nothing changes,"
            " the monthly Connects come as ever."
        ),
        f"Then it ends. Nothing more is charged. {after}.",
        "The Connects that it brought stay until they expire, each lot on its own day.",
    ]
    if membership.next_plan:
        sentences.append(f"The change to {membership.next_plan.name} is dropped.")
    return sentences


def before_resuming(membership: Membership) -> str:
    """The sentence beside the button that takes a cancellation back."""
    return (
        f"Nothing is charged now. {membership.plan.name} then renews on {_day(membership.paid_until)}"
        f" for {format_money(membership.price_minor, membership.currency)}, as before."
    )


def _upgrading(quote: Quote, membership: Membership) -> list[str]:
    assert quote.preview is not None
    plan, amount = quote.price.plan, _amount(quote.price)
    more = plan.monthly - membership.plan.monthly
    sentences = [
        f"{format_money(quote.preview.due_minor, quote.preview.currency)} is charged now, to the card on file.",
        (
            f"Your paid period runs to {_day(quote.preview.ends_at)}, then it renews for {amount}"
            f" a {quote.price.interval}."
        ),
    ]
    if more > 0:
        sentences.append(
            f"{plan.monthly} Connects come every month, and the {more} that are more for the present month come at"
            " once, unless this month had them before."
        )
    else:
        sentences.append(f"{plan.monthly} Connects go on coming every month, on the same day as now.")
    if membership.ends_at_period_end:
        sentences.append("Your cancellation is taken back: it goes on renewing.")
    if membership.next_plan:
        sentences.append(f"The change to {membership.next_plan.name} that was to come is dropped.")
    return sentences


def _scheduling(quote: Quote, membership: Membership) -> list[str]:
    plan = quote.price.plan
    sentences = [
        (
            f"Nothing is charged now. {membership.plan.name} stays as it is to {_day(membership.paid_until)}:"
            " that is paid for."
        ),
        (
            f"From then on it is {plan.name} for {_amount(quote.price)} a {quote.price.interval},"
            f" with {plan.monthly} Connects a month."
        ),
        "Connects that have come stay. Until that day you can take the change back.",
    ]
    if membership.ends_at_period_end:
        sentences.append("Your cancellation is taken back: it goes on renewing.")
    return sentences


def _welcome() -> int:
    return rewards().get("welcome", 0)


def _amount(price: PlanPrice) -> str:
    return format_money(price.price_minor, price.currency)


def _day(instant: datetime | None) -> str:
    return date_format(timezone.localtime(instant), "j F Y") if instant else ""
