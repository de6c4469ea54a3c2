"""The figures of PRODUCT 2, 3 and 5, as rows that operators change from here on."""

from django.db import migrations


def figures(apps, schema_editor):
    get = lambda name: apps.get_model("connects", name).objects  # noqa: E731
    get("WalletPolicy").create(pk=1)
    get("Plan").create(code="basic", name="Basic", monthly=10, rolls_over=False)
    get("GrantPolicy").create(source="joining", connects=40)
    get("GrantPolicy").create(source="profile", connects=50)


class Migration(migrations.Migration):
    dependencies = [("connects", "0001_initial")]
    operations = [migrations.RunPython(figures, migrations.RunPython.noop)]
