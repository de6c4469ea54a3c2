"""Operators read the admin in their own language: no model and no field that it shows has a name in English alone."""

from django.contrib import admin
from django.utils.functional import Promise
from django.utils.translation import override

from marketplace import names
from talent.models import Attempt


def test_every_name_that_the_admin_shows_can_be_translated() -> None:
    models = {model for page in admin.site._registry.values() for model in (page.model, *_inline(page))}
    ours = {model for model in models if model._meta.app_label in names._LABELS}
    shown = {
        (model.__name__, name)
        for model in ours
        for name in (
            model._meta.verbose_name,
            model._meta.verbose_name_plural,
            *(field.verbose_name for field in (*model._meta.fields, *model._meta.many_to_many)),
        )
    }
    assert sorted(each for each in shown if not isinstance(each[1], Promise)) == []


def test_in_english_they_are_what_they_were() -> None:
    with override("en"):
        assert str(Attempt._meta.verbose_name_plural) == "attempts"
        assert str(Attempt._meta.get_field("deadline_at").verbose_name) == "deadline at"


def _inline(page: admin.ModelAdmin) -> list[type]:  # type: ignore[type-arg]
    return [inline.model for inline in page.inlines]
