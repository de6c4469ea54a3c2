"""Plans by contract: an operator gives them to an agency for so long."""

from datetime import timedelta

import pytest
from django.test import Client

from billing.models import Membership, PlanTerms
from common import clock
from common.models import Notice
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import held

ADD = "/admin/billing/membership/begin-contract/"


@pytest.fixture
def browser(olga) -> Client:
    browser = Client()
    browser.force_login(olga)
    return browser


def give(browser, agency, *, days=400, **fields):
    terms = PlanTerms.objects.get(plan__code="enterprise")
    until = (clock.now() + timedelta(days=days)).date()
    said = {"agency": agency.pk, "plan": terms.pk, "until": until, "contract": "As signed.", "reason": "Signed today."}
    return browser.post(ADD, said | fields, follow=True)


def test_an_operator_gives_enterprise_with_a_reason(browser, studio, ben):
    assert give(browser, studio).status_code == 200
    row = Membership.objects.get()
    assert (row.status, row.plan.code, row.payer, row.is_contract) == ("active", "enterprise", ben, True)
    assert held(studio) == 1_000 + 20
    assert connects.plan_of(studio.wallet.pk).code == "enterprise"
    assert_books_balance()


def test_without_a_reason_nothing_is_given(browser, studio):
    response = give(browser, studio, reason="")
    assert "This field is required" in response.content.decode()
    assert not Membership.objects.exists()


def test_a_day_that_is_past_is_refused(browser, studio):
    assert "Choose a day in the future." in give(browser, studio, days=-2).content.decode()


def test_there_is_never_a_second_plan_beside_it(browser, studio):
    give(browser, studio)
    assert "That must end first." in give(browser, studio).content.decode()
    assert Membership.objects.count() == 1


def test_fourteen_months_by_contract_and_then_it_runs_out(browser, studio, ben, desk):
    give(browser, studio, days=400)
    row = Membership.objects.get()
    desk.months(14)
    row.refresh_from_db()
    assert row.status == "ended"
    assert row.ended_because == "The contract has run out."
    assert connects.plan_of(studio.wallet.pk).code == ""
    # Begun, and thirteen months on: those of the first year's first month and the welcome have lapsed since.
    granted = sum(lot.granted for lot in studio.wallet.lots.all())
    assert granted == 14 * 1_000 + 20
    assert Notice.objects.filter(person=ben, kind="membership_ended").count() == 1
    assert_books_balance()


def test_extending_goes_on_and_never_back(browser, studio):
    give(browser, studio, days=40)
    row = Membership.objects.get()
    url = f"/admin/billing/membership/{row.pk}/extend-contract/"
    later, sooner = (row.paid_until + timedelta(days=days) for days in (60, -10))
    refused = browser.post(url, {"until": sooner.date(), "reason": "A slip."}, follow=True)
    assert "Choose a later day." in refused.content.decode()
    browser.post(url, {"until": later.date(), "reason": "Prolonged."}, follow=True)
    row.refresh_from_db()
    assert row.paid_until.date() == later.date()
    assert connects.plan_of(studio.wallet.pk).paid_until == row.paid_until
    assert_books_balance()


def test_ending_at_once_tells_the_owner_why(browser, studio, ben):
    give(browser, studio)
    row = Membership.objects.get()
    browser.post(f"/admin/billing/membership/{row.pk}/end-now/", {"reason": "It was dissolved."}, follow=True)
    row.refresh_from_db()
    assert (row.status, row.ended_because) == ("ended", "It was dissolved.")
    assert held(studio) == 1_020
    assert_books_balance()


def test_nobody_but_operators_may(studio, ben):
    browser = Client()
    browser.force_login(ben)
    assert browser.post(ADD, {"reason": "Me too."}).status_code in (302, 403)
    assert not Membership.objects.exists()
