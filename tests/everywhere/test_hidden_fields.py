"""What a form does not ask for cannot be set: every form sent as it is, and again with every column that we have.

Both write the same to the database, value by value. What differs between two plain sendings (instants, chance) is left
out of the comparison.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from tests.hostile.crawl import Form
from tests.hostile.posting import _AT_STRIPE, Try, _send, good
from tests.hostile.room import Walked

pytestmark = [pytest.mark.sqlite, pytest.mark.slow, pytest.mark.django_db]
ROOMS = ("accounts", "common", "connects", "billing", "talent", "jobs", "proposals", "support")
CHANGES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# The form of a job asks for these where its client may say so, and its service refuses them otherwise (tests/jobs).
ASKED_OF_SOME = {"featured", "level", "budget_type"}
OF_A_VISIT = ("django_session", "usersessions_")


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


def written(form: Form, person, extra: dict[str, Any]) -> list[tuple[str, Any]]:
    """What the form writes, statement by statement, when it is sent with these beside its own fields."""
    cache.clear()
    browser, done = Client(), []
    if person is not None:
        browser.force_login(person)

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        changed = CHANGES.match(sql)
        if changed and context["cursor"].rowcount and not changed[1].startswith(OF_A_VISIT):
            done.append((sql, tuple(map(repr, params or ()))))
        return result

    typed = {each.name: good(each) for each in form.fields} | extra
    with transaction.atomic():
        try:
            with connection.execute_wrapper(watch):
                _send(browser, Try(form, typed, {}))
        except Exception as broke:
            if _AT_STRIPE not in str(broke):
                raise
        finally:
            transaction.set_rollback(True)
    return done


def differences(once: list, again: list, spoilt: list) -> list[str]:
    """Where the spoilt sending wrote something else, though the two plain ones agree."""
    if len(once) != len(spoilt) or [sql for sql, _ in once] != [sql for sql, _ in spoilt]:
        return [] if [sql for sql, _ in once] != [sql for sql, _ in again] else ["other statements"]
    rows = zip(once, again, spoilt, strict=True)
    return [
        f"{sql[:200]}: value {place}: {theirs}, not {ours}"
        for (sql, first), (_, second), (_, third) in rows
        for place, (ours, same, theirs) in enumerate(zip(first, second, third, strict=True))
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
