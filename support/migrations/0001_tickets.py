"""Tickets about lines of history, what is said in them and what is decided (PRODUCT 8)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.clock


def set_figures(apps, schema_editor):
    apps.get_model("support", "SupportPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("connects", "0006_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reopen_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="For how many days writing opens a ticket again that was closed or refunded.",
                    ),
                ),
                (
                    "late_days",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="After how many days a ticket without an answer counts as late on the operators' desk.",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "support policy",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="support_policy_has_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("reopen_days__lte", 365)), name="tickets_reopen_within_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("late_days__gte", 1), ("late_days__lte", 60)), name="late_is_1_to_60_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing", "A refund is missing"),
                            ("amount", "The number of Connects is wrong"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("connects", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("answered", "Answered"),
                            ("refunded", "Refunded"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=common.clock.now)),
                ("asked_at", models.DateTimeField(default=common.clock.now)),
                ("changed_at", models.DateTimeField(default=common.clock.now)),
                ("refunded_at", models.DateTimeField(blank=True, null=True)),
                ("refunded", models.PositiveIntegerField(default=0)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="connects.transaction"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wallet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="connects.wallet"
                    ),
                ),
            ],
            options={
                "permissions": [("refund_ticket", "Can refund Connects from a ticket")],
            },
        ),
        migrations.CreateModel(
            name="TicketEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("answered", "Answered"),
                            ("refunded", "Refunded"),
                            ("closed", "Closed"),
                            ("reopened", "Opened again"),
                        ],
                        max_length=8,
                    ),
                ),
                ("by_operator", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("connects", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(default=common.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="support.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TicketMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_operator", models.BooleanField(default=False)),
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField(default=common.clock.now)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="support.ticket"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["wallet", "-id"], name="ticket_of_wallet"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(condition=models.Q(("state", "open")), fields=["asked_at"], name="ticket_waiting"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "answered"))),
                fields=("person", "line"),
                name="one_open_ticket_a_person_and_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refunded", 0), ("refunded_at", None)),
                    models.Q(("refunded__gt", 0), ("refunded_at__isnull", False)),
                    _connector="OR",
                ),
                name="ticket_refunds_something_or_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refunded"), _negated=True), ("refunded__gt", 0), _connector="OR"
                ),
                name="refunded_ticket_says_how_much",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "refunded")), fields=("ticket",), name="ticket_refunds_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what", "refunded"), _negated=True),
                    models.Q(("by_operator", True), ("connects__gt", 0), models.Q(("why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="refund_by_support_says_who_why_and_how_much",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="ticket_message_says_something"
            ),
        ),
        migrations.RunPython(set_figures, migrations.RunPython.noop),
    ]
