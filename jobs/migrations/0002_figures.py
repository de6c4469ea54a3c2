"""The figures of PRODUCT 6 and 7, as rows that operators change from here on."""

from django.db import migrations


def figures(apps, schema_editor):
    apps.get_model("jobs", "CostPolicy").objects.create(pk=1)
    apps.get_model("jobs", "JobPolicy").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [migrations.RunPython(figures, migrations.RunPython.noop)]
