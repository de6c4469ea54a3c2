"""The badge Rising Talent: given and taken by its rule or by an operator, with who, when and why (PRODUCT 3).

What an operator gave only an operator takes; whom an operator took it from, only an operator gives it again.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import clock
from common.reading import read_by
from connects import services as connects
from connects.services import Source
from talent import facts, tell
from talent.errors import BadgeNotWorn, BadgeWorn
from talent.models import Badge, FreelancerProfile
from talent.rules import earned, missing

# Whoever wears a badge reads why: what is kept of it is in their language.
BY_RULE = gettext_lazy("It is earned: everything it asks for holds.")


@transaction.atomic
def give(profile: FreelancerProfile, *, by: User, reason: str) -> Badge:
    """Given by an operator, it stays until an operator takes it. Raises BadgeWorn."""
    row = _locked(profile.pk)
    worn = row.badges.worn().first()
    if worn and not worn.is_by_rule:
        raise BadgeWorn
    if worn:
        # From now on it does not depend on the rule; the person wears it all along and need not be told again.
        _end(worn, at=clock.now(), by=by, reason=_("Given for good: {reason}").format(reason=reason)[:300])
        return _begin(row, by=by, reason=reason)
    return _give(row, by=by, reason=reason)


@transaction.atomic
def take(profile: FreelancerProfile, *, by: User, reason: str) -> Badge:
    """Taken by an operator, the rule does not give it again. Raises BadgeNotWorn."""
    worn = _locked(profile.pk).badges.worn().select_related("profile__person").first()
    if worn is None:
        raise BadgeNotWorn
    _end(worn, at=clock.now(), by=by, reason=reason)
    tell.badge_taken(worn)
    return worn


@transaction.atomic
def judge(profile_id: int, *, at: datetime) -> bool:
    """Give or take as the rule has it, looked at under the profile's lock. Returns whether anything changed."""
    row = _locked(profile_id)
    with read_by(row.person):
        conditions, by_rule = facts.conditions_of(row), str(BY_RULE)
        no_more = _("What it asks for does not hold any more: {missing}.")
        no_more = no_more.format(missing="; ".join(missing(conditions)))
    worn = row.badges.worn().select_related("profile__person").first()
    if worn and worn.is_by_rule and not earned(conditions):
        _end(worn, at=at, by=None, reason=no_more)
        tell.badge_taken(worn)
        return True
    if worn or not earned(conditions) or _taken_by_operator(row):
        return False
    _give(row, by=None, reason=by_rule)
    return True


def is_settled(profile: FreelancerProfile) -> bool:
    """Whether the rule has nothing to give: the badge is worn, or an operator took it."""
    return profile.badges.worn().exists() or _taken_by_operator(profile)


def with_badges(path: str = "") -> Prefetch:  # type: ignore[type-arg]
    """For lists: `path`, as "author__freelancer_profile__", leads to profiles, which then know their `worn_badges`."""
    return Prefetch(f"{path}badges", Badge.objects.worn(), to_attr="worn_badges")


def _give(row: FreelancerProfile, *, by: User | None, reason: str) -> Badge:
    badge = _begin(row, by=by, reason=reason)
    # The first time it brings Connects; grant_once knows which time it is.
    booked = connects.grant_once(row.person, Source.RISING_TALENT) if row.person.is_freelancer else None
    tell.badge_given(badge, booked.amount if booked and not booked.again else 0)
    return badge


def _begin(row: FreelancerProfile, *, by: User | None, reason: str) -> Badge:
    return Badge.objects.create(profile=row, given_at=clock.now(), given_by=by, reason=reason)


def _end(badge: Badge, *, at: datetime, by: User | None, reason: str) -> None:
    badge.taken_at, badge.taken_by, badge.taken_reason = at, by, reason[:300]
    badge.save(update_fields=["taken_at", "taken_by", "taken_reason"])


def _taken_by_operator(row: FreelancerProfile) -> bool:
    latest = row.badges.first()
    return latest is not None and latest.taken_by_id is not None


def _locked(profile_id: int) -> FreelancerProfile:
    rows = FreelancerProfile.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=profile_id)
