"""Which prices hold for whom: the region of a country. The country is the account's, never the request's."""

from collections.abc import Iterable

from billing.models import Package, Region


def region_of(country: str) -> Region:
    """The region that names the country, or the one for everywhere else."""
    return _of(country, Region.objects.all())


def shelf_of(region: Region, *, large: bool) -> list[Package]:
    """What is on sale there, smallest first; large packages only for plans that may buy them."""
    packages = Package.objects.filter(region=region, active=True).order_by("connects")
    rows = list(packages if large else packages.filter(large=False))
    for package in rows:
        package.region = region
    return rows


def _of(country: str, regions: Iterable[Region]) -> Region:
    rows = list(regions)
    named = next((region for region in rows if country and country in region.countries), None)
    return named or next(region for region in rows if not region.countries)
