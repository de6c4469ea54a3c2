"""How certifications stand for one person: to be started, under way, passed, or to be tried again on a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from common import clock
from talent.models import Attempt, Certification


@dataclass(frozen=True, slots=True)
class Standing:
    """One certification, and this person's passed, running or latest try at it."""

    certification: Certification
    attempt: Attempt | None = None

    @property
    def is_passed(self) -> bool:
        return self.attempt is not None and self.attempt.passed is True

    @property
    def is_under_way(self) -> bool:
        return self.attempt is not None and self.attempt.finished_at is None

    @property
    def retry_at(self) -> datetime | None:
        """When the next try may be made; None when it may be made now or need not be."""
        if self.attempt is None or self.is_passed or self.is_under_way:
            return None
        return self.attempt.retry_at if self.attempt.retry_at > clock.now() else None

    @property
    def is_open(self) -> bool:
        """Whether a test can be started now."""
        return not (self.is_passed or self.is_under_way or self.retry_at)


def of_all(person: User | None) -> list[Standing]:
    """Every certification that is offered, and what the person has passed of others."""
    tries = _tries(person)
    offered = list(Certification.objects.offered())
    shown = {each.pk for each in offered}
    past = [each.certification for each in tries.values() if each.passed and each.certification_id not in shown]
    return [Standing(each, tries.get(each.pk)) for each in [*offered, *past]]


def of_one(certification: Certification, person: User | None) -> Standing:
    return Standing(certification, _tries(person, [certification]).get(certification.pk))


def passed_by(person: User) -> list[Attempt]:
    """What the person's profile shows, newest first."""
    return list(Attempt.objects.passed().filter(person=person).select_related("certification").defer("asked"))


def _tries(person: User | None, of: Iterable[Certification] | None = None) -> dict[int, Attempt]:
    """The latest try by certification; once passed, there is none after it."""
    if person is None:
        return {}
    tries = Attempt.objects.filter(person=person).select_related("certification").defer("asked").order_by("id")
    if of is not None:
        tries = tries.filter(certification__in=of)
    return {each.certification_id: each for each in tries}
