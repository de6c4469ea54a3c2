"""What an operator gave back, where no row of the matrix did (PRODUCT 8)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0006_hiring"),
    ]

    operations = [
        migrations.AddField(
            model_name="boost",
            name="refunded_by_support",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="refunded_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cancelled", "The client cancels the job before anyone is hired"),
                    ("removed", "The job is removed for a violation"),
                    ("withdrawn", "The freelancer withdraws, whatever the reason"),
                    ("passed_over", "The client never views, never answers, archives, declines or hires another"),
                    ("never_viewed", "The client leaves the proposal unopened for a number of days"),
                    ("expired", "The job expires: abandoned without being cancelled"),
                    ("after_hire", "The client cancels or closes the job after anyone was hired"),
                    ("boost_spent", "A boost already spent, when the job is removed"),
                    ("support", "An operator gave them back"),
                ],
                max_length=16,
            ),
        ),
    ]
