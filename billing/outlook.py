"""What the clock does to paid plans, in people's words: they renew, fail to, come to the end of grace, or end."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy

from billing.models import Invoice, Membership, MembershipPolicy
from common.money import format_money
from common.numbers import figure
from common.outlook import Line, Outlook, of_admin, told

_ENDS = Q(ends_at_period_end=True) | Q(interval="")


def _renewals_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    due = _running(until).filter(status=Membership.Status.ACTIVE).exclude(_ENDS)
    return told(
        due,
        "paid_until",
        one=lambda row: (
            gettext("{plan} of {owner} renews: {price}").format(
                plan=row.plan, owner=_owner(row), price=format_money(row.price_minor, row.currency)
            ),
            of_admin("billing_membership", row.pk),
        ),
        many=lambda number, _: gettext("{number} memberships renew").format(number=figure(number)),
        link=of_admin("billing_membership", query="status__exact=active"),
    )


def _renewals_behind(since: datetime, until: datetime) -> list[Line]:
    renewed = Invoice.objects.filter(why="subscription_cycle", paid_at__gte=since, paid_at__lte=until)
    return told(
        renewed.select_related("plan", "membership__wallet__person", "membership__wallet__agency"),
        "paid_at",
        one=lambda row: (
            gettext("{plan} of {owner} renewed: {price}").format(
                plan=row.plan,
                owner=_owner(row.membership),
                price=format_money(row.amount_minor, row.currency),
            ),
            of_admin("billing_invoice", row.pk),
        ),
        many=lambda number, _: gettext("{number} memberships renewed").format(number=figure(number)),
        link=of_admin("billing_invoice"),
    )


def _failures_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - a card tells nobody before
    return []


def _failures_behind(since: datetime, until: datetime) -> list[Line]:
    failed = Membership.objects.filter(past_due_since__gte=since, past_due_since__lte=until)
    return told(
        _with_names(failed),
        "past_due_since",
        one=lambda row: (
            gettext("The renewal of {plan} of {owner} failed: the card was declined").format(
                plan=row.plan, owner=_owner(row)
            ),
            of_admin("billing_membership", row.pk),
        ),
        many=lambda number, _: gettext("{number} renewals failed").format(number=figure(number)),
        link=of_admin("billing_membership", query="status__exact=past_due"),
    )


def _graces_ahead(now: datetime, until: datetime) -> list[Line]:
    return _graces(now, until, gettext_lazy("The days of grace end: {plan} of {owner} rests until it is paid"))


def _graces_behind(since: datetime, until: datetime) -> list[Line]:
    return _graces(since, until, gettext_lazy("The days of grace ended: {plan} of {owner} rests until it is paid"))


def _graces(after: datetime, until: datetime, words: object) -> list[Line]:
    grace = MembershipPolicy.objects.get(pk=1).grace
    late = Membership.objects.filter(
        status=Membership.Status.PAST_DUE, past_due_since__gt=after - grace, past_due_since__lte=until - grace
    )
    return told(
        _with_names(late),
        "past_due_since",
        later=grace,
        one=lambda row: (
            str(words).format(plan=row.plan, owner=_owner(row)),
            of_admin("billing_membership", row.pk),
        ),
        many=lambda number, _: gettext("Days of grace that end: {number} memberships").format(number=figure(number)),
        link=of_admin("billing_membership", query="status__exact=past_due"),
    )


def _ends_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    return told(
        _running(until).filter(_ENDS),
        "paid_until",
        one=lambda row: (
            gettext("{plan} of {owner} ends").format(plan=row.plan, owner=_owner(row)),
            of_admin("billing_membership", row.pk),
        ),
        many=lambda number, _: gettext("{number} memberships end").format(number=figure(number)),
        link=of_admin("billing_membership"),
    )


def _ends_behind(since: datetime, until: datetime) -> list[Line]:
    ended = Membership.objects.filter(ended_at__gte=since, ended_at__lte=until)
    return told(
        _with_names(ended),
        "ended_at",
        one=lambda row: (
            gettext("{plan} of {owner} ended. {why}").format(plan=row.plan, owner=_owner(row), why=row.ended_because),
            of_admin("billing_membership", row.pk),
        ),
        many=lambda number, _: gettext("{number} memberships ended").format(number=figure(number)),
        link=of_admin("billing_membership", query="status__exact=ended"),
    )


def _running(until: datetime) -> QuerySet[Membership]:
    return _with_names(Membership.objects.running().filter(paid_until__lte=until, mismatch=""))


def _with_names(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return rows.select_related("plan", "wallet__person", "wallet__agency")


def _owner(row: Membership) -> str:
    return str(row.wallet.person or row.wallet.agency)


RENEWALS = Outlook(
    "renewals",
    gettext_lazy("Memberships that renew"),
    _renewals_ahead,
    _renewals_behind,
    unless=gettext_lazy("A card was declined, or somebody cancelled before."),
)
FAILURES = Outlook("failures", gettext_lazy("Renewals that fail"), _failures_ahead, _failures_behind)
GRACES = Outlook(
    "graces",
    gettext_lazy("Days of grace that end"),
    _graces_ahead,
    _graces_behind,
    unless=gettext_lazy("The renewal was paid after all, or Stripe ended it before."),
)
ENDS = Outlook(
    "ends",
    gettext_lazy("Memberships that end"),
    _ends_ahead,
    _ends_behind,
    unless=gettext_lazy("Somebody took the cancelling back, or the contract was made longer."),
)
