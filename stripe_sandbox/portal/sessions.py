"""The addresses of the portal: its configurations, and sessions that let one customer in for an hour."""

import time

from stripe_sandbox import clock, ids
from stripe_sandbox.calls import Call, Route, known, retrieve
from stripe_sandbox.errors import StripeError, missing, not_modelled
from stripe_sandbox.events import emit
from stripe_sandbox.listing import page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import clean, merged
from stripe_sandbox.portal.params import CONFIGURE, LET_IN, LIST, RECONFIGURE
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions.params import FEEDBACK

KIND = "billing_portal.configuration"


def configure(call: Call) -> Json:
    params = clean(CONFIGURE, call.raw)
    made = call.store.put(_new_configuration(call.store, params, default=False))
    emit(call.store, "billing_portal.configuration.created", made, cause=call.cause)
    return call.answer(made, params)


def reconfigure(call: Call) -> Json:
    params = clean(RECONFIGURE, call.raw)
    held = call.known(KIND, "configuration")
    before = dict(held)
    if "metadata" in params:
        held["metadata"] = merged(held["metadata"], params["metadata"])
    if "features" in params:
        _check_features(params["features"])
        held["features"] = _features(params["features"], held["features"])
    if "business_profile" in params:
        held["business_profile"] = held["business_profile"] | params["business_profile"]
    held |= {name: params[name] for name in ("active", "default_return_url", "name") if name in params}
    held["updated"] = clock.now(call.store)
    emit(call.store, "billing_portal.configuration.updated", call.store.put(held), before=before, cause=call.cause)
    return call.answer(held, params)


def listed(call: Call) -> Json:
    params = clean(LIST, call.raw)
    equal = {name: params.get(name) for name in ("active", "is_default")}
    return call.answer(page(call.store, KIND, "/v1/billing_portal/configurations", params, **equal), params)


def let_in(call: Call) -> Json:
    params = clean(LET_IN, call.raw)
    if "customer" not in params:
        raise missing("customer")
    known(call.store, "customer", params["customer"], "customer")
    configuration = _configuration(call.store, params)
    token = ids.new("test_", 40)
    flow = params.get("flow_data", {}).get("type")
    session: Json = {
        "id": ids.new("bps_"),
        "object": "billing_portal.session",
        "configuration": configuration["id"],
        "created": clock.now(call.store),
        "customer": params["customer"],
        "customer_account": None,
        "flow": _flow(flow) if flow else None,
        "livemode": False,
        "locale": params.get("locale"),
        "on_behalf_of": None,
        "return_url": params.get("return_url", configuration["default_return_url"]),
        "url": f"{call.config.public_url}/p/session/{token}",
    }
    call.store.set(f"portal:{token}", session["id"])
    call.store.set(f"portal-opened:{token}", str(time.time()))
    emit(call.store, "billing_portal.session.created", call.store.put(session), cause=call.cause)
    return call.answer(session, params)


def _configuration(store: Store, params: Json) -> Json:
    if "configuration" in params:
        return known(store, KIND, params["configuration"], "configuration")
    default = store.where(KIND, 1, is_default=True)
    # A real account has none until its owner has saved the portal's settings in the dashboard once.
    features = {
        name: {"enabled": True} for name in ("invoice_history", "payment_method_update", "subscription_cancel")
    }
    return default[0] if default else store.put(_new_configuration(store, {"features": features}, default=True))


def _new_configuration(store: Store, params: Json, *, default: bool) -> Json:
    _check_features(params["features"])
    now = clock.now(store)
    return {
        "id": ids.new("bpc_"),
        "object": KIND,
        "active": True,
        "application": None,
        "business_profile": {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None}
        | params.get("business_profile", {}),
        "created": now,
        "default_return_url": params.get("default_return_url"),
        "features": _features(params["features"], None),
        "is_default": default,
        "livemode": False,
        "login_page": {"enabled": False, "url": None},
        "metadata": params.get("metadata", {}),
        "name": params.get("name"),
        "updated": now,
    }


def _check_features(features: Json) -> None:
    for name in ("subscription_pause", "subscription_update"):
        if features.get(name, {}).get("enabled"):
            raise not_modelled(f"features[{name}][enabled]=true")
    updates = features.get("customer_update", {})
    if updates.get("enabled") and not updates.get("allowed_updates"):
        raise StripeError(
            "`allowed_updates` is required when `customer_update` is enabled.",
            param="features[customer_update][allowed_updates]",
        )


def _features(asked: Json, held: Json | None) -> Json:
    found = held or {
        "customer_update": {"allowed_updates": [], "enabled": False},
        "invoice_history": {"enabled": False},
        "payment_method_update": {"enabled": False, "payment_method_configuration": None},
        "subscription_cancel": {
            "cancellation_reason": {"enabled": False, "feedback_options": None, "options": list(FEEDBACK)},
            "enabled": False,
            "mode": "at_period_end",
            "proration_behavior": "none",
        },
        "subscription_pause": {"duration": {"interval_options": [], "type": "indefinite"}, "enabled": False},
        "subscription_update": {
            "billing_cycle_anchor": None,
            "default_allowed_updates": [],
            "enabled": False,
            "products": None,
            "proration_behavior": "none",
            "schedule_at_period_end": {"conditions": []},
            "trial_update_behavior": "end_trial",
        },
    }
    return {name: feature | (asked.get(name) or {}) for name, feature in found.items()}


def _flow(kind: str) -> Json:
    return {
        "after_completion": {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"},
        "customer_update": None,
        "subscription_cancel": None,
        "subscription_pause": None,
        "subscription_update": None,
        "subscription_update_confirm": None,
        "type": kind,
    }


ROUTES: list[Route] = [
    ("POST", "/v1/billing_portal/configurations", configure),
    ("GET", "/v1/billing_portal/configurations", listed),
    ("GET", "/v1/billing_portal/configurations/{}", retrieve(KIND, "configuration")),
    ("POST", "/v1/billing_portal/configurations/{}", reconfigure),
    ("POST", "/v1/billing_portal/sessions", let_in),
]
