"""Stripe's payment page in the demo world: somebody types a card, and closes the browser."""

from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings

GOOD = "4242424242424242"
# Pays at first; renewals are declined.
FAILS_LATER = "4000000000000341"
# Pays; then the card's bank disputes it.
DISPUTED = "4000000000000259"


def type_card(session_id: str, card: str, email: str) -> None:
    """Pay a checkout at the local Stripe. Where its page then leads to is not followed: the site is not there yet."""
    typed = {"method": "card", "number": card, "expiry": "12/34", "cvc": "123", "email": email}
    stripe = HTTPConnection(urlsplit(settings.STRIPE_API_BASE).netloc, timeout=30)
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        stripe.request("POST", f"/c/pay/{session_id}", urlencode(typed), form)
        stripe.getresponse().read()
    finally:
        stripe.close()
