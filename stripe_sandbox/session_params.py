"""What `POST /v1/checkout/sessions` takes, and the rules between parameters that a table cannot say."""

import time

from stripe_sandbox import money
from stripe_sandbox.errors import StripeError, missing, not_modelled
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Hash,
    boolean,
    email,
    integer,
    metadata,
    one_of,
    several,
    text,
    url,
    whole_decimal,
)

HALF_AN_HOUR, A_DAY, LATENCY = 30 * 60, 24 * 60 * 60, 5
PRODUCT_DATA = Hash(
    {
        "name": text(),
        "description": text(),
        "images": several(url, 8),
        "metadata": metadata,
        "tax_code": text(),
        "unit_label": text(),
    },
    required=("name",),
    unmodelled="tax_details",
)
PRICE_DATA = Hash(
    {
        "currency": text(3),
        "product_data": PRODUCT_DATA,
        "tax_behavior": one_of("exclusive", "inclusive", "unspecified"),
        "unit_amount": integer(0, money.LARGEST_AMOUNT),
        "unit_amount_decimal": whole_decimal,
    },
    required=("currency",),
    unmodelled="product recurring",
)
LINE_ITEM = Hash(
    {"price_data": PRICE_DATA, "quantity": integer(0, 999_999), "metadata": metadata},
    unmodelled="price adjustable_quantity tax_rates",
)
PAYMENT_INTENT_DATA = Hash(
    {
        "description": text(1000),
        "metadata": metadata,
        "receipt_email": email,
        "statement_descriptor": text(22),
        "statement_descriptor_suffix": text(22),
    },
    unmodelled=(
        "application_fee_amount capture_method on_behalf_of setup_future_usage shipping transfer_data transfer_group"
    ),
)
LOCALES = (
    "auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl "
    "pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW"
)
CREATE = Hash(
    {
        "adaptive_pricing": Hash({"enabled": boolean}),
        "automatic_tax": Hash({"enabled": boolean}, required=("enabled",), unmodelled="liability"),
        "billing_address_collection": one_of("auto", "required"),
        "cancel_url": url,
        "client_reference_id": text(200),
        "currency": text(3),
        "customer": text(),
        "customer_creation": one_of("always", "if_required"),
        "customer_email": email,
        "expand": several(text(), 20),
        "expires_at": integer(),
        "line_items": several(LINE_ITEM),
        "locale": one_of(*LOCALES.split()),
        "metadata": metadata,
        "mode": one_of("payment", "setup", "subscription"),
        "payment_intent_data": PAYMENT_INTENT_DATA,
        "submit_type": one_of("auto", "book", "donate", "pay", "subscribe"),
        "success_url": url,
        "ui_mode": one_of("elements", "embedded_page", "form", "hosted_page"),
    },
    required=("mode",),
    unmodelled=(
        "after_expiration allow_promotion_codes allowed_payment_method_types branding_settings "
        "consent_collection "
        "custom_fields custom_text customer_account customer_update discounts excluded_payment_method_types "
        "integration_identifier invoice_creation managed_payments name_collection optional_items "
        "origin_context "
        "payment_method_collection payment_method_configuration payment_method_data "
        "payment_method_options permissions "
        "phone_number_collection redirect_on_completion return_url saved_payment_method_options "
        "setup_intent_data "
        "shipping_address_collection shipping_options subscription_data tax_id_collection wallet_options"
    ),
)


def check_together(params: Json) -> None:
    """Raise what Stripe would say about parameters that are each right and wrong together."""
    if params["mode"] != "payment":
        raise not_modelled(f"mode={params['mode']}")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_modelled(f"ui_mode={params['ui_mode']}")
    if params.get("automatic_tax", {}).get("enabled"):
        raise not_modelled("automatic_tax[enabled]=true")
    if "success_url" not in params:
        raise missing("success_url")
    if not params.get("line_items"):
        raise StripeError("`line_items` are required in payment mode.", code="parameter_missing", param="line_items")
    if "customer" in params and "customer_email" in params:
        raise StripeError("You may only specify one of these parameters: customer, customer_email.", param="customer")
    if "customer" in params and "customer_creation" in params:
        raise StripeError(
            "You may only specify one of these parameters: customer, customer_creation.",
            param="customer_creation",
        )
    for index, item in enumerate(params["line_items"]):
        _check_item(item, f"line_items[{index}]")
    _check_expiry(params.get("expires_at"))
    _check_total(params)


def _check_item(item: Json, path: str) -> None:
    if "price_data" not in item:
        raise missing(f"{path}[price_data]")
    if not item.get("quantity"):
        raise StripeError("Quantity is required. Add `quantity`.", code="parameter_missing", param=f"{path}[quantity]")
    price = item["price_data"]
    if "product_data" not in price:
        raise missing(f"{path}[price_data][product_data]")
    if ("unit_amount" in price) == ("unit_amount_decimal" in price):
        raise StripeError(
            "You must specify either `unit_amount` or `unit_amount_decimal`.",
            param=f"{path}[price_data][unit_amount]",
        )
    if price["currency"].lower() not in money.CURRENCIES:
        raise StripeError(f"Invalid currency: {price['currency']}.", param=f"{path}[price_data][currency]")


def _check_expiry(expires_at: int | None) -> None:
    if expires_at is None:
        return
    ahead = expires_at - time.time()
    if ahead < HALF_AN_HOUR - LATENCY:
        raise StripeError(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if ahead > A_DAY + LATENCY:
        raise StripeError(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )


def _check_total(params: Json) -> None:
    currencies = {item["price_data"]["currency"].lower() for item in params["line_items"]}
    if len(currencies) > 1:
        raise StripeError(
            f"All prices must have the same currency, got {', '.join(sorted(currencies))}.",
            param="line_items",
        )
    currency = currencies.pop()
    total = sum(unit_amount(item) * item["quantity"] for item in params["line_items"])
    smallest = money.SMALLEST_CHARGE.get(currency, 50)
    if total == 0:
        raise not_modelled("a total of nought")
    if total < smallest:
        raise StripeError(
            f"The Checkout Session's total amount due must add up to at least "
            f"{money.written(smallest, currency)} "
            f"{currency}",
            code="amount_too_small",
            param="line_items",
        )
    if total > money.LARGEST_AMOUNT:
        raise StripeError(
            "The Checkout Session's total amount must be no more than "
            f"{money.written(money.LARGEST_AMOUNT, currency)}",
            code="amount_too_large",
            param="line_items",
        )


def unit_amount(item: Json) -> int:
    price = item["price_data"]
    amount: int = price["unit_amount"] if "unit_amount" in price else price["unit_amount_decimal"]
    return amount
