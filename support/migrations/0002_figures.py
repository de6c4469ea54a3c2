"""The figures of PRODUCT 8 for tickets, as a row that operators change from here on."""

from django.db import migrations


def figures(apps, schema_editor):
    apps.get_model("support", "SupportPolicy").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]
    operations = [migrations.RunPython(figures, migrations.RunPython.noop)]
