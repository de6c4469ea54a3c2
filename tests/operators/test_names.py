"""Operators read the admin in their own language: no model and no field that it shows has a name in English alone."""

from django.contrib import admin
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import override

from marketplace import names
from talent.models import Attempt


def ours_that_the_admin_shows() -> list[type[Model]]:
    pages = admin.site._registry.values()
    models = {model for page in pages for model in (page.model, *(inline.model for inline in page.inlines))}
    return [model for model in models if model._meta.app_label in names._LABELS]


def test_every_row_says_what_it_is() -> None:
    """Not "JobClosure object (5)"."""
    assert [model for model in ours_that_the_admin_shows() if model.__str__ is Model.__str__] == []


def test_every_name_that_the_admin_shows_can_be_translated() -> None:
    ours = [model._meta for model in ours_that_the_admin_shows()]
    called = {str(name) for meta in ours for name in (meta.verbose_name, meta.verbose_name_plural)}
    assert called - {str(each) for each in names._MODELS} == set()
    fields = [field for meta in ours for field in (*meta.fields, *meta.many_to_many)]
    assert [str(field) for field in fields if not isinstance(field.verbose_name, Promise)] == []


def test_in_english_they_are_what_they_were() -> None:
    with override("en"):
        assert str(Attempt._meta.verbose_name_plural) == "attempts"
        assert str(Attempt._meta.get_field("deadline_at").verbose_name) == "deadline at"
