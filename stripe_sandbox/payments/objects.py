"""The shapes of a PaymentIntent, of a Charge and of how it was paid."""

import base64
import hashlib
import time
from dataclasses import dataclass

from stripe_sandbox import ids
from stripe_sandbox.messages import Json


@dataclass(frozen=True)
class Payer:
    """Who pays and with what, as typed into the payment page."""

    email: str
    name: str | None
    method: str
    last4: str
    brand: str = ""
    exp_month: int = 0
    exp_year: int = 0
    authenticated: bool = False
    country: str = ""
    # What was typed, so that the same card can be charged again; an attached means of payment.
    number: str = ""
    payment_method: str = ""

    @property
    def fingerprint(self) -> str | None:
        """The same for the same number, wherever it is typed; None for what has no number."""
        return fingerprint(self.number) if self.number else None


def fingerprint(text: str) -> str:
    """Sixteen letters and digits, as Stripe's, that tell nothing of what they stand for."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:16]


def new_payment_intent(
    amount: int, currency: str, customer: str | None, method_types: list[str], details: Json
) -> Json:
    identifier = ids.new("pi_")
    return {
        "id": identifier,
        "object": "payment_intent",
        "allowed_payment_method_types": None,
        "amount": amount,
        "amount_capturable": 0,
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": {"enabled": True},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{identifier}_secret_{ids.new('', 25)}",
        "confirmation_method": "automatic",
        "created": int(time.time()),
        "currency": currency,
        "customer": customer,
        "customer_account": None,
        "description": details.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": details.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": method_types,
        "payment_record": None,
        "processing": None,
        "receipt_email": details.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": details.get("statement_descriptor"),
        "statement_descriptor_suffix": details.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }


def new_charge(intent: Json, payer: Payer, status: str) -> Json:
    """A charge that `succeeded`, is `pending` (a bank debit under way) or `failed`."""
    succeeded = status == "succeeded"
    return {
        "id": ids.new("ch_" if payer.method == "card" else "py_"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if succeeded else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": {
            "address": dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state")),
            "email": payer.email,
            "name": payer.name,
            "phone": None,
            "tax_id": None,
        },
        "calculated_statement_descriptor": intent["statement_descriptor"] or "GUILDHALL",
        "captured": succeeded,
        "created": int(time.time()),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": None if status == "pending" else _outcome(succeeded),
        "paid": succeeded,
        "payment_intent": intent["id"],
        "payment_method": payer.payment_method or ids.new("pm_"),
        "payment_method_details": _details(payer, intent["amount"]),
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": None,
    }


def _outcome(succeeded: bool) -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network" if succeeded else "declined_by_network",
        "reason": None if succeeded else "generic_decline",
        "risk_level": "normal",
        "risk_score": 12,
        "seller_message": "Payment complete." if succeeded else "The bank did not return any further details.",
        "type": "authorized" if succeeded else "issuer_declined",
    }


def _details(payer: Payer, amount: int) -> Json:
    """How it was paid, by the method's own name."""
    own: Json
    match payer.method:
        case "card":
            own = _card(payer, amount)
        case "paypal":
            own = {
                "country": payer.country or None,
                "payer_email": payer.email,
                "payer_id": fingerprint(payer.email),
                "payer_name": payer.name,
                "seller_protection": None,
                "transaction_id": None,
            }
        case "upi":
            own = {"vpa": "success@sandbox"}
        case "konbini":
            own = {"store": None}
        case "us_bank_account":
            own = {
                "account_holder_type": "individual",
                "account_type": "checking",
                "bank_name": "STRIPE TEST BANK",
                "fingerprint": None,
                "last4": payer.last4,
                "payment_reference": None,
                "routing_number": "110000000",
            }
        case "sepa_debit":
            own = {
                "bank_code": "37040044",
                "branch_code": None,
                "country": "DE",
                "fingerprint": None,
                "last4": payer.last4,
                "mandate": None,
            }
        case "bacs_debit":
            own = {"fingerprint": None, "last4": payer.last4, "mandate": None, "sort_code": "108800"}
        case "acss_debit":
            own = {
                "bank_name": "STRIPE TEST BANK",
                "fingerprint": None,
                "institution_number": "000",
                "last4": payer.last4,
                "transit_number": "11000",
            }
        case _:
            own = {}
    return {"type": payer.method, payer.method: own}


def _card(payer: Payer, amount: int) -> Json:
    three_d_secure = {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": None,
        "version": "2.2.0",
    }
    return {
        "amount_authorized": amount,
        "authorization_code": None,
        "brand": payer.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "electronic_commerce_indicator": None,
        "exp_month": payer.exp_month,
        "exp_year": payer.exp_year,
        "fingerprint": payer.fingerprint,
        "funding": "credit",
        "installments": None,
        "last4": payer.last4,
        "mandate": None,
        "network": payer.brand,
        "network_transaction_id": None,
        "regulated_status": "unregulated",
        "three_d_secure": three_d_secure if payer.authenticated else None,
        "transaction_link_id": None,
        "wallet": None,
    }
