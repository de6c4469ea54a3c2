"""What is about to happen in the demo world as it begins: a refund on its way, a badge that cannot be paid again, a job
that rests, a proposal that only lacks Connects.
"""

from datetime import timedelta

from django.db.models import F

from accounts.models import User
from common import clock
from jobs import services as jobs
from jobs.models import Job
from marketplace.demo.freelancers import Freelancer, Freelancers
from proposals import services as proposals
from talent.models import Availability

_BEFORE = timedelta(hours=2)
_LETTER = (
    "I did the same for a museum last spring and can show you what it became. I would begin with an hour on what you "
    "have, and send a plan with two options the day after."
)


def cancel_one(freelancers: Freelancers, but_not_of: list[User]) -> None:
    """The first freelancer writes to a job that is given up two hours later: the Connects come back tomorrow."""
    ben, now = freelancers.people[0], clock.now()
    fresh = Job.objects.open().exclude(proposals__author=ben.person).exclude(client__in=[*but_not_of, ben.person])
    lively = fresh.filter(hires_count=0, published_at__lt=now - _BEFORE, expires_at__gt=now + timedelta(days=3))
    job = lively.select_related("client").order_by("-proposals_count", "id").first()
    if job is not None:
        with clock.at(now - _BEFORE):
            freelancers.send(ben, job)
        job.refresh_from_db()
        jobs.cancel(job, by=job.client, reason="Our budget for this year is used up.")


def begin_without_connects(person: User) -> None:
    """The latest job that costs more than they have, with everything written and nothing sent."""
    unsent = Job.objects.open().exclude(proposals__author=person).exclude(client=person)
    short = unsent.filter(cost__gt=person.wallet.balance).order_by("-published_at", "-id").first()
    if short is not None:
        proposals.save_draft(short, author=person, letter=_LETTER, bid="450", answers={})


def rest_one(clients: list[User]) -> None:
    """One of their jobs takes no proposals for a while."""
    resting = Job.objects.open().filter(client__in=clients, boost_auction=None).select_related("client")
    if job := resting.order_by("-proposals_count", "id").first():
        jobs.pause(job, by=job.client)


def run_short(freelancers: Freelancers) -> None:
    """One who wears "Available now" spends the rest, and no new month comes before the badge's next week."""
    soon = clock.now() + timedelta(days=7)
    due = Availability.objects.on().filter(paid_until__lte=soon, profile__person__wallet__balance__gt=0)
    due = due.filter(profile__person__wallet__next_period_at__gt=F("paid_until"))
    row = due.order_by("profile__person__wallet__balance", "id").first()
    by_person: dict[int, Freelancer] = {each.person.pk: each for each in freelancers.people}
    if row is not None:
        freelancers.spend_out(by_person[row.profile.person_id])
