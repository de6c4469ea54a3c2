"""The nightly check of Rising Talent: whoever has earned the badge gets it, whoever has it no more loses it.

Facts are read in chunks; each person whose badge changes is judged again under the lock, in a transaction of its own.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, Q

from talent import badges, facts
from talent.models import Attempt, Badge, BadgeKind, BadgeRound, FreelancerProfile
from talent.rules import RisingTerms, is_rising

_CHUNK = 500
# UTC. The site is quiet then, and so are most people.
_AT_NIGHT = time(3, 0)


def check_due(at: datetime) -> int:
    """The check, if a night has passed since the last one. Returns how many badges changed."""
    due = next_check()
    if due is None or due > at:
        return 0
    terms = facts.terms()
    changed = sum(badges.judge(profile, at=at) for chunk in _chunks(terms) for profile in _to_judge(chunk, terms))
    _remember(at)
    return changed


def next_check() -> datetime | None:
    """The first night after the last check; on a new site at once, when there is anybody to look at."""
    last = last_check()
    if last is not None:
        return _night_after(last)
    first = FreelancerProfile.objects.order_by("created_at").values_list("created_at", flat=True).first()
    return first


def nights(after: datetime, until: datetime) -> int:
    """How many checks there are to be between the instants."""
    return max(0, 1 + (until - _night_after(after)) // timedelta(days=1))


def last_check() -> datetime | None:
    """When it was last done; None on a site where it never was."""
    return BadgeRound.objects.filter(kind=BadgeKind.RISING_TALENT).values_list("done_at", flat=True).first()


def _night_after(instant: datetime) -> datetime:
    night = instant.replace(hour=_AT_NIGHT.hour, minute=_AT_NIGHT.minute, second=0, microsecond=0)
    return night if night > instant else night + timedelta(days=1)


def _chunks(terms: RisingTerms) -> Iterator[list[int]]:
    """Whoever might get the badge and whoever wears it by the rule; what really holds is for the rule to say."""
    might = Q(completed_at__isnull=False, person__email_verified_at__isnull=False) & _with_work_to_show(terms)
    wears = Q(pk__in=Badge.objects.worn().filter(given_by=None).values("profile"))
    ids = iter(list(FreelancerProfile.objects.filter(might | wears).order_by("pk").values_list("pk", flat=True)))
    while chunk := list(islice(ids, _CHUNK)):
        yield chunk


def _with_work_to_show(terms: RisingTerms) -> Q:
    """Some work is always asked for, and most people have neither: nobody looks at them every night."""
    passed = Attempt.objects.passed().filter(person=OuterRef("person"))
    return Q(Exists(passed)) | Q(contracts_finished__gte=terms.contracts)


def _to_judge(chunk: list[int], terms: RisingTerms) -> list[int]:
    """Those of whom rule and badge disagree."""
    worn = dict(Badge.objects.worn().filter(profile__in=chunk).values_list("profile_id", "given_by_id"))
    return [
        profile
        for profile, found in facts.gather(chunk)
        if is_rising(found, terms) != (profile in worn) and worn.get(profile) is None
    ]


def _remember(at: datetime) -> None:
    row, new = BadgeRound.objects.get_or_create(kind=BadgeKind.RISING_TALENT, defaults={"done_at": at})
    if not new:
        # Never backwards, whichever of two checks ends first.
        BadgeRound.objects.filter(pk=row.pk, done_at__lt=at).update(done_at=at)
