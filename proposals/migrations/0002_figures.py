"""The matrix of PRODUCT 8, one row a cell, and the first policy made of it; the figures of boosts, talk and hiring."""

from django.db import migrations
from django.utils import timezone

# Which columns each outcome has, and whether they are refunded at first.
MATRIX = {
    "cancelled": {"early": True, "late": False, "withdrawn": False},
    "removed": {"early": True, "late": True, "hired": True, "withdrawn": False},
    "withdrawn": {"early": False, "late": False},
    "passed_over": {"early": False, "late": False},
    "never_viewed": {"early": False},
    "expired": {"early": False, "late": False},
    "after_hire": {"early": False, "late": False, "hired": False, "withdrawn": False},
    "boost_spent": {"early": True, "late": True, "hired": True, "withdrawn": False},
}
DAYS = {"never_viewed": 30}


def matrix(apps, schema_editor):
    rule = apps.get_model("proposals", "RefundRule").objects
    cells, days = {}, {}
    for outcome, columns in MATRIX.items():
        for column, refunded in columns.items():
            rule.create(outcome=outcome, column=column, refunded=refunded, after_days=DAYS.get(outcome))
            cells[f"{outcome}/{column}"] = refunded
            if outcome in DAYS:
                days[f"{outcome}/{column}"] = DAYS[outcome]
    apps.get_model("proposals", "RefundPolicy").objects.create(since=timezone.now(), cells=cells, days=days)
    apps.get_model("proposals", "RefundTiming").objects.create(pk=1)


def figures(apps, schema_editor):
    for name in ("BoostPolicy", "TalkPolicy", "HiringPolicy"):
        apps.get_model("proposals", name).objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]
    operations = [
        migrations.RunPython(matrix, migrations.RunPython.noop),
        migrations.RunPython(figures, migrations.RunPython.noop),
    ]
