"""Taking a skills test: it is started, answered as one goes, and graded once, by hand or by the clock.

The deadline is stored at the start. Whoever comes late, by more than the stated grace, finds what was saved graded.
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from common import clock
from connects import granting
from connects import services as connects
from connects.services import Source
from talent import tell
from talent.errors import AlreadyPassed, NoSuchAnswer, NotForYou, NotOffered, TestOver, TooSoon
from talent.models import Answer, Attempt, Certification, FreelancerProfile, TalentPolicy
from talent.models.certifications import new_certificate
from talent.questions import drawn
from talent.services import open_profile

# The answers of several questions: question's place to chosen places.
Answers = Mapping[int, list[int]]


def start(certification: Certification, *, person: User) -> Attempt:
    """The person's test under way, begun now if there is none.

    Raises NotForYou, NotOffered, AlreadyPassed, TooSoon.
    """
    if not person.is_freelancer or person.email_verified_at is None:
        raise NotForYou
    _close_what_ran_out(certification, person)
    return _start(certification, person)


@transaction.atomic
def save(attempt: Attempt, *, answers: Answers) -> None:
    """Keep these answers, each in place of the one before. Raises TestOver when late, NoSuchAnswer."""
    _save(_locked(attempt), answers)


@transaction.atomic
def hand_in(attempt: Attempt, *, answers: Answers | None = None) -> Attempt:
    """Keep these answers as well, unless they come late, and grade the test. Graded is graded: twice is once."""
    row = _locked(attempt)
    if row.finished_at is None:
        # What comes late is not added; what was saved in time is graded.
        with suppress(TestOver):
            _save(row, answers or {})
        _grade(row, at=clock.now())
    return row


@transaction.atomic
def close(attempt: Attempt) -> Attempt:
    """Grade a test whose time is over, as of its deadline. One that still has time is left alone."""
    row = _locked(attempt)
    if row.finished_at is None and is_over(row):
        _grade(row, at=clock.now())
    return row


def is_over(attempt: Attempt) -> bool:
    """Whether neither an answer nor the grace for late ones is left."""
    return attempt.finished_at is not None or clock.now() > attempt.deadline_at + grace()


def seconds_left(attempt: Attempt) -> int:
    """Whole seconds to the deadline, never below 0."""
    return max(0, int((attempt.deadline_at - clock.now()).total_seconds()))


def saved(attempt: Attempt) -> dict[int, list[int]]:
    """What has been saved so far: question's place to chosen places."""
    return dict(Answer.objects.filter(attempt=attempt).values_list("position", "chosen"))


def bonus_waits(attempt: Attempt) -> bool:
    """Whether an operator looks at the account first, before the Connects come."""
    return bool(granting.held_state(attempt.person, Source.CERTIFICATION, of=str(attempt.certification_id)))


def grace() -> timedelta:
    return timedelta(seconds=TalentPolicy.objects.get(pk=1).late_seconds)


def _close_what_ran_out(certification: Certification, person: User) -> None:
    # In a transaction of its own: it stays closed when a new start is refused.
    for attempt in Attempt.objects.under_way().filter(certification=certification, person=person):
        close(attempt)


@transaction.atomic
def _start(certification: Certification, person: User) -> Attempt:
    # Everybody's starts wait for each other at their own profile: two clicks at once find one test under way.
    open_profile(person)
    _locked_profile(person)
    now = clock.now()
    tries = Attempt.objects.filter(person=person, certification=certification)
    if under_way := tries.under_way().first():
        return under_way
    if tries.passed().exists():
        raise AlreadyPassed
    latest = tries.first()
    if latest and now < latest.retry_at:
        raise TooSoon(latest.retry_at)
    return _draw(certification, person, now)


def _draw(certification: Certification, person: User, now: datetime) -> Attempt:
    terms = Certification.objects.offered().filter(pk=certification.pk).first()
    if terms is None:
        raise NotOffered
    pool = [question.asked() for question in terms.questions.filter(in_use=True)]
    return Attempt.objects.create(
        person=person,
        certification=terms,
        asked=[each.as_data() for each in drawn(pool, terms.draws, chance())],
        pass_mark=terms.pass_mark,
        started_at=now,
        deadline_at=now + timedelta(minutes=terms.minutes),
        retry_at=now + timedelta(days=terms.retry_days),
    )


def chance() -> Random:
    """Nobody foresees what is drawn."""
    return secrets.SystemRandom()


def _save(row: Attempt, answers: Answers) -> None:
    if is_over(row):
        raise TestOver
    asked = row.questions
    if not all(0 <= place < len(asked) and asked[place].allows(chosen) for place, chosen in answers.items()):
        raise NoSuchAnswer
    Answer.objects.bulk_create(
        [
            Answer(attempt=row, position=place, chosen=sorted(set(chosen)), saved_at=clock.now())
            for place, chosen in sorted(answers.items())
        ],
        update_conflicts=True,
        unique_fields=["attempt", "position"],
        update_fields=["chosen", "saved_at"],
    )


def _grade(row: Attempt, *, at: datetime) -> None:
    given = saved(row)
    row.right = sum(each.is_right(given.get(place, ())) for place, each in enumerate(row.questions))
    row.passed = row.right >= row.needed
    # However late somebody looks: a test ends at its deadline.
    row.finished_at = min(at, row.deadline_at)
    row.certificate = new_certificate() if row.passed else None
    row.brought = _reward(row) if row.passed else 0
    row.save(update_fields=["right", "passed", "finished_at", "certificate", "brought"])
    if row.passed:
        tell.passed(row)
    elif at > row.deadline_at:
        tell.ran_out(row)


def _reward(row: Attempt) -> int:
    """How many Connects came with it; 0 when they wait, are switched off, or this mailbox has had them."""
    number = row.certification_id
    booked = connects.grant_once(row.person, Source.CERTIFICATION, of=str(number), cause=f"certification:{number}")
    return booked.amount if booked and not booked.again else 0


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",))
    return rows.select_related("certification", "person").get(pk=attempt.pk)


def _locked_profile(person: User) -> FreelancerProfile:
    return FreelancerProfile.objects.select_for_update().get(person=person)
