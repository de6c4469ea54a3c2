"""A notice and a mail 30, 7 and 1 days before a lot expires, once per lot and step (PRODUCT 2).

For each step an instant is kept up to which every lot has been dealt with. After days of silence a lot that is inside
several steps is told of once, by the nearest; one issued inside a step is not told of by it.
"""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, pairwise

from django.db import transaction
from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.agencies.standing import owners_of
from accounts.models import User
from common import clock, dates
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell_many
from connects.models import ExpiryRound, Lot, WalletPolicy

_CHUNK = 500
_SOON = timedelta(days=7)


def tell(at: datetime) -> int:
    """Tell of every lot that has come within a step. Returns how many were told of. The sweep `connects.notices`."""
    told, rounds = 0, how_far()
    # The nearest step first: whoever is told "tomorrow" need not be told "within 30 days" as well.
    for nearer, days in pairwise((0, *sorted(rounds))):
        near = at + timedelta(days=nearer)
        beginning = max(near, rounds[days] or near)
        for chunk in _coming(beginning, at + timedelta(days=days), days):
            told += _tell_chunk(chunk, days, at)
    for days in rounds:
        _remember(days, at + timedelta(days=days))
    return told


def next_due() -> datetime | None:
    """When the next lot comes within a step, even one that will turn out to have been issued inside it."""
    now, rounds = clock.now(), how_far()
    firsts = {
        str(days): Min("expires_at", filter=Q(expires_at__gt=max(now, until or now))) for days, until in rounds.items()
    }
    found = Lot.objects.filter(remaining__gt=0).aggregate(**firsts)
    return min((first - timedelta(days=int(days)) for days, first in found.items() if first), default=None)


def how_far() -> dict[int, datetime | None]:
    """How far each of today's steps has come; None for all of them on a site that has never told anybody."""
    policy = WalletPolicy.objects.get(pk=1)
    steps = (policy.notice_days_first, policy.notice_days_second, policy.notice_days_last)
    kept = dict(ExpiryRound.objects.values_list("days", "until"))
    latest = max((until - timedelta(days=days) for days, until in kept.items()), default=None)
    # A step that an operator has just made up begins with the lots that come within it from now on.
    return {days: kept.get(days) or (latest + timedelta(days=days) if latest else None) for days in steps}


def _coming(after: datetime, by: datetime, days: int) -> Iterator[list[Lot]]:
    """The lots that expire between the instants, in chunks; not those that were issued less than `days` before."""
    coming = Lot.objects.filter(remaining__gt=0, expires_at__gt=after, expires_at__lte=by)
    ids = coming.filter(issued_at__lt=F("expires_at") - timedelta(days=days)).order_by("expires_at", "id")
    found = iter(list(ids.values_list("id", flat=True)))
    while chunk := list(islice(found, _CHUNK)):
        # In the same order every time: two sweeps at once then wait for each other instead of tripping each other up.
        yield list(
            coming.filter(pk__in=chunk).select_related("wallet__person", "wallet__agency").order_by("expires_at", "id")
        )


@transaction.atomic
def _tell_chunk(lots: list[Lot], days: int, at: datetime) -> int:
    owners = _owners(lots)
    told = [lot for lot in lots if lot.wallet_id in owners]
    tell_many(_news(lot, owners[lot.wallet_id], f"expiring:lot:{lot.pk}:{days}", at) for lot in told)
    return len(told)


def _owners(lots: list[Lot]) -> dict[int, User]:
    """Whom to tell, by wallet: its person, or the owner of its agency. Closed accounts are left alone."""
    owners = {lot.wallet_id: lot.wallet.person for lot in lots if lot.wallet.person}
    pooled = {lot.wallet.agency_id: lot.wallet_id for lot in lots if lot.wallet.agency_id}
    if pooled:
        owners |= {pooled[agency]: owner for agency, owner in owners_of(pooled).items()}
    return {wallet: person for wallet, person in owners.items() if person.is_active}


def _news(lot: Lot, person: User, reference: str, at: datetime) -> News:
    with read_by(person):
        return News(
            person,
            "expiring",
            reference,
            _line(lot, at),
            _link(lot),
            template="connects_expiring",
            context={
                "lot": lot,
                "number": lot.remaining,
                "day": dates.long_day(lot.expires_at),
                "days": _days(lot, at),
                "sentence": _sentence(lot, person, at),
                "agency": lot.wallet.agency,
                "wallet_page": _link(lot),
            },
            # A digest of next Monday would come too late.
            urgent=lot.expires_at - at <= _SOON,
        )


def _line(lot: Lot, at: datetime) -> str:
    """For the notice centre."""
    words = (
        ngettext(
            "{number} Connect ({source}) expires on {day}, in {days} days.",
            "{number} Connects ({source}) expire on {day}, in {days} days.",
            lot.remaining,
        )
        if _days(lot, at) > 1
        else ngettext(
            "{number} Connect ({source}) expires on {day}, within a day.",
            "{number} Connects ({source}) expire on {day}, within a day.",
            lot.remaining,
        )
    )
    line = words.format(**_facts(lot, at))
    return f"{lot.wallet.agency.name}: {line}" if lot.wallet.agency else line


def _sentence(lot: Lot, person: User, at: datetime) -> str:
    """For a mail without markup."""
    words = _of_pool(lot, at) if lot.wallet.agency else _of_person(lot, at)
    return words.format(**_facts(lot, at), name=person.get_short_name(), agency=lot.wallet.agency)


def _of_pool(lot: Lot, at: datetime) -> str:
    if _days(lot, at) > 1:
        return ngettext(
            '{name}, {number} Connect of {agency}\'s lot "{source}" expires on {day}, in {days} days.',
            '{name}, {number} Connects of {agency}\'s lot "{source}" expire on {day}, in {days} days.',
            lot.remaining,
        )
    return ngettext(
        '{name}, {number} Connect of {agency}\'s lot "{source}" expires on {day}, within a day.',
        '{name}, {number} Connects of {agency}\'s lot "{source}" expire on {day}, within a day.',
        lot.remaining,
    )


def _of_person(lot: Lot, at: datetime) -> str:
    if _days(lot, at) > 1:
        return ngettext(
            '{name}, {number} Connect of your lot "{source}" expires on {day}, in {days} days.',
            '{name}, {number} Connects of your lot "{source}" expire on {day}, in {days} days.',
            lot.remaining,
        )
    return ngettext(
        '{name}, {number} Connect of your lot "{source}" expires on {day}, within a day.',
        '{name}, {number} Connects of your lot "{source}" expire on {day}, within a day.',
        lot.remaining,
    )


def _facts(lot: Lot, at: datetime) -> dict[str, str]:
    return {
        "number": figure(lot.remaining),
        "source": lot.get_source_display(),
        "day": dates.long_day(lot.expires_at),
        "days": figure(_days(lot, at)),
    }


def _link(lot: Lot) -> str:
    agency = lot.wallet.agency
    if agency:
        return reverse("agency_connects_lot", args=[agency.handle, lot.pk])
    return reverse("connects_lot", args=[lot.pk])


def _remember(days: int, until: datetime) -> None:
    ExpiryRound.objects.get_or_create(days=days, defaults={"until": until})
    # Never backwards, whichever of two sweeps ends first.
    ExpiryRound.objects.filter(days=days, until__lt=until).update(until=until)


def _days(lot: Lot, at: datetime) -> int:
    return math.ceil((lot.expires_at - at) / timedelta(days=1))
