"""What `POST /v1/checkout/sessions` takes, and the rules between parameters that a table cannot say."""

import time

from stripe_sandbox import money
from stripe_sandbox.calls import EXPAND
from stripe_sandbox.catalogue.prices import AMOUNT, RHYTHM, TAX_BEHAVIORS, check_amount
from stripe_sandbox.catalogue.products import INLINE
from stripe_sandbox.errors import StripeError, missing, not_modelled
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Hash,
    boolean,
    currency,
    email,
    integer,
    metadata,
    one_of,
    several,
    text,
    url,
)

HALF_AN_HOUR, A_DAY, LATENCY = 30 * 60, 24 * 60 * 60, 5
PRODUCT_DATA = Hash(
    {name: field for name, field in INLINE.items() if name != "statement_descriptor"}
    | {"description": text(), "images": several(url, 8)},
    required=("name",),
    unmodelled="tax_details",
)
PRICE_DATA = Hash(
    AMOUNT
    | {
        "currency": currency,
        "product": text(),
        "product_data": PRODUCT_DATA,
        "recurring": Hash(RHYTHM, required=("interval",)),
        "tax_behavior": one_of(*TAX_BEHAVIORS),
    },
    required=("currency",),
)
LINE_ITEM = Hash(
    {"price": text(), "price_data": PRICE_DATA, "quantity": integer(0, 999_999), "metadata": metadata},
    unmodelled="adjustable_quantity tax_rates",
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
SUBSCRIPTION_DATA = Hash(
    {
        "billing_mode": Hash(
            {"type": one_of("flexible", unmodelled="classic")}, required=("type",), unmodelled="flexible"
        ),
        "description": text(500),
        "metadata": metadata,
    },
    unmodelled=(
        "application_fee_percent billing_cycle_anchor billing_cycle_anchor_config default_tax_rates invoice_settings "
        "on_behalf_of pending_invoice_item_interval proration_behavior transfer_data trial_end trial_period_days "
        "trial_settings"
    ),
)
AUTO_OR_NEVER = one_of("auto", "never")
LOCALES = (
    "auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl "
    "pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW"
)
CREATE = Hash(
    EXPAND
    | {
        "adaptive_pricing": Hash({"enabled": boolean}),
        "allow_promotion_codes": boolean,
        "automatic_tax": Hash({"enabled": boolean}, required=("enabled",), unmodelled="liability"),
        "billing_address_collection": one_of("auto", "required"),
        "cancel_url": url,
        "client_reference_id": text(200),
        "currency": currency,
        "customer": text(),
        "customer_creation": one_of("always", "if_required"),
        "customer_email": email,
        "customer_update": Hash({"address": AUTO_OR_NEVER, "name": AUTO_OR_NEVER}, unmodelled="shipping"),
        "discounts": several(Hash({"coupon": text(), "promotion_code": text()})),
        "expires_at": integer(),
        "line_items": several(LINE_ITEM),
        "locale": one_of(*LOCALES.split()),
        "metadata": metadata,
        "mode": one_of("payment", "subscription", unmodelled="setup"),
        "payment_intent_data": PAYMENT_INTENT_DATA,
        "payment_method_collection": one_of("always", "if_required"),
        "subscription_data": SUBSCRIPTION_DATA,
        "submit_type": one_of("auto", "book", "donate", "pay", "subscribe"),
        "success_url": url,
        "ui_mode": one_of("hosted_page", unmodelled="elements embedded_page form"),
    },
    required=("mode",),
    unmodelled=(
        "after_expiration allowed_payment_method_types branding_settings consent_collection custom_fields custom_text "
        "customer_account excluded_payment_method_types integration_identifier invoice_creation managed_payments "
        "name_collection optional_items origin_context payment_method_configuration "
        "payment_method_data payment_method_options permissions phone_number_collection redirect_on_completion "
        "return_url saved_payment_method_options setup_intent_data shipping_address_collection shipping_options "
        "tax_id_collection wallet_options"
    ),
)
ONLY_IN = {
    "customer_creation": "payment",
    "payment_intent_data": "payment",
    "payment_method_collection": "subscription",
    "subscription_data": "subscription",
}
EITHER = (
    ("customer", "customer_email", "customer"),
    ("customer", "customer_creation", "customer_creation"),
    ("allow_promotion_codes", "discounts", "allow_promotion_codes"),
)


def check_together(params: Json) -> None:
    """Raise what Stripe would say about parameters that are each right and wrong together."""
    if "success_url" not in params:
        raise missing("success_url")
    if not params.get("line_items"):
        raise StripeError(
            f"`line_items` are required in {params['mode']} mode.", code="parameter_missing", param="line_items"
        )
    _check_mode(params)
    for one, other, param in EITHER:
        if one in params and other in params:
            raise StripeError(f"You may only specify one of these parameters: {one}, {other}.", param=param)
    if "customer_update" in params and "customer" not in params:
        raise StripeError("`customer_update` can only be used with `customer`.", param="customer_update")
    _check_discounts(params.get("discounts", []))
    for index, item in enumerate(params["line_items"]):
        _check_item(item, f"line_items[{index}]")
    _check_expiry(params.get("expires_at"))


def _check_mode(params: Json) -> None:
    mode = params["mode"]
    for name, needed in ONLY_IN.items():
        if name in params and mode != needed:
            raise StripeError(f"You can not pass `{name}` in `{mode}` mode.", param=name)
    if mode == "subscription":
        for name in ("discounts", "allow_promotion_codes"):
            if params.get(name):
                raise not_modelled(f"{name} in subscription mode")


def check_total(session: Json) -> None:
    """An order comes to nothing at all, or to enough to charge."""
    total, currency = session["amount_total"], session["currency"]
    smallest = money.SMALLEST_CHARGE.get(currency, 50)
    if 0 < total < smallest:
        raise StripeError(
            f"The Checkout Session's total amount due must add up to at least "
            f"{money.written(smallest, currency)} {currency}",
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


def _check_discounts(discounts: list[Json]) -> None:
    if len(discounts) > 1:
        raise StripeError("You can apply at most one discount to a Checkout Session.", param="discounts")
    if discounts and ("coupon" in discounts[0]) == ("promotion_code" in discounts[0]):
        raise StripeError("You must specify exactly one of `coupon` or `promotion_code`.", param="discounts[0]")


def _check_item(item: Json, path: str) -> None:
    if ("price" in item) == ("price_data" in item):
        raise StripeError(
            "You must specify either `price` or `price_data` for each line item.",
            code=None if "price" in item else "parameter_missing",
            param=f"{path}[price_data]",
        )
    if not item.get("quantity"):
        raise StripeError("Quantity is required. Add `quantity`.", code="parameter_missing", param=f"{path}[quantity]")
    if "price" in item:
        return
    price = item["price_data"]
    if "product" in price and "product_data" in price:
        raise StripeError(
            "You may only specify one of these parameters: product, product_data.",
            param=f"{path}[price_data][product]",
        )
    if "product" not in price and "product_data" not in price:
        raise missing(f"{path}[price_data][product_data]")
    check_amount(price, f"{path}[price_data]")


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
