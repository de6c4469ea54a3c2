"""The six packages of PRODUCT 4, in cents, as rows that operators change from here on."""

from django.db import migrations

PACKAGES = {10: 150, 20: 300, 40: 600, 60: 870, 80: 1140, 100: 1400}


def packages(apps, schema_editor):
    rows = apps.get_model("billing", "Package").objects
    for connects, cents in PACKAGES.items():
        rows.create(connects=connects, price_minor=cents, currency="USD")


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunPython(packages, migrations.RunPython.noop)]
