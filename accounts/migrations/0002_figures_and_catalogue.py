"""The account's one figure (PRODUCT 4), and the categories and skills that the site starts with."""

from django.db import migrations
from django.utils.text import slugify

from accounts.catalogue import CATALOGUE


def figures(apps, schema_editor):
    apps.get_model("accounts", "AccountPolicy").objects.create(pk=1)


def catalogue(apps, schema_editor):
    Category, Skill = apps.get_model("accounts", "Category"), apps.get_model("accounts", "Skill")
    for name, (icon, skills) in CATALOGUE.items():
        category = Category.objects.create(slug=slugify(name), name=name, icon=icon)
        Skill.objects.bulk_create(Skill(name=skill, slug=slugify(skill), category=category) for skill in skills)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(figures, migrations.RunPython.noop),
        migrations.RunPython(catalogue, migrations.RunPython.noop),
    ]
