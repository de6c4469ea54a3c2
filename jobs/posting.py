"""Writing a job down: drafts, publication, edits. The price is promised at publication and never recomputed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Category, Skill, User
from accounts.trust import standing
from common import clock
from jobs import locking, moderation, record, wording
from jobs.errors import AlreadyFeaturing, JobEnded, JobIncomplete, MayNotFeature, NotYourJob
from jobs.featuring import may_feature
from jobs.models import CategoryDemand, CostPolicy, Job, JobPolicy, JobRevision, ScreeningQuestion, Status
from jobs.rules import Cost, JobFacts, connects_for
from jobs.signals import job_edited, job_published

MAX_QUESTIONS = 5


class Fields(TypedDict, total=False):
    """What a client may write. Budgets in minor units of USD; questions in the order in which they are asked."""

    title: str
    description: str
    category: Category | None
    skills: Sequence[Skill]
    questions: Sequence[str]
    budget_type: str
    fixed_minor: int | None
    hourly_from_minor: int | None
    hourly_to_minor: int | None
    level: str
    length: str
    featured: bool
    country: str


@transaction.atomic
def draft(client: User, **fields: Unpack[Fields]) -> Job:
    """A new job that only its client sees. It may be incomplete."""
    job = Job(client=client)
    job.save()
    _write(job, dict(fields))
    return job


@transaction.atomic
def publish(job: Job, *, by: User) -> Job:
    """Open a draft for proposals and fix what one costs. Raises NotYourJob, JobEnded, JobIncomplete, MayNotFeature,
    AlreadyFeaturing, NotAllowedNow (suspended or banned, perhaps a moment ago)."""
    _own(job, by)
    row = _lock(job)
    standing.check_may_act(by)
    if row.status != Status.DRAFT:
        raise JobEnded(job.pk)
    if missing := incomplete(row):
        raise JobIncomplete(missing)
    record.posted(by.pk)
    _check_featuring(row, by)
    _promise(row, price(row))
    now = clock.now()
    row.status, row.published_at = Status.OPEN, now
    row.expires_at = now + timedelta(days=JobPolicy.objects.get(pk=1).open_days)
    row.save()
    moderation.look(row)
    job_published.send(sender=Job, job=row)
    job.refresh_from_db()
    return job


@transaction.atomic
def edit(job: Job, *, by: User, **fields: Unpack[Fields]) -> JobRevision | None:
    """Change a draft, or a live job in what is not locked. Returns the revision that those who had sent proposals are
    shown; None when nothing visible changed. Raises NotYourJob, JobEnded, FieldLocked, JobIncomplete."""
    _own(job, by)
    row = _lock(job)
    if row.status == Status.DRAFT:
        _write(row, dict(fields))
        job.refresh_from_db()
        return None
    if not row.is_live:
        raise JobEnded(job.pk)
    locking.check(row, dict(fields))
    before = wording.facts(row)
    _set(row, dict(fields))
    if missing := incomplete(row):
        raise JobIncomplete(missing)
    _write(row, dict(fields))
    revision = _record(row, before)
    if revision is not None:
        moderation.look(row)
    job.refresh_from_db()
    return revision


@transaction.atomic
def discard(job: Job, *, by: User) -> None:
    """Throw a draft away. Raises NotYourJob, JobEnded."""
    _own(job, by)
    if not Job.objects.filter(pk=job.pk, status=Status.DRAFT).select_for_update().exists():
        raise JobEnded(job.pk)
    Job.objects.get(pk=job.pk).delete()


@transaction.atomic
def repost(job: Job, *, by: User) -> Job:
    """A new draft with the words of an ended job. Raises NotYourJob."""
    _own(job, by)
    return draft(
        by,
        title=job.title,
        description=job.description,
        category=job.category,
        skills=list(job.skills.all()),
        questions=[question.text for question in job.questions.all()],
        budget_type=job.budget_type,
        fixed_minor=job.fixed_minor,
        hourly_from_minor=job.hourly_from_minor,
        hourly_to_minor=job.hourly_to_minor,
        level=job.level,
        length=job.length,
        country=job.country,
    )


def price(job: Job) -> Cost:
    """What a proposal for this job would cost if it were published now."""
    facts = JobFacts(
        budget_type=job.budget_type,
        budget_minor=job.fixed_minor or job.hourly_to_minor or 0,
        level=job.level,
        featured=job.featured,
        in_demand=CategoryDemand.objects.filter(category=job.category, in_demand=True).exists(),
    )
    return connects_for(facts, CostPolicy.objects.get(pk=1))


def promised(job: Job) -> Cost:
    """The price of a published job with its parts, as promised at publication."""
    return Cost(
        basic=job.cost_basic,
        high_paying=job.cost_high_paying,
        premium=job.cost_premium,
        in_demand=job.cost_in_demand,
        total=job.cost,
        high_paying_from_minor=job.high_paying_from_minor,
    )


def incomplete(job: Job) -> dict[str, str]:
    """What publishing still needs, a sentence for each field. Empty when nothing is missing."""
    missing: dict[str, str] = {}
    if not job.title.strip():
        missing["title"] = _("Give the job a title.")
    if not job.description.strip():
        missing["description"] = _("Describe the work.")
    if job.category_id is None:
        missing["category"] = _("Choose a category.")
    return missing | locking.budget_problems(job)


def _write(job: Job, fields: dict[str, Any]) -> None:
    plain = _set(job, fields)
    if plain:
        job.save(update_fields=plain)
    if "skills" in fields:
        job.skills.set(fields["skills"])
    if "questions" in fields:
        _ask(job, fields["questions"])


def _set(job: Job, fields: dict[str, Any]) -> list[str]:
    """Put the job's own columns in place, unsaved. Returns their names."""
    plain = [name for name in fields if name not in ("skills", "questions")]
    for name in plain:
        setattr(job, name, fields[name])
    return plain


def _ask(job: Job, questions: Sequence[str]) -> None:
    asked = [text.strip() for text in questions if text.strip()][:MAX_QUESTIONS]
    if asked == [question.text for question in job.questions.all()]:
        return
    job.questions.all().delete()
    ScreeningQuestion.objects.bulk_create(
        ScreeningQuestion(job=job, position=place, text=text) for place, text in enumerate(asked, start=1)
    )


def _record(job: Job, before: dict[str, str]) -> JobRevision | None:
    after = wording.facts(job)
    changes = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    if not changes:
        return None
    job.edited_at = clock.now()
    job.save(update_fields=["edited_at"])
    revision = JobRevision.objects.create(job=job, at=job.edited_at, changes=changes)
    job_edited.send(sender=Job, job=job, revision=revision)
    return revision


def _promise(job: Job, cost: Cost) -> None:
    job.cost, job.cost_basic, job.cost_high_paying = cost.total, cost.basic, cost.high_paying
    job.cost_premium, job.cost_in_demand = cost.premium, cost.in_demand
    job.high_paying_from_minor = cost.high_paying_from_minor


def _check_featuring(job: Job, client: User) -> None:
    if not job.featured:
        return
    if not may_feature(client):
        raise MayNotFeature
    if Job.objects.live().filter(client=client, featured=True).exclude(pk=job.pk).exists():
        raise AlreadyFeaturing


def _lock(job: Job) -> Job:
    return Job.objects.select_for_update(no_key=True).get(pk=job.pk)


def _own(job: Job, by: User) -> None:
    if job.client_id != by.pk:
        raise NotYourJob(job.pk)
