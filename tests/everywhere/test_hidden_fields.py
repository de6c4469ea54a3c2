"""What a form does not ask for cannot be set: every form sent as it is, and again with every column that we have.

Both write the same to the database, value by value. What differs between two plain sendings (instants, chance) is left
out of the comparison.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from tests.everywhere.watching import Change, undone
from tests.hostile.crawl import Form
from tests.hostile.posting import Try, good, send, suppress_stripe
from tests.hostile.room import Walked

pytestmark = [pytest.mark.sqlite, pytest.mark.slow, pytest.mark.django_db]
ROOMS = ("accounts", "common", "connects", "billing", "talent", "jobs", "proposals", "support")
# The form of a job asks for these where its client may say so, and its service refuses them otherwise (tests/jobs).
ASKED_OF_SOME = {"featured", "level", "budget_type"}


@dataclass
class Site:
    people: dict[str, Any]

    def everybody(self) -> dict[str, Any]:
        return self.people


@pytest.fixture(scope="module")
def found(world) -> Walked:
    people, _ = world
    return Walked(Site(people), ("visitor", "ada", "ben", "maya"))


def columns() -> set[str]:
    """Every name under which a careless form would set something."""
    fields = [
        field for room in ROOMS for model in apps.get_app_config(room).get_models() for field in model._meta.fields
    ]
    return {name for field in fields for name in (field.name, field.attname)} | {"groups", "user_permissions", "next"}


def written(form: Form, person, extra: dict[str, Any]) -> list[Change]:
    """What the form writes, statement by statement, when it is sent with these beside its own fields."""
    cache.clear()
    browser = Client()
    if person is not None:
        browser.force_login(person)
    typed = {each.name: good(each) for each in form.fields} | extra
    with undone() as changes, suppress_stripe():
        send(browser, Try(form, typed, {}))
    return [each for each in changes if not each.is_of_a_visit]


def differences(once: list[Change], again: list[Change], spoilt: list[Change]) -> list[str]:
    """Where the spoilt sending wrote something else, though the two plain ones agree."""
    first, second, third = ([each.sql for each in sent] for sent in (once, again, spoilt))
    if first != second:
        return ["twice the same is not the same: it cannot be compared"]
    if first != third:
        return ["other statements"]
    return [
        f"{one.sql[:200]}: value {place}: {theirs}, not {ours}"
        for one, two, three in zip(once, again, spoilt, strict=True)
        for place, (ours, same, theirs) in enumerate(zip(one.values, two.values, three.values, strict=True))
        if ours == same != theirs
    ]


def test_a_form_writes_the_same_whatever_else_is_sent_with_it(found):
    wrong, wrote = [], 0
    for form in found.forms.values():
        if form.method != "post" or not form.action.startswith("/"):
            continue
        mine = {each.name for each in form.fields}
        extra = dict.fromkeys(columns() - mine - ASKED_OF_SOME, "1")
        person = found.people[form.who]
        once, again, spoilt = (written(form, person, more) for more in ({}, {}, extra))
        wrote += bool(once)
        wrong += [f"{form.who}: {form.action}: {each}" for each in differences(once, again, spoilt)]
    assert not wrong, "\n".join(wrong)
    # Most of them did something, so that there was something to compare.
    assert wrote >= 25
