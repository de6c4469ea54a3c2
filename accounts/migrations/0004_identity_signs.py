"""Signs of one person with several accounts (PRODUCT 3), and the mail domains that say nothing, or much."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.clock

# Strangers share these: nobody is held for an address of the same one. The last three are names for examples (RFC 2606).
SHARED = """
163.com aol.com fastmail.com gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hey.com hotmail.com icloud.com
laposte.net live.com libero.it mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com pm.me
proton.me protonmail.com qq.com rediffmail.com seznam.cz t-online.de tuta.com uol.com.br web.de wp.pl yahoo.co.in
yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.com yandex.ru zoho.com example.com example.net example.org
"""
DISPOSABLE = """
10minutemail.com dispostable.com getnada.com guerrillamail.com mailinator.com maildrop.cc mailnesia.com sharklasers.com
temp-mail.org tempmail.com throwawaymail.com trashmail.com yopmail.com
"""


def figures(apps, schema_editor):
    apps.get_model("accounts", "SignPolicy").objects.get_or_create(pk=1)
    domains = apps.get_model("accounts", "MailDomain").objects
    for kind, names in (("shared", SHARED), ("disposable", DISPOSABLE)):
        for name in names.split():
            domains.get_or_create(domain=name, defaults={"kind": kind})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_agencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "domain",
                    models.CharField(
                        help_text="As after the @, in small letters: gmail.com", max_length=120, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shared", "Shared by strangers: a large provider, a university"),
                            ("disposable", "Throwaway addresses"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["domain"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("domain", ""), _negated=True), models.Q(("domain__contains", "@"), _negated=True)
                        ),
                        name="mail_domain_is_a_domain",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "devices",
                    models.BooleanField(default=True, help_text="Two accounts used in one browser share a sign."),
                ),
                (
                    "cards",
                    models.BooleanField(default=True, help_text="Two accounts that paid with one card share a sign."),
                ),
                ("addresses", models.BooleanField(default=True, help_text="Patterns of addresses count at all.")),
                (
                    "device_days",
                    models.PositiveSmallIntegerField(
                        default=365, help_text="How long a browser is remembered after an account was used in it."
                    ),
                ),
                (
                    "numbered_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="At a large provider, jane1@ and jane2@ count when they joined within so many days. At any other domain they count always.",
                    ),
                ),
                (
                    "domain_accounts",
                    models.PositiveSmallIntegerField(
                        default=3, help_text="So many accounts of one domain that no list below names ..."
                    ),
                ),
                (
                    "domain_days",
                    models.PositiveSmallIntegerField(default=7, help_text="... within so many days are one sign."),
                ),
            ],
            options={
                "verbose_name_plural": "sign policy",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="sign_policy_has_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("device_days__gte", 1), ("domain_accounts__gte", 2)),
                        name="sign_policy_compares_two_accounts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentitySign",
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
                ("mark", models.CharField(max_length=32)),
                ("seen_at", models.DateTimeField(default=common.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signs", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "mark", "seen_at"], name="sign_shared")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind", "mark"), name="sign_is_noted_once_per_person")
                ],
            },
        ),
        migrations.RunPython(figures, migrations.RunPython.noop),
    ]
