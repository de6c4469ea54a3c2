"""A link followed by a stranger: it is remembered, said on the sign-up page, and written down when they join."""

from datetime import timedelta

import pytest

from accounts.models import User
from common import policies
from connects import invitations, referrals
from connects.models import Referral, ReferralCode, ReferralPolicy
from tests.accounts.conftest import sign_up  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(ben) -> str:
    return referrals.code_of(ben).get_absolute_url()


def test_it_leads_to_joining_and_says_who_invites(client, link):
    page = client.get(link, follow=True)
    assert page.redirect_chain == [("/accounts/signup/", 302)]
    words = page.content.decode()
    assert "Ben invites you" in words
    assert "with your first purchase" in words
    cookie = client.cookies[invitations.COOKIE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (30 * 24 * 3600, True, "Lax")


def test_whoever_comes_alone_sees_no_invitation(client, db):
    assert "invites you" not in client.get("/accounts/signup/").content.decode()


def test_whoever_joins_after_it_was_invited(client, link, ben, sign_up):  # noqa: F811
    client.get(link)
    sign_up()
    row = Referral.objects.get()
    assert (row.referrer, row.newcomer.email, row.state) == (ben, "dora@example.com", "joined")


def test_whoever_joins_without_it_was_not(sign_up):  # noqa: F811
    sign_up()
    assert not Referral.objects.exists()


def test_capital_letters_are_the_same_link(client, link):
    assert client.get(link.upper().replace("/R/", "/r/")).status_code == 302


@pytest.mark.parametrize("code", ["x", "aaaaaaaaaa", "a" * 500, "DROP-TABLE", "1' OR 1=1", "%00", "..", "é"])
def test_a_made_up_link_is_nobodys(client, ben, code):
    referrals.code_of(ben)
    response = client.get(f"/r/{code}/")
    assert response.status_code == 404
    assert invitations.COOKIE not in client.cookies


@pytest.mark.parametrize("value", ["", "x", "forged:abc:def", "a" * 4000])
def test_a_forged_cookie_invites_nobody(client, ben, value, sign_up):  # noqa: F811
    referrals.code_of(ben)
    client.cookies[invitations.COOKIE] = value
    assert client.get("/accounts/signup/").status_code == 200
    sign_up()
    assert not Referral.objects.exists()


def test_it_is_read_by_get_alone(client, link):
    assert client.post(link).status_code == 405


def test_while_the_programme_rests_it_only_leads_to_joining(client, link, olga, sign_up):  # noqa: F811
    policies.change(ReferralPolicy.objects.get(), actor=olga, reason="Budget", enabled=False)
    page = client.get(link, follow=True)
    assert "invites you" not in page.content.decode()
    sign_up()
    assert not Referral.objects.exists()


def test_a_closed_account_invites_nobody(client, link, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert "invites you" not in client.get(link, follow=True).content.decode()


def test_ones_own_link_says_so(client, link, ben):
    client.force_login(ben)
    page = client.get(link, follow=True)
    assert page.redirect_chain[0][0] == "/settings/referrals/"
    assert "This is your own link" in page.content.decode()


def test_a_member_is_here_already(client, link, cleo):
    client.force_login(cleo)
    assert "You are here already" in client.get(link, follow=True).content.decode()
    assert invitations.COOKIE not in client.cookies


def test_an_invitation_lapses(client, link, sign_up, monkeypatch):  # noqa: F811
    client.get(link)
    monkeypatch.setattr(invitations, "_lasts", lambda: timedelta(seconds=-1))
    sign_up()
    assert not Referral.objects.exists()


def test_a_second_account_in_the_referrers_browser_does_not_count(client, sign_up, ben, link):  # noqa: F811
    client.post("/accounts/login/", {"login": ben.email, "password": "correct horse battery"})
    client.post("/accounts/logout/")
    client.get(link)
    sign_up()
    row = Referral.objects.get()
    assert (row.state, row.why) == ("not_counted", "device")


def test_codes_are_short_and_everybodys_own(ben, cleo):
    codes = {referrals.code_of(who).code for who in (ben, cleo, ben)}
    assert len(codes) == 2
    assert all(len(code) == 10 and code.isalnum() for code in codes)
    assert ReferralCode.objects.count() == 2
