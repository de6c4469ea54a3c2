"""Logging in by e-mail and password, at the door and at the operators' desk, and how often one may be wrong."""

import pytest
from django.core.cache import cache

from accounts.models import User

pytestmark = pytest.mark.django_db
RIGHT = "correct horse battery"


def knock(client, email="ben@example.com", password="wrong", **headers):
    return client.post("/accounts/login/", {"login": email, "password": password}, **headers)


def inside(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_opens(client, ben):
    assert knock(client, password=RIGHT).status_code == 302
    assert inside(client)


def test_the_address_is_not_case_sensitive(client, ben):
    knock(client, email="BEN@Example.com", password=RIGHT)
    assert inside(client)


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, ben):
    known = knock(client).context["form"].errors
    unknown = knock(client, email="nobody@example.com").context["form"].errors
    assert known == unknown
    assert not inside(client)


def test_a_suspended_person_stays_outside(client, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert knock(client, password=RIGHT).url == "/accounts/inactive/"
    assert not inside(client)


def test_after_five_wrong_passwords_even_the_right_one_waits(client, ben):
    for _ in range(5):
        assert not inside(client)
        knock(client)
    page = knock(client, password=RIGHT)
    assert "Too many failed login attempts" in str(page.context["form"].errors)
    assert not inside(client)

    cache.clear()
    knock(client, password=RIGHT)
    assert inside(client)


def test_somebody_elses_wrong_passwords_do_not_keep_cleo_out(client, ben, cleo):
    for _ in range(6):
        knock(client)
    knock(client, email="cleo@example.com", password=RIGHT)
    assert inside(client)


def test_one_address_on_the_net_cannot_try_everybody(client, db):
    for n in range(10):
        knock(client, email=f"somebody{n}@example.com")
    page = knock(client, email="somebody99@example.com")
    assert "Too many failed login attempts" in str(page.context["form"].errors)


def test_a_spoofed_forwarding_header_does_not_reset_the_count(client, ben):
    """Without a proxy of ours, X-Forwarded-For is only something the visitor says."""
    for n in range(10):
        knock(client, email=f"somebody{n}@example.com", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    page = knock(client, password=RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.200")
    assert "Too many failed login attempts" in str(page.context["form"].errors)


def test_behind_one_proxy_each_visitor_has_a_count_of_their_own(client, ben, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        knock(client, email=f"somebody{n}@example.com", HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.1")
    knock(client, password=RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.1, 203.0.113.2")
    assert inside(client)


def test_a_request_that_came_past_our_proxies_is_refused_plainly(client, ben, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert knock(client, password=RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.1").status_code == 403


def test_the_operators_desk_has_no_log_in_of_its_own(client, olga):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").url == "/accounts/login/?next=%2Fadmin%2F"
    response = client.post("/admin/login/?next=/admin/", {"username": "olga@example.com", "password": RIGHT})
    assert response.url.startswith("/accounts/login/")
    assert not inside(client)


def test_many_wrong_passwords_at_the_operators_desk_are_throttled(client, olga):
    door = client.get("/admin/", follow=True).redirect_chain[-1][0]
    assert door == "/accounts/login/?next=%2Fadmin%2F"
    for _ in range(5):
        client.post(door, {"login": "olga@example.com", "password": "wrong", "next": "/admin/"})
    page = client.post(door, {"login": "olga@example.com", "password": RIGHT, "next": "/admin/"})
    assert "Too many failed login attempts" in str(page.context["form"].errors)
    assert not inside(client)


def test_posting_to_the_admins_own_log_in_never_checks_a_password(client, olga):
    for _ in range(50):
        client.post("/admin/login/", {"username": "olga@example.com", "password": RIGHT})
    assert not inside(client)


def test_olga_comes_to_her_desk(client, olga):
    assert knock(client, email="olga@example.com", password=RIGHT).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_ben_does_not_come_to_the_desk(client, ben):
    client.force_login(ben)
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/login/").status_code == 403


def test_log_in_goes_on_to_where_one_wanted_to_go_but_never_off_the_site(client, ben):
    data = {"login": "ben@example.com", "password": RIGHT}
    assert client.post("/accounts/login/", {**data, "next": "/settings/"}).url == "/settings/"
    client.logout()
    assert client.post("/accounts/login/", {**data, "next": "https://evil.example/"}).url == "/"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("", ""),
        ("ben", "x"),
        ("ben\x00@example.com", "x"),
        ("a" * 5000 + "@example.com", "x"),
        ("ben@example.com", "x" * 100_000),
    ],
)
def test_bad_input_is_refused_on_the_page(client, ben, login, password):
    assert knock(client, email=login, password=password).status_code == 200
    assert not inside(client)


def test_logging_out_needs_a_press_of_the_button(client, ben):
    client.force_login(ben)
    client.get("/accounts/logout/")
    assert inside(client)
    client.post("/accounts/logout/")
    assert not inside(client)
