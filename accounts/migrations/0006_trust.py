"""Reports and cases, blocks, suspensions and bans, and what has been verified of clients (PRODUCT 7, 8)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.clock
from accounts.trust.label import shows_company


def note_domains(apps, schema_editor):
    """Clients whose verified mailbox belongs to their company's website wear the label from the start."""
    profiles = apps.get_model("accounts", "ClientProfile").objects.exclude(website="")
    for profile in profiles.filter(person__email_verified_at__isnull=False).select_related("person").iterator():
        if shows_company(profile.person.email, profile.website):
            profile.domain_verified = True
            profile.save(update_fields=["domain_verified"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_hiring"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(default=common.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField(default=common.clock.now)),
                ("reports_count", models.PositiveIntegerField(default=0)),
                ("flags_count", models.PositiveIntegerField(default=0)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("", "Open"), ("removed", "Removed"), ("warned", "Owner warned"), ("kept", "Kept")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("said", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=8)),
                ("why", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=common.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "sort",
                    models.CharField(
                        choices=[("contact", "Contact outside the site"), ("duplicate", "Much like another job")],
                        max_length=10,
                    ),
                ),
                ("passage", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=common.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("illegal", "Illegal activity"),
                            ("outside", "Work or payment outside the platform"),
                            ("fraud", "Fraud"),
                            ("discrimination", "Discrimination"),
                            ("spam", "Spam, or the same thing again"),
                            ("contact", "Ways to contact somebody outside"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000)),
                ("at", models.DateTimeField(default=common.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="StandingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("suspended", "Suspended"),
                            ("banned", "Banned"),
                            ("lifted", "Lifted"),
                            ("ended", "Suspension over"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=common.clock.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "violation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("illegal", "Illegal activity"),
                            ("outside", "Work or payment outside the platform"),
                            ("fraud", "Fraud"),
                            ("discrimination", "Discrimination"),
                        ],
                        max_length=16,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="clientprofile",
            name="domain_verified",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="clientprofile",
            name="payment_verified",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="banned_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="suspended_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("suspended_until__isnull", False)),
                fields=["suspended_until"],
                name="suspension_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("banned_at__isnull", False)), fields=["banned_at"], name="person_banned"
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="blocked",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="blocked_by", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="blocker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="judged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="accounts.case"
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="accounts.case"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="accounts.case"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="reporter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="standing_events",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(fields=("blocker", "blocked"), name="blocked_once"),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("blocker", models.F("blocked")), _negated=True), name="nobody_blocks_themselves"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("verdict", "")), fields=["-reports_count", "opened_at"], name="case_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "object_id"], name="case_of_thing"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "")), fields=("kind", "object_id"), name="one_open_case_a_thing"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at", None), ("judged_by", None), ("verdict", "")),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True),
                        models.Q(("why", ""), _negated=True),
                        ("judged_at__isnull", False),
                        ("judged_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="verdict_says_who_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(
                fields=("kind", "object_id", "sort", "passage"), name="passage_is_flagged_once"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["reporter", "-id"], name="report_of_person"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("kind", "object_id", "reporter"), name="reported_once_by_a_person"
            ),
        ),
        migrations.AddIndex(
            model_name="standingevent",
            index=models.Index(fields=["person", "-id"], name="standing_of_person"),
        ),
        migrations.AddConstraint(
            model_name="standingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "ended"),
                    models.Q(models.Q(("reason", ""), _negated=True), ("by__isnull", False)),
                    _connector="OR",
                ),
                name="standing_says_who_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "banned"), _negated=True),
                    models.Q(("violation", ""), _negated=True),
                    _connector="OR",
                ),
                name="ban_names_its_violation",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "suspended"), _negated=True), ("until__isnull", False), _connector="OR"
                ),
                name="suspension_has_its_end",
            ),
        ),
        migrations.RunPython(note_domains, migrations.RunPython.noop),
    ]
