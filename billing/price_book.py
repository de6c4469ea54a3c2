"""Changing the price book: all packages of a region together, looked at before they hold (PRODUCT 4)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from billing import discounts, rules
from billing.models import Package, Region
from common import policies
from common.numbers import figure


@dataclass(frozen=True, slots=True)
class Figures:
    """What a package shall be: existing by its `pk`, or new."""

    pk: int | None
    connects: int
    price_minor: int
    large: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One package as buyers would see it. `before_minor`: today's price; `remarks`: what an operator may regret."""

    figures: Figures
    before_minor: int | None
    per_connect: str
    saving: int
    remarks: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return self.before_minor != self.figures.price_minor


def preview(region: Region, figures: Iterable[Figures]) -> list[Line]:
    """Every package with its price per Connect and its saving, smallest first. Raises ValidationError."""
    rows = sorted(figures, key=lambda each: each.connects)
    _check(region, rows)
    shelf = [each for each in rows if each.active and not each.large] or rows
    before = dict(Package.objects.filter(region=region).values_list("pk", "price_minor"))
    return [
        Line(
            figures=each,
            before_minor=before.get(each.pk) if each.pk else None,
            per_connect=rules.price_per_connect(each.price_minor, each.connects, region.currency),
            saving=rules.saving_percent(each, shelf),
            remarks=tuple(_remarks(each, smaller)),
        )
        for each, smaller in zip(rows, [None, *rows], strict=False)
    ]


def digest(figures: Iterable[Figures]) -> str:
    """What was looked at, so that nothing else is saved."""
    return hashlib.sha256(repr(sorted(figures, key=lambda each: each.connects)).encode()).hexdigest()


@transaction.atomic
def save(region: Region, figures: Iterable[Figures], *, actor: Any, reason: str) -> int:
    """Make the figures hold, each change with its reason; tells how many packages changed. Raises ValidationError."""
    rows = list(figures)
    _check(region, rows)
    known = {package.pk: package for package in Package.objects.filter(region=region).select_related("region")}
    changed = 0
    for each in rows:
        values = {"price_minor": each.price_minor, "large": each.large, "active": each.active}
        if each.pk is None:
            package = Package(region=region, connects=each.connects, **values)
            policies.create(package, actor=actor, reason=reason)
            changed += 1
        elif any(getattr(known[each.pk], name) != value for name, value in values.items()):
            policies.change(known[each.pk], actor=actor, reason=reason, **values)
            changed += 1
    return changed


def _check(region: Region, rows: list[Figures]) -> None:
    sizes = [each.connects for each in rows]
    if double := sorted({size for size in sizes if sizes.count(size) > 1}):
        raise ValidationError(_("There are two packages of {n} Connects.").format(n=figure(double[0])))
    for each in rows:
        if not each.price_minor or not discounts.chargeable(each.price_minor, region.currency):
            too_little = _("{n} Connects cost less than Stripe can charge in {currency}.")
            raise ValidationError(too_little.format(n=figure(each.connects), currency=region.currency))


def _remarks(each: Figures, smaller: Figures | None) -> Iterable[str]:
    if smaller and each.price_minor <= smaller.price_minor:
        yield _("costs no more than {n} Connects").format(n=figure(smaller.connects))
    elif smaller and each.price_minor * smaller.connects > smaller.price_minor * each.connects:
        yield _("dearer for each Connect than {n}").format(n=figure(smaller.connects))
