"""What operators decide of a case: remove, warn or keep; once, whoever else is deciding at that moment.

Lock order: the thing (a job that is removed), then its case. Whoever comes second undoes everything of theirs.
"""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.signals import report_upheld
from accounts.trust import news, registry
from accounts.trust.errors import JudgedAlready, NotRemovable, NotReversible
from accounts.trust.models import Case, CaseEvent
from common import clock

Verdict = Case.Verdict


@transaction.atomic
def remove(case: Case, *, by: User, why: str, violation: str, said: str = "") -> Case:
    """Take the thing down; its room does what follows from that. Raises NotRemovable, JudgedAlready."""
    kind = registry.named(case.kind)
    if kind is None or kind.remove is None:
        raise NotRemovable
    kind.remove(case.object_id, by, violation, why)
    return _judge(case, Verdict.REMOVED, by, why, said)


@transaction.atomic
def warn(case: Case, *, by: User, why: str, said: str) -> Case:
    """The thing stays; its owner reads what was wrong with it. Raises JudgedAlready."""
    return _judge(case, Verdict.WARNED, by, why, said)


@transaction.atomic
def keep(case: Case, *, by: User, why: str) -> Case:
    """Nothing is wrong with it; its owner is not troubled. Raises JudgedAlready."""
    return _judge(case, Verdict.KEPT, by, why, "")


@transaction.atomic
def reopen(case: Case, *, by: User, why: str) -> Case:
    """Look at it again after all, unless a newer case of the same thing waits. Raises NotReversible."""
    newer = Case.objects.open().filter(kind=case.kind, object_id=case.object_id)
    kept = Case.objects.filter(pk=case.pk, verdict=Verdict.KEPT)
    if newer.exists() or not _waits_again(kept):
        raise NotReversible
    CaseEvent.objects.create(case=case, what="reopened", by=by, why=why)
    case.refresh_from_db()
    return case


def _judge(case: Case, verdict: Case.Verdict, by: User, why: str, said: str) -> Case:
    if not _take(case, verdict=verdict, judged_at=clock.now(), judged_by=by, why=why[:300], said=said.strip()[:500]):
        raise JudgedAlready
    case.refresh_from_db()
    event = CaseEvent.objects.create(case=case, what=verdict, by=by, why=why[:300])
    kind = registry.named(case.kind)
    if verdict in Case.UPHELD and case.reports_count and kind and kind.against_freelancer:
        report_upheld.send(Case, person=case.owner)
    news.judged(case, event)
    return case


def _waits_again(kept: QuerySet[Case]) -> bool:
    """False when another case of the same thing is opened this very moment: the database lets no second one wait."""
    try:
        with transaction.atomic():
            return bool(kept.update(verdict=Verdict.OPEN, judged_at=None, judged_by=None, why="", said=""))
    except IntegrityError:
        return False


def _take(case: Case, **verdict: object) -> int:
    """Ask and take in one statement: of two operators one finds it open."""
    return Case.objects.open().filter(pk=case.pk).update(**verdict)
