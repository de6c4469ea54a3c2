"""What tests of money back do: a paid purchase, some of it spent, refunds from our side and from the dashboard."""

import json
from typing import Any
from uuid import uuid4

from billing import services
from billing.models import Purchase, Refund
from connects import services as connects
from tests.billing.conftest import KEY, Till


def paid(till: Till, person, count: int = 20) -> Purchase:
    """Bought, paid and credited."""
    purchase = till.buy(person, count)
    till.pay(purchase)
    till.come_back(person, purchase)
    purchase.refresh_from_db()
    assert purchase.is_paid
    return purchase


def spent(person, connects_spent: int) -> str:
    """So many Connects are gone; answers with the spend's reference."""
    reference = f"test:{uuid4()}"
    connects.spend(
        connects.wallet_of(person).pk, connects_spent, reference=reference, cause="", reason="A test", actor=person
    )
    return reference


def give_back(purchase: Purchase, amount_minor: int, *, by, **said: Any) -> Refund:
    said = {"key": uuid4().hex, "reason": "Asked for it"} | said
    return services.refund(purchase, amount_minor=amount_minor, actor=by, **said)


def in_dashboard(till: Till, purchase: Purchase, **fields: Any) -> dict[str, Any]:
    """Refund it as somebody would in Stripe's dashboard; Stripe's refund."""
    form = {"payment_intent": intent_of(till, purchase)} | {name: str(value) for name, value in fields.items()}
    status, body, _ = till.stripe.post("/v1/refunds", form, **KEY)
    assert status == 200, body
    return json.loads(body)


def news(till: Till, kind: str, subject: str) -> dict[str, Any]:
    """Stripe's latest event of this kind about this object."""
    listed = json.loads(till.stripe.get(f"/v1/events?limit=100&type={kind}", **KEY)[1])["data"]
    return next(event for event in listed if event["data"]["object"]["id"] == subject)


def tell(till: Till, kind: str, subject: str) -> None:
    """Send that event to the webhook; it is taken."""
    assert till.webhook(news(till, kind, subject)).status_code == 200


def refunds_at_stripe(till: Till, purchase: Purchase) -> list[int]:
    listed = json.loads(till.stripe.get(f"/v1/refunds?payment_intent={purchase.payment_intent}", **KEY)[1])["data"]
    return [refund["amount"] for refund in reversed(listed)]


def charge_of(till: Till, purchase: Purchase) -> str:
    found = json.loads(till.stripe.get(f"/v1/payment_intents/{purchase.payment_intent}", **KEY)[1])
    return str(found["latest_charge"])


def dispute_of(till: Till, purchase: Purchase) -> str:
    intent = intent_of(till, purchase)
    return str(json.loads(till.stripe.get(f"/v1/disputes?payment_intent={intent}", **KEY)[1])["data"][0]["id"])


def intent_of(till: Till, purchase: Purchase) -> str:
    """Also of a purchase that has not been credited yet."""
    found = json.loads(till.stripe.get(f"/v1/checkout/sessions/{purchase.session_id}", **KEY)[1])
    return str(found["payment_intent"])
