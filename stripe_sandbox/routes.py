"""Every address of the API, from the modules that answer them."""

import re

from stripe_sandbox.calls import Endpoint, Route
from stripe_sandbox.catalogue import coupons, prices, products, promotion_codes
from stripe_sandbox.checkout import sessions
from stripe_sandbox.errors import unrecognized_url
from stripe_sandbox.messages import Request
from stripe_sandbox.payments import customers, disputes, endpoints, payment_methods, refunds
from stripe_sandbox.portal import sessions as portal
from stripe_sandbox.subscriptions import endpoints as subscriptions
from stripe_sandbox.subscriptions import schedules

ROUTES: list[Route] = [
    *sessions.ROUTES,
    *endpoints.ROUTES,
    *refunds.ROUTES,
    *disputes.ROUTES,
    *customers.ROUTES,
    *payment_methods.ROUTES,
    *subscriptions.ROUTES,
    *schedules.ROUTES,
    *portal.ROUTES,
    *products.ROUTES,
    *prices.ROUTES,
    *coupons.ROUTES,
    *promotion_codes.ROUTES,
]
PATTERNS = [
    (method, re.compile("^" + path.replace("{}", "([^/]+)") + "$"), endpoint) for method, path, endpoint in ROUTES
]


def route(request: Request) -> tuple[Endpoint, tuple[str, ...]]:
    """Who answers, and the ids in the path. Raises StripeError for an address that there is not."""
    for method, pattern, endpoint in PATTERNS:
        match = pattern.match(request.path)
        if match and method == request.method:
            return endpoint, match.groups()
    raise unrecognized_url(request.method, request.path)
