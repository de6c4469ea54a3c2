"""The shape of an invoice, of its lines and of its payments, as this version of the API returns them."""

from stripe_sandbox import ids, money
from stripe_sandbox.listing import whole
from stripe_sandbox.messages import Json
from stripe_sandbox.subscriptions.objects import items_of
from stripe_sandbox.tax import tax_on


def period_line(item: Json, product: str, start: int, end: int) -> Json:
    """What an item costs from one instant to another."""
    price, quantity = item["price"], item["quantity"]
    amount = money.written(price["unit_amount"], price["currency"])
    words = f"{quantity} × {product} (at {amount} / {price['recurring']['interval']})"
    return new_line(item, price["unit_amount"] * quantity, words, start, end)


def new_line(item: Json, amount: int, description: str, start: int, end: int, *, proration: bool = False) -> Json:
    price = item["price"]
    details = {
        "invoice_item": None,
        "proration": proration,
        "proration_details": {"credited_items": None},
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    return {
        "id": ids.new("il_"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "description": description,
        "discount_amounts": [],
        "discountable": not proration,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": item["metadata"],
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": details,
            "type": "subscription_item_details",
        },
        "period": {"end": end, "start": start},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": item["quantity"],
        "quantity_decimal": str(item["quantity"]),
        "subscription": item["subscription"],
        "subtotal": amount,
        "taxes": [],
    }


def new_invoice(subscription: Json, customer: Json, lines: list[Json], *, reason: str, at: int) -> Json:
    """A draft. `period_*` is the period that has just ended; what is paid for stands on the lines."""
    identifier = ids.new("in_")
    taxed = subscription["automatic_tax"]["enabled"]
    lines = [line | {"invoice": identifier} for line in lines]
    return {
        "id": identifier,
        "object": "invoice",
        "account_country": "US",
        "account_name": "Guildhall",
        "account_tax_ids": None,
        "amount_due": 0,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": taxed,
            "liability": {"type": "self"} if taxed else None,
            "provider": "stripe" if taxed else None,
            "status": "complete" if taxed else None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "created": at,
        "currency": subscription["currency"],
        "custom_fields": None,
        "customer": customer["id"],
        "customer_account": None,
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_shipping": None,
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": whole(lines, f"/v1/invoices/{identifier}/lines"),
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "on_behalf_of": None,
        "parent": {
            "quote_details": None,
            "subscription_details": {"metadata": subscription["metadata"], "subscription": subscription["id"]},
            "type": "subscription_details",
        },
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": at,
        "period_start": at,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": 0,
        "statement_descriptor": None,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "test_clock": None,
        "webhooks_delivered_at": None,
    } | summed(lines, _rate(subscription, customer), customer["balance"])


def summed(lines: list[Json], tax: Json | None, balance: int) -> Json:
    """The amounts of an invoice. A negative balance is a credit that pays first."""
    subtotal = sum(line["amount"] for line in lines)
    taxes = [_tax(subtotal, tax)] if tax else []
    on_top = sum(one["amount"] for one in taxes if one["tax_behavior"] == "exclusive")
    inside = sum(one["amount"] for one in taxes if one["tax_behavior"] == "inclusive")
    total = subtotal + on_top
    due = max(total + balance, 0)
    return {
        "amount_due": due,
        "amount_remaining": due,
        "starting_balance": balance,
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal - inside,
        "total": total,
        "total_discount_amounts": [],
        "total_excluding_tax": total - on_top - inside,
        "total_pretax_credit_amounts": [],
        "total_taxes": taxes,
    }


def new_invoice_payment(invoice: Json, intent: str, at: int) -> Json:
    return {
        "id": ids.new("inpay_"),
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": invoice["amount_due"],
        "created": at,
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": intent, "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }


def _rate(subscription: Json, customer: Json) -> Json | None:
    """Where the buyer lives and how the price treats tax; nothing where tax is not asked for."""
    country = (customer["address"] or {}).get("country")
    if not subscription["automatic_tax"]["enabled"] or not country:
        return None
    return {"country": country, "behavior": items_of(subscription)[0]["price"]["tax_behavior"]}


def _tax(amount: int, rate: Json) -> Json:
    tax = tax_on(amount, rate["country"], rate["behavior"])
    return {
        "amount": tax,
        "tax_behavior": rate["behavior"],
        "tax_rate_details": {"tax_rate": f"txr_sandbox_{rate['country'].lower()}"},
        "taxability_reason": "standard_rated",
        "taxable_amount": amount - tax if rate["behavior"] == "inclusive" else amount,
        "type": "tax_rate_details",
    }
