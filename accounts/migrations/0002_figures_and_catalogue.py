"""The account's figures (PRODUCT 3 to 8), and the categories, skills and mail domains that the site starts with."""

from django.db import migrations
from django.utils.text import slugify

from accounts.catalogue import CATALOGUE

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
    for name in ("AccountPolicy", "AgencyPolicy", "SignPolicy"):
        apps.get_model("accounts", name).objects.create(pk=1)


def catalogue(apps, schema_editor):
    Category, Skill = apps.get_model("accounts", "Category"), apps.get_model("accounts", "Skill")
    for name, (icon, skills) in CATALOGUE.items():
        category = Category.objects.create(slug=slugify(name), name=name, icon=icon)
        Skill.objects.bulk_create(Skill(name=skill, slug=slugify(skill), category=category) for skill in skills)


def mail_domains(apps, schema_editor):
    MailDomain = apps.get_model("accounts", "MailDomain")
    for kind, names in (("shared", SHARED), ("disposable", DISPOSABLE)):
        MailDomain.objects.bulk_create(MailDomain(domain=name, kind=kind) for name in names.split())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(figures, migrations.RunPython.noop),
        migrations.RunPython(catalogue, migrations.RunPython.noop),
        migrations.RunPython(mail_domains, migrations.RunPython.noop),
    ]
