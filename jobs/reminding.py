"""The client is told before a job expires, once for each last day it is given (PRODUCT 7)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common import dates
from common.reading import read_by
from common.telling import News, tell_many
from jobs.models import Job, JobPolicy

_BATCH = 200


def remind_due(at: datetime) -> int:
    """Tell every client whose job expires soon. Returns how many jobs were told of. May run twice, or be killed."""
    done = 0
    while told := _remind_some(at):
        done += told
    return done


def next_reminder() -> datetime | None:
    """When the next client is to be told."""
    soonest = unreminded().order_by("expires_at").values_list("expires_at", flat=True).first()
    return soonest - ahead() if soonest else None


@transaction.atomic
def _remind_some(at: datetime) -> int:
    due = unreminded().filter(expires_at__gt=at, expires_at__lte=at + ahead())
    locked = due.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("client")
    jobs = list(locked.order_by("expires_at")[:_BATCH])
    tell_many(_news(job) for job in jobs)
    return Job.objects.filter(pk__in=[job.pk for job in jobs]).update(reminded_at=at)


def unreminded() -> QuerySet[Job]:
    return Job.objects.live().filter(reminded_at=None)


def ahead() -> timedelta:
    return timedelta(days=JobPolicy.objects.get(pk=1).remind_days_before)


def _reference(job: Job) -> str:
    return f"job_expiring:{job.pk}:{job.expires_at:%Y%m%d%H%M}"


def _news(job: Job) -> News:
    assert job.expires_at is not None
    link = job.get_absolute_url()
    with read_by(job.client):
        text = _("“{title}” closes by itself on {day}. Hire, close it, or give it more time.")
        text = text.format(title=job.title, day=dates.long_day(job.expires_at))
        return News(
            job.client, "job_expiring", _reference(job), text, link, template="jobs/expiring", context={"job": job}
        )
