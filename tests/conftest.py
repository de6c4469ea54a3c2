"""The cast. Ada hires, Ben and Cleo find work, Charlie may do nothing, Olga operates the site."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from accounts.models import Category, ClientProfile, Skill, User
from common import clock
from connects import services as connects
from jobs import services as jobs
from jobs.models import Job
from tests import database

HERE = Path(__file__).parent
# What starts and checks the site; the local Stripe, with a file of its own; plays in a file of their own.
OF_NO_ENGINE = ("house", "stripe_sandbox", "laboratory")
# Who gets in is decided in Python, whatever answers the queries; what a column cannot hold is asked of both engines.
DOORS = ("test_addresses.py", "test_everybody_else.py")
NEW_SITE = os.environ.get("NEW_SITE", "") if connection.vendor == "sqlite" else ""
# A plain Monday morning: stories say when they happen, and move on from there.
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test about one engine is no test of the other: it is left out there, not skipped.

    Some parts never ask the site's database: once is enough for them.
    """
    for item in items:
        of_a_door = item.path.name in DOORS and not item.name.startswith("test_numbers_that_nothing_has")
        if of_a_door or item.path.relative_to(HERE).parts[0] in OF_NO_ENGINE:
            item.add_marker(pytest.mark.sqlite)
    other = "sqlite" if connection.vendor == "postgresql" else "postgres"
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    # A worker that takes up a long file last keeps the others waiting at the end. Browsers' files have an order.
    marks = [(item.path, {mark.name for mark in item.iter_markers()}) for item in items]
    long = {path for path, names in marks if names & {"slow", "postgres"} and "browser" not in names}
    items[:] = sorted((item for item in items if item not in left_out), key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """SQLite's copy of the new site that `make test` has migrated; PostgreSQL makes its own of a template."""
    if NEW_SITE:
        shutil.copyfile(NEW_SITE, settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb) -> bool:
    return bool(NEW_SITE) or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """A transactional test's flush lifts the guards for itself and leaves the rows of a new site behind."""
    with django_db_blocker.unblock():
        database.flush_lifts_guards(database.migrated_rows())


@pytest.fixture(autouse=True)
def _forget_clock() -> None:
    clock.forget()


@pytest.fixture(autouse=True)
def _speak_english() -> None:
    """Whatever language the test before was answered in."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    """Whom the test before had kept from trying again: its people have the same numbers and the same address."""
    cache.clear()


@pytest.fixture
def person(db) -> Callable[..., User]:
    """Make a person: `person("Ben", freelancer=True, client=False, **fields)`."""

    def make(name: str, *, freelancer: bool = False, client: bool = False, **fields: Any) -> User:
        now = clock.now()
        who = User.objects.create_user(
            fields.pop("email", f"{name.lower()}@example.com"),
            fields.pop("password", "correct horse battery"),
            name=name,
            email_verified_at=fields.pop("email_verified_at", now),
            freelancer_since=now if freelancer else None,
            client_since=now if client else None,
            hat="client" if client and not freelancer else "freelancer",
            **fields,
        )
        if who.email_verified_at:
            who.emailaddress_set.create(email=who.email, verified=True, primary=True)
        if freelancer:
            connects.open_wallet(person=who)
        if client:
            ClientProfile.objects.get_or_create(person=who, defaults={"company": f"{name} Ltd", "country": "GB"})
        return who

    return make


@pytest.fixture
def ada(person):
    return person("Ada", client=True)


@pytest.fixture
def ben(person):
    return person("Ben", freelancer=True)


@pytest.fixture
def cleo(person):
    return person("Cleo", freelancer=True)


@pytest.fixture
def charlie(person):
    return person("Charlie")


@pytest.fixture
def olga(person):
    return person("Olga", is_staff=True, is_superuser=True)


@pytest.fixture
def design(db) -> Category:
    return Category.objects.get_or_create(slug="design", defaults={"name": "Design"})[0]


@pytest.fixture
def python_skill(design) -> Skill:
    return Skill.objects.get_or_create(slug="python", defaults={"name": "Python", "category": design})[0]


@pytest.fixture
def post(ada, design, python_skill) -> Callable[..., Job]:
    """Publish a job as its client would: `post(title="Logo", fixed_minor=150_000, level="expert")`."""

    def make(*, client: User = ada, **fields: Any) -> Job:
        hourly = fields.get("budget_type") == "hourly"
        words: dict[str, Any] = {
            "title": "Draw a logo for a bakery",
            "description": "Three drafts, then one finished logo as SVG, for a small bakery in Leeds.",
            "category": design,
            "skills": [python_skill],
            "fixed_minor": None if hourly else 50_000,
        }
        return jobs.publish(jobs.draft(client, **(words | fields)), by=client)

    return make


@pytest.fixture
def job(post) -> Job:
    """An open job of Ada's that costs 4 Connects."""
    return post()
