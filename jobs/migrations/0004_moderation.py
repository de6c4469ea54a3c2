"""How alike postings are, and jobs that a suspension has paused."""

import django.db.models.deletion
from django.db import migrations, models

from jobs.likeness import bands


def note_likeness(apps, schema_editor):
    """What is open already is found when somebody posts it again."""
    rows, live = apps.get_model("jobs", "JobLikeness"), apps.get_model("jobs", "Job").objects
    for job in live.filter(status__in=("open", "paused"), likeness=None).iterator():
        numbers = bands(f"{job.title}\n{job.description}")
        rows.objects.bulk_create([rows(job=job, band=band, value=value) for band, value in enumerate(numbers)])


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0003_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldJob",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="held",
                        serialize=False,
                        to="jobs.job",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="JobLikeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("band", models.PositiveSmallIntegerField()),
                ("value", models.BigIntegerField()),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="likeness", to="jobs.job"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["value", "band"], name="likeness_shared")],
                "constraints": [models.UniqueConstraint(fields=("job", "band"), name="likeness_has_its_band")],
            },
        ),
        migrations.RunPython(note_likeness, migrations.RunPython.noop),
    ]
