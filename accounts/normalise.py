"""One person, one mailbox: the key under which what is given once per person is given (PRODUCT 3)."""

import hashlib
import hmac

from django.conf import settings

# Providers whose mailboxes ignore dots in the local part.
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def email_key(email: str) -> str:
    """The same text for every spelling of one mailbox: case, a +tag, and dots where the provider ignores them."""
    local, _, domain = email.strip().casefold().rpartition("@")
    local = local.split("+", 1)[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), _DOTLESS[domain]
    return f"{local}@{domain}"


def mailbox_mark(key: str) -> str:
    """What the books write instead of the mailbox: they are never changed, so they must not name anybody.

    Keyed, because a plain hash of an e-mail address is found by trying addresses.
    """
    return _mark(key)


def sign_mark(kind: str, raw: str) -> str:
    """What is kept of a device, a card or a pattern: enough to see it again, and nothing to read."""
    # No mailbox key begins like this, so no sign's mark is a mailbox's.
    return _mark(f"sign:{kind}:{raw}")


def _mark(text: str) -> str:
    return hmac.new(settings.MAILBOX_MARK_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
