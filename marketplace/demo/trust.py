"""What waits at the judging desk of the demo world: reports of jobs and a person, a job posted twice, a suspension."""

from accounts.models import User
from accounts.trust import registry, reporting, standing
from jobs import services as jobs
from jobs.models import Job

_ASKS_FOR_DEPOSIT = "Wrote to me that I would have to pay a deposit before I could begin."


def fill_desk(freelancers: list[User], clients: list[User], operator: User) -> None:
    """`freelancers` as they came, the first two of whom everybody meets; they have looked around and seen things."""
    ben, cleo, *others = freelancers
    reported, twice = _open_jobs(clients)
    _report("job", reported.pk, by=ben, reason="fraud", text=_ASKS_FOR_DEPOSIT)
    _report("job", reported.pk, by=others[0], reason="outside", text="The same happened to me.")
    _report("person", others[4].pk, by=cleo, reason="spam", text="The pictures in this profile are not theirs.")
    _post_again(twice, next(client for client in clients if client.pk != twice.client_id))
    standing.suspend(others[-1], by=operator, days=14, reason="Sent clients a telephone number after two warnings.")


def _open_jobs(clients: list[User]) -> tuple[Job, Job]:
    first, second = Job.objects.newest().filter(client__in=clients)[:2]
    return first, second


def _post_again(job: Job, client: User) -> None:
    """Nearly the same words under another name: the site notices, a person decides."""
    copy = jobs.draft(
        client,
        title=job.title,
        description=job.description,
        category=job.category,
        skills=list(job.skills.all()),
        budget_type=job.budget_type,
        fixed_minor=job.fixed_minor,
        hourly_from_minor=job.hourly_from_minor,
        hourly_to_minor=job.hourly_to_minor,
        level=job.level,
        length=job.length,
    )
    jobs.publish(copy, by=client)


def _report(kind: str, number: int, *, by: User, reason: str, text: str) -> None:
    if (thing := registry.find(kind, number, by)) is not None:
        reporting.report(kind, number, thing, by=by, reason=reason, text=text)
