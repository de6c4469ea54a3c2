"""The availability badge: "Available now", paid by the week from the wearer's own wallet (PRODUCT 6).

A week is paid once: whoever switches the badge off and on again within it goes on without paying. Everything happens
while the profile is held, before the wallet: of many clicks at once, or two sweeps, one pays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, dates
from common.reading import read_by
from connects import services as connects
from connects.errors import NotEnoughConnects, NoWallet
from talent import tell_availability as tell
from talent.errors import AboveMaximum, NotShown
from talent.models import Availability, AvailabilityPolicy, AvailabilityWeek, FreelancerProfile, WhyOff
from talent.rules import WEEK, week_beginning

LONGEST_MAXIMUM = 1000


@dataclass(frozen=True, slots=True)
class Next:
    """What the badge will cost next, and when: at once while it is off, unless its week is still paid."""

    price: int
    at: datetime
    free_now: bool


@transaction.atomic
def switch_on(person: User, *, maximum: int) -> Availability:
    """Wear the badge from now on, and pay the first week. Worn already, only the maximum changes.

    Raises NotShown, AboveMaximum, NotEnoughConnects, NoWallet; then nothing has happened.
    """
    profile = _held(FreelancerProfile.objects.get(person=person).pk)
    if not (profile.person.is_freelancer and profile.is_public):
        raise NotShown
    now, row = clock.now(), Availability.objects.filter(profile=profile).first()
    coming = ahead(row, now)
    if coming.price > maximum:
        raise AboveMaximum(coming.price)
    if row is None:
        row = Availability(profile=profile, paid_until=now)
    row.profile, row.maximum = profile, maximum
    if row.is_on:
        row.save()
        return row
    row.on_since, row.off_at, row.off_why = now, None, ""
    if coming.free_now:
        row.save()
        return row
    row.price, row.rises_to, row.rises_at = coming.price, None, None
    row.save()
    _pay(row, coming.price, now, actor=person)
    return row


@transaction.atomic
def switch_off(person: User) -> None:
    """Take the badge off now. The rest of the week is not given back, but can be worn again until it ends."""
    profile = _held(FreelancerProfile.objects.get(person=person).pk)
    row = Availability.objects.on().filter(profile=profile).first()
    if row:
        _off(row, clock.now(), WhyOff.PERSON)


@transaction.atomic
def renew(profile_id: int, *, at: datetime) -> bool:
    """Charge the week that is under way, or take the badge off where that cannot be. Nothing, unless it is due."""
    profile = _held(profile_id)
    row = Availability.objects.on().filter(profile=profile, paid_until__lte=at).first()
    if row is None:
        return False
    row.profile = profile
    starts = week_beginning(row.paid_until, at)
    price = _price_of(row, starts)
    if not (profile.is_public and profile.person.is_freelancer):
        _told_off(row, at, WhyOff.HIDDEN, price)
    elif price > row.maximum:
        _told_off(row, at, WhyOff.PRICE, price)
    else:
        _renew(row, price, starts, at)
    return True


@transaction.atomic
def hear_price(profile_id: int, *, at: datetime) -> bool:
    """Let a wearer know of a price that has changed: a lower one holds from the next week on, a higher one later."""
    profile = _held(profile_id)
    row = Availability.objects.on().filter(profile=profile).first()
    terms = policy()
    if row is None or terms.price == (row.rises_to or row.price):
        return False
    row.profile = profile
    if terms.price <= row.price:
        lowered = terms.price < row.price
        row.price, row.rises_to, row.rises_at = terms.price, None, None
    else:
        days = terms.kept_days if keeps_price(profile.person) else terms.notice_days
        lowered, row.rises_to, row.rises_at = False, terms.price, at + timedelta(days=days)
    row.save()
    tell.price_changed(row, at, lowered=lowered)
    return True


def policy() -> AvailabilityPolicy:
    return AvailabilityPolicy.objects.get(pk=1)


def of(profile: FreelancerProfile) -> Availability | None:
    return Availability.objects.filter(profile=profile).first()


def ahead(row: Availability | None, now: datetime) -> Next:
    """What comes next. While the badge is on, or its week still paid, the price that was promised."""
    if row is not None and (row.is_on or row.paid_until > now):
        return Next(_price_of(row, row.paid_until), row.paid_until, free_now=row.paid_until > now)
    return Next(policy().price, now, free_now=False)


def keeps_price(person: User) -> bool:
    """Whether the person's plan keeps the price for longer (PRODUCT 5)."""
    return connects.plan_of(connects.wallet_of(person).pk).code == "plus"


def _price_of(row: Availability, starts: datetime) -> int:
    """What a week costs that begins then: as promised, until a rise that was told has its day."""
    if row.rises_to and row.rises_at and starts >= row.rises_at:
        return row.rises_to
    return row.price


def _renew(row: Availability, price: int, starts: datetime, at: datetime) -> None:
    if price == row.rises_to:
        row.price, row.rises_to, row.rises_at = price, None, None
    try:
        # Whatever was written before the wallet refused goes with it; the row held stays held.
        with transaction.atomic():
            _pay(row, price, starts, actor=None)
    except (NotEnoughConnects, NoWallet):
        _told_off(row, at, WhyOff.SHORT, price)


def _pay(row: Availability, price: int, starts: datetime, *, actor: User | None) -> None:
    """Book one week under its own reference, and let it count."""
    person = row.profile.person
    wallet = connects.wallet_of(person)
    ends = starts + WEEK
    week = AvailabilityWeek.objects.create(
        availability=row, number=row.weeks.count() + 1, starts_at=starts, ends_at=ends, price=price
    )
    reference = f"badge_week:{week.pk}"
    with read_by(person):
        reason = _("A week of “Available now”, up to {day}").format(day=dates.long_day(ends))
    spent = connects.spend(wallet.pk, price, reference=reference, cause=reference, reason=reason, actor=actor)
    row.paid_until = ends
    row.save()
    connects.tell_if_low(spent)


def _told_off(row: Availability, at: datetime, why: WhyOff, price: int) -> None:
    # What was promised ends with the badge: switched on again, it costs what it then costs.
    row.rises_to, row.rises_at = None, None
    _off(row, at, why)
    tell.went_off(row, price)


def _off(row: Availability, at: datetime, why: WhyOff) -> None:
    row.on_since, row.off_at, row.off_why = None, at, why
    row.save()


def _held(profile_id: int) -> FreelancerProfile:
    rows = FreelancerProfile.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=profile_id)
