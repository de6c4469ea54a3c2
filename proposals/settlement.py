"""Refunds after an ending: announced in one row when it happens, done by a sweep when due (PRODUCT 8).

Killed anywhere and run again, or run twice at once, each proposal is refunded once: its row says so, and the refund's
own reference would book nothing a second time. Locks: the settlement, its proposals, their wallets by ascending id.
"""

import logging
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.db.models import F, Q, QuerySet

from common import clock
from connects import services as connects
from jobs.models import Job, JobClosure, JobEnd
from proposals import boost_refunds, policy, rules, tell, wording
from proposals.models import Outcome, Proposal, Settlement, Stage
from proposals.rules import Verdict

log = logging.getLogger(__name__)
# Proposals refunded in one transaction: no wallet is locked for longer than these take.
_GROUP = 50
# A refund that failed is tried again after this long.
_PAUSE = timedelta(minutes=15)


class _Instants(TypedDict):
    announced_at: datetime
    due_at: datetime
    alarm_at: datetime
    try_at: datetime


def announce_job(job: Job, closure: JobClosure) -> Settlement:
    """Announce what a job's ending refunds: in the transaction that ends it, one row whatever the job's size."""
    outcome = rules.outcome_of(JobEnd(closure.end), after_hire=closure.after_hire)
    return Settlement.objects.create(job=job, closure=closure, outcome=outcome, **_instants(closure.at))


def announce_one(proposal: Proposal, outcome: Outcome) -> None:
    """Announce the refund of a single proposal, if the rules that it was sent under give one."""
    if proposal.paid and verdict_of(proposal, outcome).refunded:
        announce_many([proposal], outcome, at=clock.now())


def announce_many(proposals: list[Proposal], outcome: Outcome, *, at: datetime) -> None:
    """Announce refunds of single proposals that have been decided. One announced before is passed over."""
    instants = _instants(at)
    Settlement.objects.bulk_create(
        [Settlement(job_id=each.job_id, proposal=each, outcome=outcome, **instants) for each in proposals],
        ignore_conflicts=True,
    )


def settle_due(at: datetime) -> int:
    """Do every refund that is due. Returns how many were done."""
    due = Settlement.objects.filter(settled_at=None, try_at__lte=at).order_by("try_at", "id")
    return sum(settle(pk, at=at) for pk in due.values_list("pk", flat=True))


def next_due() -> datetime | None:
    """When the next announced refunds are to be done."""
    waiting = Settlement.objects.filter(settled_at=None).order_by("try_at")
    return waiting.values_list("try_at", flat=True).first()


def settle(pk: int, *, at: datetime) -> int:
    """Do the refunds of one settlement, a group a transaction. Returns how many were done here."""
    row = Settlement.objects.get(pk=pk)
    waiting = owed_by(row).select_related("job", "author", "refund_policy").order_by("wallet_id", "id")
    after, done, failed = Q(), 0, 0
    while True:
        with transaction.atomic():
            # Another sweeper at the same row is let alone; it goes on with the next group.
            if not _hold(pk):
                return done
            group = list(waiting.filter(after).select_for_update(of=("self",), no_key=True)[:_GROUP])
            if not group:
                failed += boost_refunds.give_back(row, at=at)
                _finish(pk, at, failed=failed)
                return done
            boosts = boost_refunds.owed_to(row, group, held=True)
            given, back = [], {}
            for each in group:
                if _refund(each, row, at=at):
                    given.append(each)
                    # Of the same wallet, which is locked by now: one notice says what came back.
                    if came := boost_refunds.refund(row, boosts.get(each.pk, []), at=at):
                        back[each.pk] = boost_refunds.told(came)
            _count(pk, given)
            tell.refunded(given, back)
        done, failed = done + len(given), failed + len(group) - len(given)
        last = group[-1]
        after = Q(wallet_id__gt=last.wallet_id) | Q(wallet_id=last.wallet_id, pk__gt=last.pk)


def owed_by(row: Settlement) -> QuerySet[Proposal]:
    """Proposals that this settlement refunds and that nothing has refunded yet."""
    # What has cost nothing was never spent.
    waiting = Proposal.objects.filter(refunded_at=None, paid__gt=0)
    if row.proposal_id is not None:
        return waiting.filter(pk=row.proposal_id)
    return waiting.filter(policy.refunded_by(Outcome(row.outcome)), job_id=row.job_id)


def verdict_of(proposal: Proposal, outcome: Outcome) -> Verdict:
    """What the rules that the proposal was sent under say when `outcome` happens now."""
    return rules.refund_due(
        outcome,
        Stage(proposal.stage),
        withdrawn=proposal.withdrawn_at is not None,
        policy=proposal.refund_policy.cells,
    )


def _instants(at: datetime) -> _Instants:
    due, alarm = policy.timing()
    return {"announced_at": at, "due_at": at + due, "alarm_at": at + alarm, "try_at": at + due}


def _hold(pk: int) -> bool:
    open_row = Settlement.objects.filter(pk=pk, settled_at=None)
    return open_row.select_for_update(no_key=True, skip_locked=True).first() is not None


def _refund(proposal: Proposal, row: Settlement, *, at: datetime) -> bool:
    """Give one proposal's Connects back. One that fails does not keep the others from theirs."""
    verdict = verdict_of(proposal, Outcome(row.outcome))
    try:
        with transaction.atomic():
            connects.refund(
                proposal.reference,
                reference=f"refund:{proposal.reference}",
                cause=proposal.reference,
                reason=wording.kept(verdict),
            )
            Proposal.objects.filter(pk=proposal.pk).update(refunded_at=at, refunded_for=verdict.outcome)
    except Exception:
        log.exception("Refund of proposal %s failed; it is tried again in %s", proposal.pk, _PAUSE)
        return False
    proposal.refunded_at, proposal.refunded_for = at, verdict.outcome
    return True


def _count(pk: int, given: list[Proposal]) -> None:
    paid = sum(each.paid for each in given)
    Settlement.objects.filter(pk=pk).update(refunds=F("refunds") + len(given), connects=F("connects") + paid)


def _finish(pk: int, at: datetime, *, failed: int) -> None:
    row = Settlement.objects.filter(pk=pk)
    row.update(try_at=at + _PAUSE) if failed else row.update(settled_at=at)
