"""Invoices that had turned before their later months followed them: from now on those do."""

from django.db import migrations


def note(apps, schema_editor):
    turned_times = apps.get_model("connects", "TurnedTime").objects
    turned = apps.get_model("billing", "Invoice").objects.exclude(status="paid").select_related("membership")
    for invoice in turned.iterator():
        turned_times.get_or_create(
            wallet_id=invoice.membership.wallet_id,
            cause=f"invoice:{invoice.pk}",
            defaults={"starts_at": invoice.starts_at, "ends_at": invoice.ends_at},
        )


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_price_book"), ("connects", "0004_turned_time")]
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
