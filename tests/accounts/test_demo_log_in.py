"""The demo's open doors: one click in demo mode, no door anywhere else."""

import pytest

from accounts.models import DemoPerson, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(ben):
    return DemoPerson.objects.create(person=ben, label="Freelancer with 62 Connects")


@pytest.fixture
def address(door):
    return f"/demo/log-in/{door.pk}/"


def inside(client):
    return client.session.get("_auth_user_id")


def test_the_log_in_page_offers_each_demo_person_with_one_click(client, door, address, settings):
    settings.DEMO = True
    page = client.get("/accounts/login/").content.decode()
    assert f'action="{address}"' in page
    assert "Freelancer with 62 Connects" in page


def test_one_click_opens(client, ben, address, settings):
    settings.DEMO = True
    assert client.post(address).status_code == 302
    assert inside(client) == str(ben.pk)


def test_another_click_changes_the_person(client, ben, cleo, address, settings):
    settings.DEMO = True
    client.force_login(cleo)
    client.post(address)
    assert inside(client) == str(ben.pk)


def test_the_click_is_protected_against_forged_forms(ben, address, settings, client):
    settings.DEMO = True
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(address).status_code == 403


def test_following_a_link_is_no_click(client, address, settings):
    settings.DEMO = True
    assert client.get(address).status_code == 405
    assert inside(client) is None


@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
def test_outside_demo_mode_there_is_no_such_door(client, address, settings, method):
    settings.DEMO = False
    assert getattr(client, method)(address).status_code == 404
    assert inside(client) is None


def test_outside_demo_mode_the_log_in_page_names_nobody(client, door, settings):
    settings.DEMO = False
    page = client.get("/accounts/login/").content.decode()
    assert "/demo/log-in/" not in page
    assert "Freelancer with 62 Connects" not in page


@pytest.mark.parametrize("number", [0, 999_999, 10**40])
def test_a_door_that_is_not_there_stays_shut(client, door, settings, number):
    settings.DEMO = True
    assert client.post(f"/demo/log-in/{number}/").status_code == 404


def test_people_who_are_not_featured_have_no_door(client, cleo, door, settings):
    settings.DEMO = True
    assert not DemoPerson.objects.filter(person=cleo).exists()
    client.post(f"/demo/log-in/{cleo.pk + 1000}/")
    assert inside(client) is None


def test_a_suspended_demo_person_stays_outside(client, ben, address, settings):
    settings.DEMO = True
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert client.post(address).status_code == 404
