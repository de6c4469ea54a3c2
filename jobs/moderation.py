"""Jobs as operators judge them: how one is reported, what stands beside its case, what the site notices by itself.

A notice by the site is a flag for a person to look at, never a punishment.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ClientProfile, User
from accounts.rules import hire_rate
from accounts.trust import contact_rules, registry, reporting
from accounts.trust.errors import ViolationNeeded
from accounts.trust.models import Case, Flag
from accounts.trust.registry import Section, Thing
from common import dates
from common.numbers import figure
from common.reading import Words, read_by
from common.telling import News, tell
from jobs import effects, likeness, wording
from jobs.closing import remove
from jobs.errors import JobEnded, JobGone, RemovalNeedsReason
from jobs.models import Job, JobClosure, JobEnd, JobLikeness, Status, Violation

KIND = "job"
# So many that share a band are compared word by word.
_COMPARED = 20
_PUBLISHED: dict[str, Words] = {
    Status.OPEN: gettext_lazy("published, open now"),
    Status.PAUSED: gettext_lazy("published, paused now"),
    Status.CLOSED: gettext_lazy("published, closed now"),
}
_NOW: dict[str, Words] = {
    Status.OPEN: gettext_lazy("{title}, open"),
    Status.PAUSED: gettext_lazy("{title}, paused"),
    Status.CLOSED: gettext_lazy("{title}, closed"),
}
_REMOVED_FOR: dict[str, Words] = {
    Violation.ILLEGAL: gettext_lazy("“{title}” was removed because it breaks our rules: illegal activity."),
    Violation.OUTSIDE: gettext_lazy("“{title}” was removed because it breaks our rules: work outside the platform."),
    Violation.FRAUD: gettext_lazy("“{title}” was removed because it breaks our rules: fraud."),
    Violation.DISCRIMINATION: gettext_lazy("“{title}” was removed because it breaks our rules: discrimination."),
}
_REMOVED = Exists(JobClosure.objects.filter(job=OuterRef("pk"), end=JobEnd.REMOVED))


def register() -> None:
    registry.register(
        registry.Reportable(
            KIND, gettext_lazy("job"), find, sections=sections, remove=take_down, effects=effects_of, public=True
        )
    )


def find(number: int, reader: User | None) -> Thing | None:
    jobs = Job.objects.public().select_related("client__client_profile")
    if reader is not None:
        jobs = jobs.exclude(_REMOVED)
    job = jobs.filter(pk=number).first()
    return _thing(job) if job else None


def take_down(number: int, by: User, violation: str, reason: str) -> None:
    """Remove a job; one that was removed already stays so."""
    try:
        remove(Job(pk=number), by=by, violation=violation, reason=reason)
    except RemovalNeedsReason as refused:
        raise ViolationNeeded from refused
    except (JobEnded, JobGone):
        return


def remove_and_tell(job: Job, *, by: User, violation: str, reason: str) -> None:
    """Without a case of its own: its client reads why. Raises JobGone, JobEnded, RemovalNeedsReason."""
    with transaction.atomic():
        closure = remove(job, by=by, violation=violation, reason=reason)
        _tell_client(closure)


def effects_of(number: int) -> list[str]:
    """What removing it would set going."""
    job = Job.objects.filter(pk=number).first()
    return effects.of_removal(job) if job else []


def look(job: Job) -> None:
    """What the site notices when a job is published or edited. The job is locked, or new."""
    thing = _thing(job)
    questions = job.questions.values_list("text", flat=True)
    if found := contact_rules.passages(job.title, job.description, *questions):
        reporting.flag(KIND, job.pk, thing, sort=Flag.Sort.CONTACT, passages=found)
    _note_likeness(job)
    if others := similar(job):
        # By its number alone: an edit that makes it a little more or less alike is nothing new.
        reporting.flag(KIND, job.pk, thing, sort=Flag.Sort.DUPLICATE, passages=[f"Job {others[0][0].pk}"])


def similar(job: Job) -> list[tuple[Job, float]]:
    """Open jobs, and those removed for a violation, that say nearly the same; the most alike first."""
    text = _text(job)
    shared = JobLikeness.objects.filter(_same_bands(likeness.bands(text))).values("job")
    others = Job.objects.filter(pk__in=shared).filter(Q(status__in=(Status.OPEN, Status.PAUSED)) | _REMOVED)
    compared = [
        (other, likeness.likeness(text, _text(other)))
        for other in others.exclude(pk=job.pk).order_by("-id")[:_COMPARED]
    ]
    alike = [(other, much) for other, much in compared if much >= likeness.ALIKE]
    return sorted(alike, key=lambda pair: (-pair[1], pair[0].pk))


def contact_hint(*texts: str) -> list[str]:
    """What the form gently asks its writer to leave out."""
    return contact_rules.passages(*texts)[:3]


def sections(case: Case) -> list[Section]:
    job = Job.objects.filter(pk=case.object_id).select_related("client").first()
    if job is None:
        return []
    return [
        Section(_("What it says"), [(job.description, ""), (_("The job in the admin"), _admin(job))]),
        Section(_("Its history"), _history(job)),
        Section(
            _("Much like it"),
            [(_alike(other, much), _admin(other)) for other, much in similar(job)],
        ),
        Section(_("Other jobs of this client"), _others(job)),
        Section(_("The client's record"), _record(job.client)),
    ]


def _tell_client(closure: JobClosure) -> None:
    job = closure.job
    with read_by(job.client):
        why = closure.get_violation_display()
        text = str(_REMOVED_FOR[closure.violation]).format(title=job.title)
        tell(
            News(
                job.client,
                "moderation",
                f"removed:job:{job.pk}",
                text,
                job.get_absolute_url(),
                _("Removed for a violation"),
                (text, closure.reason, _("If we have that wrong, write to us: a person reads it.")),
                ((_("Job"), job.title), (_("Violation"), why)),
                _("See the job"),
            )
        )


def _alike(other: Job, much: float) -> str:
    said = _("{title} by {name}, {n} %")
    return said.format(title=other.title, name=other.client, n=round(100 * much))


def _history(job: Job) -> list[tuple[str, str]]:
    lines = [(job.published_at, str(_PUBLISHED[job.status]))]
    lines += [(each.at, _edited(each.changes)) for each in job.revisions.order_by("id")[:20]]
    lines += [(each.at, f"{each.get_end_display()}. {each.reason}") for each in job.closures.order_by("id")]
    return [(f"{dates.moment(at)}: {said}" if at else said, "") for at, said in lines]


def _edited(changes: dict[str, list[str]]) -> str:
    names = ", ".join(wording.within_a_sentence(name) for name in changes)
    return _("edited: {names}").format(names=names)


def _others(job: Job) -> list[tuple[str, str]]:
    others = Job.objects.public().filter(client=job.client_id).exclude(pk=job.pk).order_by("-id")[:10]
    return [(str(_NOW[other.status]).format(title=other.title), _admin(other)) for other in others]


def _record(client: User) -> list[tuple[str, str]]:
    profile = ClientProfile.objects.filter(person=client).first() or ClientProfile(person=client)
    rate = hire_rate(filled=profile.jobs_filled, cancelled=profile.jobs_cancelled, unfilled=profile.jobs_unfilled)
    removed = JobClosure.objects.filter(job__client=client, end=JobEnd.REMOVED).count()
    said = _("{posted} posted, {hired} hired, {cancelled} cancelled, {removed} removed").format(
        posted=figure(profile.jobs_posted),
        hired=figure(profile.hires),
        cancelled=figure(profile.jobs_cancelled),
        removed=figure(removed),
    )
    filled = _("{percent} filled").format(percent=f"{rate} %")
    return [(f"{said}, {filled}" if rate is not None else said, "")]


def _note_likeness(job: Job) -> None:
    numbers = likeness.bands(_text(job))
    if list(job.likeness.order_by("band").values_list("value", flat=True)) == numbers:
        return
    job.likeness.all().delete()
    JobLikeness.objects.bulk_create(
        [JobLikeness(job=job, band=band, value=value) for band, value in enumerate(numbers)]
    )


def _same_bands(numbers: list[int]) -> Q:
    same = Q()
    for band, value in enumerate(numbers):
        same |= Q(band=band, value=value)
    return same


def _text(job: Job) -> str:
    return f"{job.title}\n{job.description}"


def _thing(job: Job) -> Thing:
    profile = ClientProfile.objects.filter(person=job.client_id).only("company").first()
    company = profile.company if profile else ""
    return Thing(job.title, job.get_absolute_url(), job.client, company or job.client.get_short_name())


def _admin(job: Job) -> str:
    return reverse("admin:jobs_job_change", args=[job.pk])
