"""Memberships as they happen: the site's pages, the real SDK, a Stripe sandbox whose clock goes with the site's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Agency, AgencyMember
from billing.memberships import following
from billing.models import Membership
from common import clock
from common.time_travel import Journey, a_month_after, travel
from connects import services as connects
from tests.billing.conftest import KEY, Till
from tests.stripe_process import SECRET, StripeProcess

# Is kept, and refuses every later charge.
FAILS_LATER = "4000000000000341"
GOOD = "4242424242424242"


@dataclass
class Desk:
    """The steps that a member, Stripe and time take."""

    till: Till
    key = KEY

    def page(self, person, path: str = "", *, handle: str = "", **data: Any):
        """Get a page of the membership, or post to it when there is something to say."""
        base = f"/settings/membership/agency/{handle}/" if handle else "/settings/membership/"
        browser = self.till.browser(person)
        return browser.post(base + path, data) if data else browser.get(base + path)

    def begin(self, person, plan: str = "plus", interval: str = "month", *, handle: str = "") -> Membership:
        """Choose a plan: the membership whose checkout is open then."""
        response = self.page(person, "choose/", handle=handle, plan=plan, interval=interval)
        assert response.status_code == 302, response.content.decode()
        return Membership.objects.get(session_url=response["Location"])

    def pay(self, row: Membership, number: str = GOOD) -> int:
        return self.till.stripe.pay(row.session_id, number=number)[0]

    def come_back(self, person, row: Membership, *, follow: bool = False):
        return self.till.browser(person).get(
            f"/settings/membership/return/?session_id={row.session_id}", follow=follow
        )

    def join(self, person, plan: str = "plus", interval: str = "month", *, handle: str = "", number: str = GOOD):
        """Begin, pay, come back: a running membership."""
        row = self.begin(person, plan, interval, handle=handle)
        self.pay(row, number)
        self.come_back(person, row)
        row.refresh_from_db()
        assert row.runs, row.mismatch or row.status
        return row

    def change(self, person, plan: str, interval: str, *, handle: str = ""):
        """Read the quote, and agree to it."""
        quoted = self.page(person, f"choose/?plan={plan}&interval={interval}", handle=handle)
        assert quoted.status_code == 200, quoted
        quote = quoted.context["quote"]
        agreed: dict[str, Any] = {"plan": plan, "interval": interval}
        if quote.preview:
            agreed |= {"asked_at": quote.asked_at, "due": quote.preview.due_minor}
        return self.page(person, "choose/", handle=handle, **agreed)

    def act(self, person, act: str, *, handle: str = ""):
        """Press the button of an act: cancel, resume, keep."""
        response = self.page(person, f"{act}/", handle=handle, sure="yes")
        assert response.status_code == 302
        return response

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        """Stripe's events, oldest first."""
        found = json.loads(self.till.stripe.get("/v1/events?limit=100", **KEY)[1])["data"][::-1]
        return [event for event in found if not kind or event["type"] == kind]

    def webhook(self, event: dict[str, Any]):
        return self.till.webhook(event)

    def ask(self, row: Membership) -> Membership:
        """What the reconciliation would do now."""
        return following.follow(row.pk)

    def travel(self, to: datetime) -> Journey:
        journey = travel(to)
        assert not journey.failed
        return journey

    def months(self, count: int) -> None:
        """So many calendar months on, and two hours: Stripe charges a renewal an hour after its period began.

        A month that has no such day ends before a period that began late on its last: the walk goes a day further.
        """
        target = clock.now()
        for _ in range(count):
            before, target = target, a_month_after(target)
            if target.day < before.day:
                target += timedelta(days=1)
        self.travel(target + timedelta(hours=2))


@pytest.fixture
def desk(db, tmp_path, settings) -> Iterator[Desk]:
    """A Stripe of this test's own: its clock goes forward only, and it starts with the site's."""
    process = StripeProcess(tmp_path / "stripe.sqlite3").start()
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRETS = process.url, [SECRET]
    yield Desk(Till(process))
    process.stop()


@pytest.fixture
def studio(ben) -> Agency:
    """An agency that Ben owns."""
    agency = Agency.objects.create(name="Studio Nord", handle="studio-nord", country="DE")
    AgencyMember.objects.create(agency=agency, person=ben, role=AgencyMember.Role.OWNER)
    connects.open_wallet(agency=agency)
    return agency


def held(owner) -> int:
    """What the wallet of a person or an agency can spend now."""
    return connects.spendable(owner.wallet.pk)
