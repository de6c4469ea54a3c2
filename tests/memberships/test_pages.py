"""The membership's pages: whose they are, what they cost the database, and what they take."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AgencyMember
from billing.memberships import contracts, telling
from billing.models import Invoice, PlanTerms
from common import clock
from common.models import Notice
from common.time_travel import a_month_after

ACTS = ("cancel", "resume", "keep", "abandon", "portal")


def queries(person, path: str) -> int:
    browser = Client()
    browser.force_login(person)
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


def test_the_page_asks_as_often_with_five_invoices_as_with_fifty(studio, ben):
    now = clock.now()
    enterprise = PlanTerms.objects.get(plan__code="enterprise")
    row = contracts.begin(studio, terms=enterprise, until=a_month_after(now), contract="As signed.")
    path = f"/settings/membership/agency/{studio.handle}/"
    counts = []
    for more in (range(5), range(5, 50)):
        for number in more:
            Invoice.objects.create(
                membership=row,
                plan=row.plan,
                invoice_id=f"in_{number}",
                amount_minor=100,
                currency="USD",
                starts_at=now,
                ends_at=a_month_after(now),
                paid_at=now,
            )
        counts.append(queries(ben, path))
    assert counts[0] == counts[1]


def test_an_invoice_is_its_payers_alone(desk, ben, cleo):
    address = desk.join(ben).invoices.get().get_absolute_url()
    assert desk.till.browser(ben).get(address).status_code == 200
    assert desk.till.browser(cleo).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_posted_by_whoever_is_logged_in(ben, act):
    address = f"/settings/membership/{act}/"
    assert Client().post(address).status_code == 302
    browser = Client()
    browser.force_login(ben)
    assert browser.get(address).status_code == 405
    # Without a membership, or a customer at Stripe, there is nothing to do: back to the page, with a word.
    assert browser.post(address)["Location"] == "/settings/membership/"


def test_who_only_hires_has_no_wallet_for_a_membership(ada):
    browser = Client()
    browser.force_login(ada)
    assert "You have no wallet yet" in browser.get("/settings/membership/").content.decode()
    for act in ("choose", *ACTS):
        assert browser.post(f"/settings/membership/{act}/", {"plan": "plus", "interval": "month"}).status_code == 404


@pytest.mark.parametrize("query", ["", "?session_id=", "?session_id=cs_test_x", "?session_id=%00"])
def test_a_return_without_a_checkout_is_not_found(ben, query):
    browser = Client()
    browser.force_login(ben)
    assert browser.get(f"/settings/membership/return/{query}").status_code == 404


def test_when_a_manager_who_pays_is_gone_the_owner_is_told_as_well(desk, studio, ben, cleo):
    AgencyMember.objects.create(agency=studio, person=cleo, role=AgencyMember.Role.MANAGER)
    row = desk.join(cleo, "agency", handle=studio.handle)
    AgencyMember.objects.filter(agency=studio, person=cleo).update(left_at=clock.now())
    telling.ending(row)
    assert {notice.person for notice in Notice.objects.filter(kind="membership_ending")} == {ben, cleo}


def test_whoever_pays_and_runs_it_no_more_can_stop_paying(desk, studio, ben, cleo):
    AgencyMember.objects.create(agency=studio, person=cleo, role=AgencyMember.Role.MANAGER)
    row = desk.join(cleo, "agency", handle=studio.handle)
    AgencyMember.objects.filter(agency=studio, person=cleo).update(left_at=clock.now())
    assert "Stop paying" in desk.page(cleo, handle=studio.handle).content.decode()
    for act in ("choose", "resume", "keep", "abandon", "portal"):
        assert desk.page(cleo, f"{act}/", handle=studio.handle, sure="yes").status_code == 404
    desk.act(cleo, "cancel", handle=studio.handle)
    row.refresh_from_db()
    assert row.ends_at_period_end
    assert "Nothing more is charged to you." in desk.page(cleo, handle=studio.handle).content.decode()
    assert {notice.person for notice in Notice.objects.filter(kind="membership_ending")} == {ben, cleo}
