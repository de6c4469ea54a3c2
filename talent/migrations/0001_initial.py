import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FreelancerProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handle", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(blank=True, max_length=100)),
                ("overview", models.TextField(blank=True, max_length=5000)),
                ("rate_minor", models.PositiveIntegerField(blank=True, null=True)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("photo", models.ImageField(blank=True, upload_to="photos/")),
                ("created_at", models.DateTimeField(default=common.clock.now)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("hires_count", models.PositiveIntegerField(default=0)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="freelancer_profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("skills", models.ManyToManyField(blank=True, related_name="freelancers", to="accounts.skill")),
            ],
        ),
        migrations.CreateModel(
            name="PortfolioLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=100)),
                ("url", models.URLField(max_length=300)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="talent.freelancerprofile",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddConstraint(
            model_name="freelancerprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(("rate_minor", None), ("rate_minor__gt", 0), _connector="OR"),
                name="rate_is_above_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="portfoliolink",
            constraint=models.UniqueConstraint(fields=("profile", "position"), name="portfolio_link_has_its_place"),
        ),
    ]
