"""What waits too long between us and Stripe: on the health page, the operators' first page, and by mail daily."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.models import Dispute, Membership, Purchase, Refund, StripeEvent
from common import clock
from common.numbers import figure
from common.reading import Words, read_by
from common.telling import News, tell_many

# An event is done within seconds and a refund is asked for at once; banks take up to ten working days.
EVENT_LATE, REFUND_UNASKED, REFUND_LATE = timedelta(minutes=15), timedelta(minutes=30), timedelta(days=15)
# Evidence that comes too late loses the dispute.
DISPUTE_DUE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Alarm:
    """So many of one kind that somebody must look at, how long the oldest has waited, and where they are."""

    title: Words
    count: int
    age: timedelta
    page: str
    query: str = ""

    @property
    def url(self) -> str:
        return reverse(f"admin:{self.page}_changelist") + self.query

    def __str__(self) -> str:
        return gettext("{title}: {count}, the oldest for {age}").format(
            title=self.title, count=figure(self.count), age=_so_long(self.age)
        )


def ringing() -> list[Alarm]:
    """Everything that waits too long now."""
    return [alarm for alarm in watched() if alarm.count]


def watched() -> list[Alarm]:
    """Every kind of thing that may ring, also when none does."""
    real, now = clock.real_now(), clock.now()
    events = StripeEvent.objects
    late = events.waiting().filter(received_at__lt=real - EVENT_LATE)
    unasked = Refund.objects.filter(status=Refund.Status.ASKED, created_at__lt=now - REFUND_UNASKED)
    slow = Refund.objects.filter(status=Refund.Status.PENDING, created_at__lt=now - REFUND_LATE)
    unanswered = to_answer(real)
    odd, strange = Purchase.objects.exclude(mismatch=""), Membership.objects.exclude(mismatch="")
    return [
        _alarm(_("Stripe events not processed"), late, "received_at", real, "billing_stripeevent", "?state=waiting"),
        _alarm(
            _("Stripe events in quarantine"),
            events.with_operator(),
            "received_at",
            real,
            "billing_stripeevent",
            "?state=quarantine",
        ),
        _alarm(_("Purchases that do not match"), odd, "created_at", now, "billing_purchase", "?mismatch__isempty=0"),
        _alarm(
            _("Memberships that do not match"),
            strange,
            "created_at",
            now,
            "billing_membership",
            "?mismatch__isempty=0",
        ),
        _alarm(
            _("Refunds Stripe has not taken"), unasked, "created_at", now, "billing_refund", "?status__exact=asked"
        ),
        _alarm(_("Refunds long under way"), slow, "created_at", now, "billing_refund", "?status__exact=pending"),
        _alarm(
            _("Disputes to answer within two days"), unanswered, "opened_at", real, "billing_dispute", "?answer=soon"
        ),
    ]


def to_answer(real: datetime) -> "QuerySet[Dispute]":
    """Disputes whose evidence is wanted soon; `real` is Stripe's time."""
    return Dispute.objects.filter(outcome="", status__endswith="needs_response", answer_by__lt=real + DISPUTE_DUE)


def raise_due(at: datetime) -> int:  # noqa: ARG001 - a sweep is told the site's instant; Stripe has its own
    """Tell every operator what rings, once a day. Returns how many things ring."""
    rings = ringing()
    if rings:
        day = clock.real_now().date()
        operators = User.objects.filter(is_staff=True, is_active=True)
        tell_many(_news(operator, rings, f"payments_wait:{day}") for operator in operators)
    return len(rings)


def next_due() -> None:
    """It only watches: nothing ever waits for it."""


def _news(operator: User, rings: list[Alarm], reference: str) -> News:
    link, context = rings[0].url, {"rings": rings}
    with read_by(operator):
        text = "; ".join(map(str, rings))
        return News(operator, "payments_wait", reference, text, link, template="payments_wait", context=context)


def _alarm(title: Words, rows: "QuerySet[Model]", field: str, now: datetime, page: str, query: str = "") -> Alarm:
    oldest = rows.order_by(field).values_list(field, flat=True).first()
    return Alarm(title, rows.count() if oldest else 0, now - oldest if oldest else timedelta(), page, query)


def _so_long(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 120:
        return gettext("{n} min").format(n=figure(minutes))
    if minutes < 2880:
        hours = minutes // 60
        return ngettext("{n} hour", "{n} hours", hours).format(n=figure(hours))
    days = minutes // 1440
    return ngettext("{n} day", "{n} days", days).format(n=figure(days))
