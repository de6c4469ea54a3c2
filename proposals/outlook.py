"""What the clock does to proposals, in people's words: auctions close, refunds come, offers lapse, reviews show."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.numbers import figure
from common.outlook import Line, Outlook, of_admin, told
from proposals import policy, unopened
from proposals.models import BoostAuction, Contract, Offer, Outcome, Proposal, Settlement


def _auctions_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    due = BoostAuction.objects.filter(closed_at=None, closes_at__lte=until).select_related("job")
    return told(
        due.annotate(bids=Count("boosts")),
        "closes_at",
        one=lambda row: (
            ngettext(
                "The boost auction for “{job}” closes, after {bids} bid",
                "The boost auction for “{job}” closes, after {bids} bids",
                row.bids,
            ).format(job=row.job.title, bids=figure(row.bids)),
            of_admin("proposals_boostauction", row.pk),
        ),
        many=lambda number, _: gettext("{number} boost auctions close").format(number=figure(number)),
        link=of_admin("proposals_boostauction", query="closed_at__isempty=1"),
    )


def _auctions_behind(since: datetime, until: datetime) -> list[Line]:
    closed = BoostAuction.objects.filter(closed_at__gte=since, closed_at__lte=until).select_related("job")
    return told(
        closed,
        "closed_at",
        one=lambda row: (
            gettext("The boost auction for “{job}” closed ({why})").format(
                job=row.job.title, why=row.get_ending_display()
            ),
            of_admin("proposals_boostauction", row.pk),
        ),
        many=lambda number, _: gettext("{number} boost auctions closed").format(number=figure(number)),
        link=of_admin("proposals_boostauction", query="closed_at__isempty=0"),
    )


def _refunds_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    return told(
        Settlement.objects.filter(_owes(), settled_at=None, try_at__lte=until).select_related("job"),
        "try_at",
        one=lambda row: (
            gettext("Refunds come due: “{job}” ({outcome})").format(
                job=row.job.title, outcome=row.get_outcome_display()
            ),
            of_admin("proposals_settlement", row.pk),
        ),
        many=lambda number, _: gettext("Refunds of {number} jobs and proposals come due").format(
            number=figure(number)
        ),
        link=of_admin("proposals_settlement", query="settled_at__isempty=1"),
    )


def _refunds_behind(since: datetime, until: datetime) -> list[Line]:
    return told(
        Settlement.objects.filter(refunds__gt=0, settled_at__gte=since, settled_at__lte=until).select_related("job"),
        "settled_at",
        one=lambda row: (
            ngettext(
                "“{job}”: {number} proposal refunded, {connects} Connects",
                "“{job}”: {number} proposals refunded, {connects} Connects",
                row.refunds,
            ).format(job=row.job.title, number=figure(row.refunds), connects=figure(row.connects)),
            of_admin("proposals_settlement", row.pk),
        ),
        many=lambda number, connects: gettext(
            "Refunds of {number} jobs and proposals were done: {connects} Connects"
        ).format(number=figure(number), connects=figure(connects)),
        link=of_admin("proposals_settlement", query="settled_at__isempty=0"),
        add="connects",
    )


def _owes() -> Q:
    """Endings after which somebody still gets something back; after many nobody does."""
    unpaid = Proposal.objects.filter(refunded_at=None, paid__gt=0)
    whole = Q(proposal__refunded_at=None, proposal__paid__gt=0)
    for outcome in Outcome:
        owed = unpaid.filter(policy.refunded_by(outcome), job=OuterRef("job"))
        whole |= Q(Exists(owed), proposal=None, outcome=outcome)
    return whole


def _unopened_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    return [
        line
        for version, days in policy.dated_rules()
        for line in told(
            unopened.waiting(version).filter(sent_at__lte=until - timedelta(days=days)).select_related("job"),
            "sent_at",
            later=timedelta(days=days),
            one=lambda proposal: (
                gettext("A proposal for “{job}” was left unopened: its refund is announced").format(
                    job=proposal.job.title
                ),
                of_admin("proposals_proposal", proposal.pk),
            ),
            many=lambda number, _: gettext("Refunds of {number} proposals left unopened are announced").format(
                number=figure(number)
            ),
            link=of_admin("proposals_proposal"),
        )
    ]


def _unopened_behind(since: datetime, until: datetime) -> list[Line]:
    announced = Settlement.objects.filter(
        outcome=Outcome.NEVER_VIEWED, announced_at__gte=since, announced_at__lte=until
    )
    return told(
        announced.select_related("job"),
        "announced_at",
        one=lambda row: (
            gettext("The refund of a proposal for “{job}” that was left unopened was announced").format(
                job=row.job.title
            ),
            of_admin("proposals_settlement", row.pk),
        ),
        many=lambda number, _: gettext("Refunds of {number} proposals left unopened were announced").format(
            number=figure(number)
        ),
        link=of_admin("proposals_settlement", query="outcome__exact=never_viewed"),
    )


def _offers_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    return told(
        Offer.objects.open().filter(lapses_at__lte=until).select_related("proposal__author"),
        "lapses_at",
        one=lambda row: (
            gettext("The offer to {person} lapses: “{title}”").format(person=row.proposal.author, title=row.title),
            of_admin("proposals_offer", row.pk),
        ),
        many=lambda number, _: gettext("{number} offers lapse").format(number=figure(number)),
        link=of_admin("proposals_offer", query="status__exact=open"),
    )


def _offers_behind(since: datetime, until: datetime) -> list[Line]:
    lapsed = Offer.objects.filter(status=Offer.Status.LAPSED, answered_at__gte=since, answered_at__lte=until)
    return told(
        lapsed.select_related("proposal__author"),
        "answered_at",
        one=lambda row: (
            gettext("The offer to {person} lapsed: “{title}”").format(person=row.proposal.author, title=row.title),
            of_admin("proposals_offer", row.pk),
        ),
        many=lambda number, _: gettext("{number} offers lapsed").format(number=figure(number)),
        link=of_admin("proposals_offer", query="status__exact=lapsed"),
    )


def _reviews_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    due = Contract.objects.filter(reviews_shown_at=None, reviews_due_at__lte=until)
    return told(
        due.select_related("proposal__job"),
        "reviews_due_at",
        one=lambda row: (
            gettext("The days for reviews of “{job}” are over: what was written is shown").format(
                job=row.proposal.job.title
            ),
            of_admin("proposals_contract", row.pk),
        ),
        many=lambda number, _: gettext("The days for reviews of {number} contracts are over").format(
            number=figure(number)
        ),
        link=of_admin("proposals_contract"),
    )


def _reviews_behind(since: datetime, until: datetime) -> list[Line]:
    shown = Contract.objects.filter(reviews_shown_at__gte=since, reviews_shown_at__lte=until)
    return told(
        shown.select_related("proposal__job").annotate(written=Count("reviews")),
        "reviews_shown_at",
        one=lambda row: (
            ngettext(
                "“{job}”: {number} review is shown now", "“{job}”: {number} reviews are shown now", row.written
            ).format(job=row.proposal.job.title, number=figure(row.written)),
            of_admin("proposals_contract", row.pk),
        ),
        many=lambda number, _: gettext("Reviews of {number} contracts are shown now").format(number=figure(number)),
        link=of_admin("proposals_review"),
    )


AUCTIONS = Outlook(
    "auctions",
    gettext_lazy("Boost auctions that close"),
    _auctions_ahead,
    _auctions_behind,
    unless=gettext_lazy("It closed before: somebody was hired, or the job ended."),
)
REFUNDS = Outlook(
    "refunds",
    gettext_lazy("Refunds that come due"),
    _refunds_ahead,
    _refunds_behind,
    unless=gettext_lazy("A refund failed and is tried again a little later."),
)
UNOPENED = Outlook(
    "unopened",
    gettext_lazy("Proposals left unopened"),
    _unopened_ahead,
    _unopened_behind,
    unless=gettext_lazy("A client opened it, or the job ended before."),
)
OFFERS = Outlook(
    "offers",
    gettext_lazy("Offers that lapse"),
    _offers_ahead,
    _offers_behind,
    unless=gettext_lazy("It was answered or taken back before, or its job ended."),
)
REVIEWS = Outlook(
    "reviews",
    gettext_lazy("Contracts whose days for reviews are over"),
    _reviews_ahead,
    _reviews_behind,
)
