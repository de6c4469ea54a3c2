"""Another plan, or another interval: more comes now, less with the next period, and both are quoted before.

Stripe is asked outside any transaction; what it did is then read back like any other news.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext

from billing import gone, stripe_gateway
from billing.memberships import following, offers, site_clock
from billing.memberships.errors import NothingToChange, NotRunning, QuoteOutdated
from billing.memberships.rules import Coming, Standing, comes
from billing.models import Membership, PlanPrice, PlanTerms
from billing.stripe_gateway import Preview, Subscription
from common import clock

# A quote is for the instant at which it was made; after so long it is made anew.
QUOTE_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a change would mean. `preview` is what is charged now, none for what comes with the next period."""

    price: PlanPrice
    coming: Coming
    preview: Preview | None

    @property
    def is_now(self) -> bool:
        return self.coming is Coming.NOW

    @property
    def asked_at(self) -> int:
        """The instant that it is for, as the form carries it back."""
        return int(self.preview.at.timestamp()) if self.preview else 0


def quote(membership: Membership, *, plan: str, interval: str, asked_at: int = 0) -> Quote:
    """What going over to that plan would cost and when it would come; for an earlier instant when one is given.

    Raises PlanNotSold, NothingToChange, NotRunning, PayerGone, QuoteOutdated, PaymentsUnavailable, PaymentsRefused.
    """
    return _quote(*_ready(membership), plan, interval, asked_at)[0]


def change(membership: Membership, *, plan: str, interval: str, asked_at: int, due_minor: int) -> Membership:
    """Go over, for what was quoted. Raises what `quote` raises, and PaymentDeclined when it cannot be charged."""
    row, told = _ready(membership)
    quoted, price = _quote(row, told, plan, interval, asked_at)
    if quoted.preview is None:
        return _with_next_period(row, told, quoted.price, price)
    if quoted.preview.due_minor != due_minor:
        raise QuoteOutdated(gettext("What it costs has changed since you looked. Please look again."))
    if told.schedule:
        stripe_gateway.release(told.schedule, idempotency_key=f"release-{told.schedule}")
    stripe_gateway.change_price(
        told, price, at=quoted.preview.at, idempotency_key=f"change-{row.key}-{price}-{asked_at}"
    )
    return following.follow(row.pk)


def keep(membership: Membership) -> Membership:
    """Take back what was to come with the next period."""
    row, told = _ready(membership)
    if told.schedule:
        stripe_gateway.release(told.schedule, idempotency_key=f"release-{told.schedule}")
    return following.follow(row.pk)


def _with_next_period(row: Membership, told: Subscription, wanted: PlanPrice, price: str) -> Membership:
    if told.ends_at_period_end:
        stripe_gateway.end_at_period_end(told.id, ends=False, idempotency_key=f"go-on-{row.key}-{row.revision}")
    stripe_gateway.change_at_period_end(
        told,
        price,
        plan=wanted.plan.code,
        interval=wanted.interval,
        idempotency_key=f"next-{row.key}-{row.revision}-{wanted.plan.code}-{wanted.interval}",
    )
    return following.follow(row.pk)


def _ready(membership: Membership) -> tuple[Membership, Subscription]:
    """The membership as Stripe sees it this minute, running and paid."""
    site_clock.bring_stripe_along()
    row = following.follow(membership.pk)
    if row.status != Membership.Status.ACTIVE or not row.subscription_id or row.mismatch:
        raise NotRunning(gettext("Only a running membership that is paid can be changed."))
    gone.check_payer(row)
    return row, stripe_gateway.subscription(row.subscription_id)


def _quote(row: Membership, told: Subscription, plan: str, interval: str, asked_at: int) -> tuple[Quote, str]:
    present = PlanTerms.objects.get(plan=row.plan)
    wanted = offers.sold(plan, interval, for_agencies=present.for_agencies)
    coming = comes(Standing(present.rank, row.interval), Standing(wanted.plan.terms.rank, wanted.interval))
    if coming is Coming.NOT or (row.next_plan_id, row.next_interval) == (wanted.plan_id, wanted.interval):
        raise NothingToChange(gettext("It is that way already."))
    price = stripe_gateway.price_of(offers.at_stripe(wanted))
    if coming is Coming.PERIOD_END:
        return Quote(wanted, coming, None), price
    preview = stripe_gateway.preview_change(told, price, at=_instant(asked_at))
    return Quote(wanted, coming, preview), price


def _instant(asked_at: int) -> datetime:
    now = clock.now().replace(microsecond=0)
    if not asked_at:
        return now
    at = datetime.fromtimestamp(asked_at, UTC)
    if not now - QUOTE_LASTS <= at <= now:
        raise QuoteOutdated(gettext("What it costs was told too long ago. Please look again."))
    return at
