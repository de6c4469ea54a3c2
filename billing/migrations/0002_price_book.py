"""The price book and the plans of PRODUCT 4 and 5, as rows that operators change from here on."""

from django.db import migrations

EURO_AREA = [
    "AT",
    "BE",
    "BG",
    "CY",
    "DE",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PT",
    "SI",
    "SK",
]
# Name, currency, countries, and what one Connect costs in minor units. Everywhere else pays in dollars.
REGIONS = (
    ("United States and everywhere else", "USD", [], 15),
    ("India", "INR", ["IN"], 900),
    ("Euro area", "EUR", EURO_AREA, 14),
    ("United Kingdom", "GBP", ["GB"], 12),
    ("Japan", "JPY", ["JP"], 22),
)
# Connects, the factor on the price of one as a fraction, and whether only large plans may buy it.
PACKAGES = (
    (10, 1, 1, False),
    (20, 1, 1, False),
    (40, 1, 1, False),
    (60, 58, 60, False),
    (80, 95, 100, False),
    (100, 14, 15, False),
    (150, 9, 10, True),
    (300, 85, 100, True),
)
# Code, for agencies, discount, large packages, by contract, and what else it brings.
TERMS = (
    ("basic", False, 0, False, False, ""),
    ("plus", False, 10, False, False, "Sees the whole boost table\nKeeps the price of the badge for 4 weeks"),
    ("agency", True, 5, False, False, "Members\nA monthly limit for each member"),
    ("business", True, 15, True, False, "Packages of 150 and 300 Connects\nSpecial offers"),
    ("enterprise", True, 20, True, True, "Packages of 150 and 300 Connects\nOffers as agreed"),
)
PRICES = {"plus": (1999, 19900), "agency": (2999, 29900), "business": (7999, 79900)}


def price_book(apps, schema_editor):
    region_rows, package_rows = (
        apps.get_model("billing", "Region").objects,
        apps.get_model("billing", "Package").objects,
    )
    for name, currency, countries, one in REGIONS:
        region = region_rows.create(name=name, currency=currency, countries=countries)
        for connects, over, under, large in PACKAGES:
            # Rounded half up to the minor unit.
            price = (2 * connects * one * over + under) // (2 * under)
            package_rows.create(region=region, connects=connects, price_minor=price, large=large)


def plans(apps, schema_editor):
    found = {plan.code: plan for plan in apps.get_model("connects", "Plan").objects.all()}
    terms, prices = apps.get_model("billing", "PlanTerms").objects, apps.get_model("billing", "PlanPrice").objects
    for rank, (code, agencies, percent, large, contract, more) in enumerate(TERMS):
        terms.create(
            plan=found[code],
            for_agencies=agencies,
            rank=rank,
            discount_percent=percent,
            large_packages=large,
            by_contract=contract,
            more=more,
        )
        for interval, price in zip(("month", "year"), PRICES.get(code, ()), strict=False):
            prices.create(plan=found[code], interval=interval, price_minor=price)
    apps.get_model("billing", "DiscountPolicy").objects.create(pk=1)
    apps.get_model("billing", "MembershipPolicy").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("connects", "0002_figures")]
    operations = [
        migrations.RunPython(price_book, migrations.RunPython.noop),
        migrations.RunPython(plans, migrations.RunPython.noop),
    ]
