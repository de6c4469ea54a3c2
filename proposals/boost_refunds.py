"""Boosts already spent come back when the job is removed: a row of the matrix, settled with the proposals' refunds."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from connects import services as connects
from connects.causes import Cause, PendingRefund
from jobs.models import Job
from proposals import boost_telling, rules, wording
from proposals.models import Boost, Outcome, Proposal, Settlement, Stage
from proposals.pending import BoostBack
from proposals.rules import Verdict

log = logging.getLogger(__name__)


def verdict_of(boost: Boost) -> Verdict:
    """What the rules that its proposal was sent under say of a spent boost when the job is removed."""
    proposal = boost.proposal
    return rules.refund_due(
        Outcome.BOOST_SPENT,
        Stage(proposal.stage),
        withdrawn=proposal.withdrawn_at is not None,
        policy=proposal.refund_policy.cells,
    )


def owed_by(row: Settlement) -> list[Boost]:
    """Spent boosts that this settlement refunds and nothing has refunded yet, in the order of their wallets."""
    spent = _spent().filter(auction__job=row.job_id).order_by("wallet_id", "id") if _gives(row) else ()
    return [each for each in spent if verdict_of(each).refunded]


def removed_would_return(job: Job) -> list[Boost]:
    """Spent boosts that a removal of the job would give back."""
    return [each for each in _spent().filter(auction__job=job) if verdict_of(each).refunded]


def owed_to(row: Settlement, proposals: Collection[Proposal], *, held: bool = False) -> dict[int, list[Boost]]:
    """The same for some proposals, by their number; `held` until the transaction ends, so that support waits."""
    spent = list(_spent().filter(proposal__in=proposals).order_by("id")) if _gives(row) else []
    owed = [each for each in spent if verdict_of(each).refunded]
    found: dict[int, list[Boost]] = {}
    for each in _held(owed) if held else owed:
        found.setdefault(each.proposal_id, []).append(each)
    return found


def announced(row: Settlement, proposals: Collection[Proposal]) -> dict[int, BoostBack]:
    """How much of it is told with the ending, by the number of the proposal."""
    return {pk: told(boosts) for pk, boosts in owed_to(row, proposals).items()}


def told(boosts: Sequence[Boost]) -> BoostBack:
    """Boosts of one proposal as its notice names them. Raises IndexError when there are none."""
    return BoostBack(sum(each.connects for each in boosts), verdict_of(boosts[0]))


def give_back(row: Settlement, *, at: datetime) -> int:
    """Refund what is still owed, in the transaction that finishes the settlement. Returns how many failed.

    A boost came back with its proposal where that was refunded; here are those that come back alone.
    """
    owed = _held(owed_by(row))
    for each in (given := refund(row, owed, at=at)):
        boost_telling.refunded(each, verdict_of(each))
    return len(owed) - len(given)


def refund(row: Settlement, boosts: Sequence[Boost], *, at: datetime) -> list[Boost]:
    """Refund these, and count them. Returns those that came back; the others are tried again."""
    given = [each for each in boosts if _refund(each, at)]
    if given:
        back = sum(each.connects for each in given)
        Settlement.objects.filter(pk=row.pk).update(connects=F("connects") + back)
    return given


def of_wallet(wallet_id: int) -> list[PendingRefund]:
    """Boosts on their way back to one wallet."""
    return [_pending(each) for each in _awaiting().filter(wallet=wallet_id) if verdict_of(each).refunded]


def pending_of(boosts: Collection[Boost]) -> dict[int, PendingRefund]:
    """The same for some boosts, by their number."""
    spent = [each.pk for each in boosts if each.state == Boost.State.SPENT and each.refunded_at is None]
    waiting = _awaiting().filter(pk__in=spent) if spent else []
    return {each.pk: _pending(each) for each in waiting if verdict_of(each).refunded}


def causes(ids: Collection[int]) -> Mapping[int, Cause]:
    """How history writes "boost:<id>"."""
    rows = Boost.objects.filter(pk__in=ids).values_list("pk", "proposal_id", "proposal__job__title")
    words = _("Boost: {job}")
    return {pk: Cause(words.format(job=title), reverse("proposal_detail", args=[of])) for pk, of, title in rows}


def _gives(row: Settlement) -> bool:
    return row.closure_id is not None and row.outcome == Outcome.REMOVED


def _spent() -> QuerySet[Boost]:
    rows = Boost.objects.filter(state=Boost.State.SPENT, refunded_at=None)
    return rows.select_related("proposal__refund_policy", "proposal__job", "proposal__author", "proposal__agency")


def _awaiting() -> QuerySet[Boost]:
    ending = "auction__job__settlements"
    open_removal = {f"{ending}__settled_at": None, f"{ending}__outcome": Outcome.REMOVED, f"{ending}__proposal": None}
    return (
        _spent()
        .filter(**open_removal, **{f"{ending}__isnull": False})
        .annotate(announced_at=F(f"{ending}__announced_at"), due_at=F(f"{ending}__due_at"))
    )


def _held(boosts: list[Boost]) -> list[Boost]:
    """Those that nobody has given back meanwhile, and that support leaves alone until this transaction ends."""
    rows = Boost.objects.filter(pk__in=[each.pk for each in boosts], refunded_at=None)
    still = set(rows.select_for_update(no_key=True).values_list("pk", flat=True)) if boosts else set()
    return [each for each in boosts if each.pk in still]


def _pending(boost: Boost) -> PendingRefund:
    return PendingRefund(
        spend_reference=boost.reference,
        connects=boost.connects,
        announced_at=boost.announced_at,  # type: ignore[attr-defined]
        due_at=boost.due_at,  # type: ignore[attr-defined]
        reason=wording.reason(verdict_of(boost)),
        cause=boost.reference,
    )


def _refund(boost: Boost, at: datetime) -> bool:
    try:
        with transaction.atomic():
            connects.refund_hold(boost.reference, reason=wording.kept(verdict_of(boost)))
            Boost.objects.filter(pk=boost.pk).update(refunded_at=at)
    except Exception:
        log.exception("Refund of boost %s failed; it is tried again", boost.pk)
        return False
    return True
