"""An operator walks through everything that somebody has, as them: not one row is another afterwards."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import Impersonation, User
from common.models import Notice
from proposals.models import Proposal
from tests.hostile.crawl import walk

pytestmark = pytest.mark.django_db


def every_row() -> dict[str, list[Any]]:
    """All that the database holds but the record of the visit itself, and the operator's own session."""
    left_out = (Impersonation, Session)
    models = [each for each in apps.get_models() if each._meta.managed and each not in left_out]
    return {each._meta.label: list(each._base_manager.order_by("pk").values_list()) for each in models}


def everywhere(browser: Client, person: User) -> list[str]:
    """Every kind of page that links lead to, and of what is told when it is opened, every one."""
    told = [f"/proposals/{pk}/" for pk in Proposal.objects.values_list("pk", flat=True)]
    told += [f"/notifications/{pk}/" for pk in Notice.objects.filter(person=person).values_list("pk", flat=True)]
    for address in told:
        assert browser.get(address).status_code < 500
    return [address for address, page in walk(None, browser=browser)]


@pytest.mark.parametrize("name", ["ada", *(pytest.param(each, marks=pytest.mark.slow) for each in ("ben", "maya"))])
def test_a_walk_as_somebody_leaves_no_trace(world, name):
    person = getattr(world, name)
    browser = Client()
    browser.force_login(world.olga)
    browser.get("/")
    browser.post(f"/admin/accounts/user/{person.pk}/see-as/", {"reason": "Ticket 17"})
    before = every_row()
    pages = everywhere(browser, person)
    assert len(pages) > 30
    visit = Impersonation.objects.latest("id")
    assert visit.pages >= len(pages)
    assert visit.ended_at is None
    after = every_row()
    assert [label for label, rows in before.items() if rows != after[label]] == []


def test_control_the_same_walk_by_herself_leaves_traces(world):
    before = every_row()
    browser = Client()
    browser.force_login(world.ada)
    assert len(everywhere(browser, world.ada)) > 30
    changed = {label for label, rows in before.items() if rows != every_row()[label]}
    assert {"proposals.Proposal", "accounts.User", "common.Notice"} <= changed
