"""Refunds announced and not yet done. Read from the open settlements, so they show the moment a job ends."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from connects.causes import Cause, PendingRefund
from proposals import rules, wording
from proposals.models import Outcome, Proposal, Stage
from proposals.rules import Verdict

_FIELDS = (
    "pk",
    "paid",
    "stage",
    "withdrawn_at",
    "refund_policy_id",
    "refund_policy__cells",
    "ending__outcome",
    "ending__announced_at",
    "ending__due_at",
)


@dataclass(frozen=True, slots=True)
class Pending:
    """One proposal's announced refund."""

    proposal_id: int
    connects: int
    announced_at: datetime
    due_at: datetime
    verdict: Verdict
    policy_id: int

    @property
    def reason(self) -> str:
        return wording.reason(self.verdict)


@dataclass(frozen=True, slots=True)
class BoostBack:
    """What spent boosts of one proposal give back, and the row of the matrix that says so."""

    connects: int
    verdict: Verdict

    @property
    def row(self) -> str:
        return self.verdict.row


def of_wallet(wallet_id: int) -> list[PendingRefund]:
    """What is on its way back to one wallet, in one query."""
    return [
        PendingRefund(
            spend_reference=f"proposal:{each.proposal_id}",
            connects=each.connects,
            announced_at=each.announced_at,
            due_at=each.due_at,
            reason=each.reason,
            cause=f"proposal:{each.proposal_id}",
        )
        for each in _pending(Q(wallet_id=wallet_id)).values()
    ]


def of_proposals(ids: Collection[int]) -> dict[int, Pending]:
    """What is on its way back for each of these proposals, in one query."""
    return _pending(Q(pk__in=ids))


def causes(ids: Collection[int]) -> Mapping[int, Cause]:
    """How history writes "proposal:<id>"."""
    titles = Proposal.objects.filter(pk__in=ids).values_list("pk", "job__title")
    words = _("Proposal: {job}")
    return {pk: Cause(words.format(job=title), reverse("proposal_detail", args=[pk])) for pk, title in titles}


def _pending(which: Q) -> dict[int, Pending]:
    rows = (
        Proposal.objects.filter(which, refunded_at=None, paid__gt=0)
        .annotate(
            ending=FilteredRelation("job__settlements", condition=Q(job__settlements__settled_at=None)),
        )
        .filter(Q(ending__proposal=None) | Q(ending__proposal=F("pk")), ending__isnull=False)
        # The promise that comes first is the one that is kept.
        .order_by("-ending__due_at")
        .values_list(*_FIELDS, named=True)
    )
    return {row.pk: pending for row in rows if (pending := _read(row)).verdict.refunded}


def _read(row: Any) -> Pending:
    verdict = rules.refund_due(
        Outcome(row.ending__outcome),
        Stage(row.stage),
        withdrawn=row.withdrawn_at is not None,
        policy=row.refund_policy__cells,
    )
    return Pending(row.pk, row.paid, row.ending__announced_at, row.ending__due_at, verdict, row.refund_policy_id)
