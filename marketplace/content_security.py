"""What a browser may load and run on our pages: strict for the site, wider in the admin, whose skin needs it."""

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE


def of_the_site(*, stripe: str) -> dict[str, Any]:
    """`stripe` is a local stand-in's address, where payments go besides Stripe's own pages; empty without one."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF, NONCE],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF],
            "form-action": [
                SELF,
                "https://checkout.stripe.com",
                "https://billing.stripe.com",
                *([stripe] if stripe else []),
            ],
            "frame-ancestors": [NONE],
            "base-uri": [SELF],
            "manifest-src": [SELF],
        },
    }


# The admin's skin evaluates expressions in attributes (Alpine), so the admin has a policy of its own.
OF_THE_ADMIN: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "frame-ancestors": [NONE],
}
