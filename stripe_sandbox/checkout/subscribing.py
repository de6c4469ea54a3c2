"""A checkout that begins a subscription: the card is kept, the first invoice is paid, the subscription is active."""

from dataclasses import replace

from stripe_sandbox import clock
from stripe_sandbox.checkout.closing import asked, customer_of, update_customer
from stripe_sandbox.messages import Json
from stripe_sandbox.payments import payment_methods
from stripe_sandbox.payments.objects import Payer
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import lifecycle


def subscribe(store: Store, session: Json, intent: Json, payer: Payer) -> None:
    customer_id = customer_of(store, session, payer)
    # The first invoice already needs the address that was typed.
    update_customer(store, session, payer)
    method = payment_methods.attach(store, customer_id, payer)
    about = dict(asked(store, session).get("subscription_data", {}))
    about["automatic_tax"] = session["automatic_tax"]["enabled"]
    lines = [{"price": item["price"], "quantity": item["quantity"]} for item in store.line_items(session["id"])]
    subscription, invoice = lifecycle.start(
        store,
        customer_id,
        lines,
        about,
        payer=replace(payer, payment_method=method["id"]),
        intent=intent | {"description": "Subscription creation", "setup_future_usage": "off_session"},
        at=clock.now(store),
    )
    session |= {"subscription": subscription["id"], "invoice": invoice["id"]}
