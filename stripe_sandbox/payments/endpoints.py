"""The addresses of payments: PaymentIntents, charges, events."""

from stripe_sandbox.calls import Call, Route, listing, retrieve
from stripe_sandbox.errors import StripeError
from stripe_sandbox.listing import PAGING, created_range, page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, clean, several, text

EVENTS = Hash(
    PAGING | {"created": created_range, "type": text(), "types": several(text(), 20)}, unmodelled="delivery_success"
)


def list_events(call: Call) -> Json:
    params = clean(EVENTS, call.raw)
    if "type" in params and "types" in params:
        raise StripeError("You may only specify one of these parameters: type, types.", param="type")
    among = {"type": params.get("types")}
    return page(call.store, "event", "/v1/events", params, among=among, type=params.get("type"))


ROUTES: list[Route] = [
    ("GET", "/v1/payment_intents", listing("payment_intent", "/v1/payment_intents", {"customer": text()})),
    ("GET", "/v1/payment_intents/{}", retrieve("payment_intent", "intent")),
    ("GET", "/v1/charges", listing("charge", "/v1/charges", {"customer": text(), "payment_intent": text()})),
    ("GET", "/v1/charges/{}", retrieve("charge")),
    ("GET", "/v1/events", list_events),
    ("GET", "/v1/events/{}", retrieve("event")),
]
