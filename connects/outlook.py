"""What the clock does to wallets, in people's words: months begin, lots expire, people are told, invitations count."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.models import Notice
from common.numbers import figure
from common.outlook import Line, Outlook, of_admin, told
from connects import expiry_notices, periods, referrals
from connects.models import Kind, Lot, Referral, Transaction, Wallet


def _months_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    due = Wallet.objects.filter(periods.paid(), next_period_at__lte=until, plan__enabled=True, plan__monthly__gt=0)
    # What is in question waits for an operator.
    given = due.exclude(held_since__isnull=False, paid_until=None).select_related("person", "agency", "plan")
    return told(
        given,
        "next_period_at",
        one=lambda wallet: (
            gettext("A new month begins for {owner}: {connects} Connects").format(
                owner=_owner(wallet), connects=figure(wallet.plan.monthly)
            ),
            of_admin("connects_wallet", wallet.pk),
        ),
        many=lambda number, connects: gettext("A new month begins for {number} wallets: {connects} Connects").format(
            number=figure(number), connects=figure(connects)
        ),
        link=of_admin("connects_wallet"),
        add="plan__monthly",
    )


def _months_behind(since: datetime, until: datetime) -> list[Line]:
    given = _booked(Kind.GRANT, since, until).filter(reference__startswith="allowance:")
    return told(
        given,
        "effective_at",
        one=lambda row: (
            gettext("{owner} got the month's {connects} Connects").format(
                owner=_owner(row.wallet), connects=figure(row.amount)
            ),
            of_admin("connects_transaction", row.pk),
        ),
        many=lambda number, connects: gettext("{number} wallets got their month's Connects: {connects}").format(
            number=figure(number), connects=figure(connects)
        ),
        link=of_admin("connects_transaction", query="kind__exact=grant"),
        add="amount",
    )


def _lots_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    due = Lot.objects.filter(remaining__gt=0, expires_at__lte=until).select_related("wallet__person", "wallet__agency")
    return told(
        due,
        "expires_at",
        one=lambda lot: (
            ngettext(
                "{number} Connect of {owner} expires", "{number} Connects of {owner} expire", lot.remaining
            ).format(number=figure(lot.remaining), owner=_owner(lot.wallet)),
            of_admin("connects_lot", lot.pk),
        ),
        many=lambda number, connects: gettext("{number} lots expire: {connects} Connects").format(
            number=figure(number), connects=figure(connects)
        ),
        link=of_admin("connects_lot"),
        add="remaining",
    )


def _lots_behind(since: datetime, until: datetime) -> list[Line]:
    return told(
        _booked(Kind.EXPIRE, since, until),
        "effective_at",
        one=lambda row: (
            ngettext(
                "{number} Connect of {owner} expired", "{number} Connects of {owner} expired", -row.amount
            ).format(number=figure(-row.amount), owner=_owner(row.wallet)),
            of_admin("connects_transaction", row.pk),
        ),
        many=lambda number, connects: gettext("{number} lots expired: {connects} Connects").format(
            number=figure(number), connects=figure(-connects)
        ),
        link=of_admin("connects_transaction", query="kind__exact=expire"),
        add="amount",
    )


def _warnings_ahead(now: datetime, until: datetime) -> list[Line]:
    steps = {}
    for days, reached in expiry_notices.how_far().items():
        after = max(now + timedelta(days=days), reached or now)
        known_before = Q(issued_at__lt=F("expires_at") - timedelta(days=days))
        steps[days] = Q(expires_at__gt=after, expires_at__lte=until + timedelta(days=days)) & known_before
    lots = Lot.objects.filter(remaining__gt=0).filter(_heard())
    found = lots.aggregate(
        **{f"number_{days}": Count("pk", filter=step) for days, step in steps.items()},
        **{f"first_{days}": Min("expires_at", filter=step) for days, step in steps.items()},
    )
    firsts = [found[f"first_{days}"] - timedelta(days=days) for days in steps if found[f"first_{days}"]]
    number = sum(found[f"number_{days}"] for days in steps)
    if not firsts:
        return []
    words = ngettext(
        "{number} warning that Connects expire soon", "{number} warnings that Connects expire soon", number
    )
    return [Line(min(firsts), words.format(number=figure(number)), of_admin("common_notice"), number)]


def _warnings_behind(since: datetime, until: datetime) -> list[Line]:
    given = Notice.objects.filter(kind="expiring", created_at__gte=since, created_at__lte=until)
    return told(
        given.select_related("person"),
        "created_at",
        one=lambda notice: (
            gettext("{person} was told: {words}").format(person=notice.person, words=notice.text),
            of_admin("common_notice", notice.pk),
        ),
        many=lambda number, _: gettext("{number} warnings that Connects expire soon").format(number=figure(number)),
        link=of_admin("common_notice"),
    )


def _heard() -> Q:
    """Lots of somebody who is there to be told."""
    owner = Q(wallet__agency__memberships__role="owner", wallet__agency__memberships__person__is_active=True)
    return Q(wallet__person__is_active=True) | owner


def _invitations_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    if not referrals.policy().enabled:
        return []
    due = Referral.objects.filter(state=Referral.State.WAITING, due_at__lte=until)
    return told(
        due.select_related("referrer", "newcomer"),
        "due_at",
        one=lambda row: (
            gettext("It is decided whether the invitation of {newcomer} by {referrer} counts").format(
                newcomer=row.newcomer, referrer=row.referrer
            ),
            of_admin("connects_referral", row.pk),
        ),
        many=lambda number, _: gettext("{number} invitations are decided").format(number=figure(number)),
        link=of_admin("connects_referral"),
    )


def _invitations_behind(since: datetime, until: datetime) -> list[Line]:
    decided = Referral.objects.filter(decided_at__gte=since, decided_at__lte=until)
    return told(
        decided.select_related("referrer", "newcomer"),
        "decided_at",
        one=lambda row: (
            gettext("The invitation of {newcomer} by {referrer}: {state}").format(
                newcomer=row.newcomer, referrer=row.referrer, state=row.get_state_display()
            ),
            of_admin("connects_referral", row.pk),
        ),
        many=lambda number, _: gettext("{number} invitations were decided").format(number=figure(number)),
        link=of_admin("connects_referral"),
    )


def _booked(kind: str, since: datetime, until: datetime) -> QuerySet[Transaction]:
    booked = Transaction.objects.filter(kind=kind, effective_at__gte=since, effective_at__lte=until)
    return booked.select_related("wallet__person", "wallet__agency")


def _owner(wallet: Wallet) -> str:
    return str(wallet.person or wallet.agency)


MONTHS = Outlook(
    "months",
    gettext_lazy("Months that begin"),
    _months_ahead,
    _months_behind,
    unless=gettext_lazy("A plan ended or was changed before, or its next month was not paid for."),
)
LOTS = Outlook(
    "lots",
    gettext_lazy("Lots that expire"),
    _lots_ahead,
    _lots_behind,
    unless=gettext_lazy("What was spent before, on a week of a badge for example, does not expire."),
)
WARNINGS = Outlook(
    "warnings",
    gettext_lazy("Warnings that Connects expire soon"),
    _warnings_ahead,
    _warnings_behind,
    unless=gettext_lazy("Connects were spent before, or somebody wants no such notices."),
)
INVITATIONS = Outlook(
    "invitations",
    gettext_lazy("Invitations to be decided"),
    _invitations_ahead,
    _invitations_behind,
    unless=gettext_lazy("A purchase was refunded, or the newcomer is being looked at by operators."),
)
