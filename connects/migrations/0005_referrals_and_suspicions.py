"""Who invited whom, and accounts that may be second ones (PRODUCT 3)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.clock
import connects.models.referrals


def figures(apps, schema_editor):
    apps.get_model("connects", "ReferralPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [
        ("connects", "0004_turned_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="heldgrant",
            name="judged_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name="ReferralCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=connects.models.referrals.new_code, max_length=16, unique=True)),
                ("made_at", models.DateTimeField(default=common.clock.now)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral_code",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReferralPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("enabled", models.BooleanField(default=True)),
                (
                    "age_days",
                    models.PositiveSmallIntegerField(
                        default=14, help_text="How old the newcomer's first purchase must be."
                    ),
                ),
                (
                    "monthly_cap",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="Rewards to one referrer in a calendar month (UTC)."
                    ),
                ),
                (
                    "cookie_days",
                    models.PositiveSmallIntegerField(
                        default=30, help_text="How long after following a link somebody who joins counts as invited."
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "referral policy",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="referral_policy_has_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("cookie_days__gte", 1)), name="invitation_is_remembered_a_day_or_more"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suspicion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raised_at", models.DateTimeField(default=common.clock.now)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("open", "To judge"), ("cleared", "Another person"), ("upheld", "The same person")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspicions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wallet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suspicions", to="connects.wallet"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SuspicionReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("device", "Same browser"),
                            ("mailbox", "Same mailbox in another spelling"),
                            ("card", "Same card or payment account"),
                            ("numbered", "Addresses that differ by a number"),
                            ("domain", "Several new accounts of one small mail domain"),
                            ("disposable", "Same provider of throwaway addresses"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                ("found_at", models.DateTimeField(default=common.clock.now)),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspicion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reasons", to="connects.suspicion"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came_at", models.DateTimeField(default=common.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("joined", "Joined"),
                            ("waiting", "Purchase must get older"),
                            ("rewarded", "Rewarded"),
                            ("over_cap", "Over the month's limit"),
                            ("not_counted", "Not counted"),
                        ],
                        default="joined",
                        max_length=12,
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("counted", models.CharField(blank=True, max_length=60)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "-"),
                            ("mailbox", "The same mailbox as the referrer's"),
                            ("device", "Used in the referrer's browser"),
                            ("card", "Paid with the referrer's card"),
                            ("agency", "In one agency with the referrer"),
                            ("repeat", "The mailbox had an account before"),
                            ("suspected", "Judged to be somebody's second account"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "newcomer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="referral_due"),
                    models.Index(fields=["referrer", "-id"], name="referral_newest"),
                    models.Index(
                        condition=models.Q(("state", "rewarded")),
                        fields=["referrer", "decided_at"],
                        name="referral_of_month",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("referrer", models.F("newcomer")), _negated=True),
                        name="nobody_refers_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False), ("state__in", ["rewarded", "over_cap", "not_counted"])
                            ),
                            models.Q(("decided_at", None), ("state__in", ["joined", "waiting"])),
                            _connector="OR",
                        ),
                        name="referral_is_decided_at_an_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_counted"), models.Q(("why", ""), _negated=True)),
                            models.Q(models.Q(("state", "not_counted"), _negated=True), ("why", "")),
                            _connector="OR",
                        ),
                        name="referral_that_does_not_count_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True), ("due_at__isnull", False), _connector="OR"
                        ),
                        name="waiting_referral_knows_until_when",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="suspicion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "cleared"), _negated=True),
                fields=("wallet",),
                name="wallet_is_suspected_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspicion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at", None), ("verdict", "open")),
                    models.Q(models.Q(("verdict", "open"), _negated=True), ("judged_at__isnull", False)),
                    _connector="OR",
                ),
                name="suspicion_is_judged_at_an_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspicionreason",
            constraint=models.UniqueConstraint(
                fields=("suspicion", "kind", "other"), name="suspicion_names_a_reason_once"
            ),
        ),
        migrations.RunPython(figures, migrations.RunPython.noop),
    ]
