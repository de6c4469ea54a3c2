"""The figures of PRODUCT 2, 3 and 5, as rows that operators change from here on."""

from django.db import migrations

PLANS = (
    ("plus", "Freelancer Plus", 100),
    ("agency", "Agency", 150),
    ("business", "Business", 300),
    ("enterprise", "Enterprise", 1000),
)
GRANTS = (
    ("joining", 40),
    ("profile", 50),
    ("welcome", 20),
    ("rising_talent", 30),
    ("certification", 10),
    ("referral", 20),
    ("referred", 10),
)


def figures(apps, schema_editor):
    get = lambda name: apps.get_model("connects", name).objects  # noqa: E731
    get("WalletPolicy").create(pk=1)
    get("Plan").create(code="basic", name="Basic", monthly=10, rolls_over=False)
    for code, name, monthly in PLANS:
        get("Plan").create(code=code, name=name, monthly=monthly, rolls_over=True)
    for source, connects in GRANTS:
        get("GrantPolicy").create(source=source, connects=connects)
    get("ReferralPolicy").create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("connects", "0001_initial")]
    operations = [migrations.RunPython(figures, migrations.RunPython.noop)]
