from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


def figures(apps, schema_editor):
    """The room's own figures, with their defaults (PRODUCT 3)."""
    apps.get_model("talent", "TalentPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_figures_and_catalogue"),
        ("talent", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("chosen", models.JSONField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.JSONField()),
                ("pass_mark", models.PositiveSmallIntegerField()),
                ("started_at", models.DateTimeField()),
                ("deadline_at", models.DateTimeField()),
                ("retry_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("right", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("passed", models.BooleanField(blank=True, null=True)),
                ("brought", models.PositiveIntegerField(default=0)),
                ("certificate", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Badge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("rising_talent", "Rising Talent")], default="rising_talent", max_length=20
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("taken_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BadgeRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("rising_talent", "Rising Talent")], max_length=20, unique=True)),
                ("done_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("summary", models.CharField(help_text="What it tests, in a sentence.", max_length=200)),
                (
                    "about",
                    models.TextField(blank=True, help_text="What to know before; shown on its page.", max_length=3000),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=20, help_text="Time for the whole test.")),
                (
                    "draws",
                    models.PositiveSmallIntegerField(
                        default=15, help_text="Questions asked in a test, drawn by chance from those in use."
                    ),
                ),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        default=70, help_text="Percent of the questions that must be right, never rounded down."
                    ),
                ),
                ("retry_days", models.PositiveSmallIntegerField(default=30, help_text="One try in so many days.")),
                ("enabled", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("single", "One right answer"), ("multiple", "Every right answer, and no other")],
                        default="single",
                        max_length=8,
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
                (
                    "choices",
                    models.TextField(
                        help_text="One a line: “* ” before a right choice, “- ” before a wrong one.", max_length=4000
                    ),
                ),
                ("in_use", models.BooleanField(default=True, help_text="Switched off, it is drawn no more.")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="TalentPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rising_rating",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("4.50"),
                        help_text="The average rating that Rising Talent asks for, of 5. Who has no rating yet is not held to it.",
                        max_digits=3,
                    ),
                ),
                (
                    "rising_certifications",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="So many passed certifications are enough work shown..."
                    ),
                ),
                (
                    "rising_contracts",
                    models.PositiveSmallIntegerField(default=1, help_text="...and so are so many finished contracts."),
                ),
                (
                    "late_seconds",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="Seconds after a test's end in which an answer that was under way still counts.",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "talent policy",
            },
        ),
        migrations.AddField(
            model_name="freelancerprofile",
            name="contracts_finished",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="freelancerprofile",
            name="rating_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="freelancerprofile",
            name="rating_sum",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="freelancerprofile",
            name="reports_upheld",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="freelancerprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating_sum__gte", models.F("rating_count")),
                    (
                        "rating_sum__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.Value(5), "*", models.F("rating_count")
                        ),
                    ),
                ),
                name="every_rating_is_one_to_five_stars",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="talent.attempt"
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="profile",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="badges", to="talent.freelancerprofile"
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="certification",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 240)), name="test_takes_one_to_240_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="certification",
            constraint=models.CheckConstraint(
                condition=models.Q(("draws__gte", 1), ("draws__lte", 100)), name="test_asks_one_to_100_questions"
            ),
        ),
        migrations.AddConstraint(
            model_name="certification",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_mark__gte", 1), ("pass_mark__lte", 100)), name="pass_mark_is_a_percentage"
            ),
        ),
        migrations.AddConstraint(
            model_name="certification",
            constraint=models.CheckConstraint(
                condition=models.Q(("retry_days__gte", 1), ("retry_days__lte", 3650)),
                name="next_try_is_a_day_to_ten_years_later",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="certification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="talent.certification"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="certification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="talent.certification"
            ),
        ),
        migrations.AddConstraint(
            model_name="talentpolicy",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="talent_policy_has_one_row"),
        ),
        migrations.AddConstraint(
            model_name="talentpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("rising_rating__gte", 1), ("rising_rating__lte", 5)),
                name="ratings_are_from_one_to_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="talentpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("rising_certifications__gte", 1), ("rising_contracts__gte", 1)),
                name="rising_talent_shows_some_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="talentpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("late_seconds__lte", 300)), name="late_answers_come_within_five_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("attempt", "position"), name="question_of_an_attempt_has_one_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_at", None)), fields=("profile", "kind"), name="badge_is_worn_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="badge_says_why_it_was_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_at", None), ("taken_by", None), ("taken_reason", "")),
                    models.Q(("taken_at__isnull", False), models.Q(("taken_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="badge_says_why_it_was_taken",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("finished_at", None)), fields=["deadline_at"], name="test_deadline_due"
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["person", "certification", "-id"], name="attempt_newest"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None)),
                fields=("person", "certification"),
                name="person_has_one_test_of_a_kind_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("passed", True)),
                fields=("person", "certification"),
                name="certification_is_passed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("passed", None), ("right", None)),
                    models.Q(("finished_at__isnull", False), ("passed__isnull", False), ("right__isnull", False)),
                    _connector="OR",
                ),
                name="finished_test_is_graded",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certificate__isnull", False), ("passed", True)),
                    models.Q(models.Q(("passed", None), ("passed", False), _connector="OR"), ("certificate", None)),
                    _connector="OR",
                ),
                name="certificate_is_for_a_passed_test",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("deadline_at__gt", models.F("started_at"))), name="test_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("choices", ""), _negated=True)),
                name="question_asks_and_offers_something",
            ),
        ),
        migrations.RunPython(figures, migrations.RunPython.noop),
    ]
