"""Buying as it happens: the site's own pages, the real SDK, a Stripe sandbox in a process of its own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Agency, AgencyMember
from billing.models import DiscountPolicy, Package, Purchase
from common import clock
from connects import services as connects
from tests.stripe_process import SECRET, StripeProcess

KEY = {"Authorization": "Bearer sk_test_of_the_tests"}


@dataclass
class Till:
    """The sandbox, and the steps that a buyer and Stripe take with it."""

    stripe: StripeProcess

    def browser(self, person) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    def buy(self, person, count: int = 20, *, job: int | None = None) -> Purchase:
        """Choose a package; the purchase whose checkout is open then."""
        response = self.choose(person, count, job=job)
        assert response.status_code == 302, response.content.decode()
        purchase = Purchase.objects.get(session_url=response["Location"], buyer=person)
        assert purchase.connects == count
        return purchase

    def choose(self, person, count: int = 20, *, job: int | None = None, browser: Client | None = None):
        package = Package.objects.get(connects=count, region__currency="USD")
        query = f"?job={job}" if job else ""
        browser = browser or self.browser(person)
        return browser.post(f"/settings/connects/buy/{query}", {"package": package.pk})

    def pay(self, purchase: Purchase, **fields: str) -> int:
        return self.stripe.pay(purchase.session_id, **fields)[0]

    def come_back(self, person, purchase: Purchase, *, follow: bool = False):
        address = f"/settings/connects/buy/return/?session_id={purchase.session_id}"
        return self.browser(person).get(address, follow=follow)

    def events(self, purchase: Purchase, kind: str = "") -> list[dict[str, Any]]:
        """Stripe's events about this purchase's session, oldest first."""
        found = json.loads(self.stripe.get("/v1/events?limit=100", **KEY)[1])["data"][::-1]
        mine = [event for event in found if event["data"]["object"]["id"] == purchase.session_id]
        return [event for event in mine if not kind or event["type"] == f"checkout.session.{kind}"]

    def webhook(self, event: dict[str, Any], *, signature: str | None = None):
        """The webhook as Stripe would send it, through the real view."""
        signed = self.stripe.control("signed", event=event["id"])
        return Client(raise_request_exception=False).post(
            "/stripe/webhook/",
            signed["body"],
            content_type="application/json",
            headers={"Stripe-Signature": signed["signature"] if signature is None else signature},
        )

    def tamper(self, purchase: Purchase, **fields: Any) -> None:
        self.stripe.control("tamper", id=purchase.session_id, object="checkout.session", fields=fields)

    def sessions_for(self, purchase: Purchase) -> int:
        """How many checkouts Stripe has opened for this purchase."""
        listed = json.loads(self.stripe.get("/v1/checkout/sessions?limit=100", **KEY)[1])["data"]
        return sum(session["metadata"].get("purchase") == purchase.key for session in listed)


@pytest.fixture(scope="session")
def stripe_process(tmp_path_factory) -> Iterator[StripeProcess]:
    process = StripeProcess(tmp_path_factory.mktemp("till") / "stripe.sqlite3").start()
    yield process
    process.stop()


@pytest.fixture
def till(stripe_process, settings, db) -> Till:
    settings.DEMO = True
    settings.STRIPE_SECRET_KEY = ""
    settings.STRIPE_API_BASE = stripe_process.url
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_rolled_out", SECRET]
    stripe_process.control("reset")
    list_prices_only()
    return Till(stripe_process)


def list_prices_only() -> None:
    """These stories are told at list prices; what lowers them has stories of its own."""
    DiscountPolicy.objects.update(first_purchase_percent=0)


def balance(person) -> int:
    held = connects.balance_of(person)
    assert held is not None
    return held


def found_agency(owner, *, plan: str = "", name: str = "Fieldstone") -> Agency:
    """An agency that somebody owns, on a plan or none."""
    agency = Agency.objects.create(name=name, handle=name.lower())
    AgencyMember.objects.create(agency=agency, person=owner, role=AgencyMember.Role.OWNER)
    wallet = connects.open_wallet(agency=agency)
    if plan:
        now = clock.now()
        connects.begin_plan(wallet.pk, plan, at=now, paid_until=now + timedelta(days=30))
    return agency


@pytest.fixture
def agency_of(db):
    """`agency_of(ben, plan="business")`"""
    return found_agency
