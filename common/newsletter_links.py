"""The newsletter's signed links: the one that says yes holds for some days, the one that ends it for ever."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

CONFIRM, END = "newsletter_confirm", "newsletter_end"
CONFIRM_WITHIN = timedelta(days=7)


def address(name: str, email: str) -> str:
    """The whole address of a page, CONFIRM or END, for the owner of this mailbox."""
    return settings.SITE_URL + reverse(name, args=[_signer(name).sign(signing.b64_encode(email.encode()).decode())])


def read(name: str, token: str) -> str:
    """The mailbox that a token is for. Raises BadSignature, also for a yes that was asked for too long ago."""
    signer = _signer(name)
    signed = signer.unsign(token, CONFIRM_WITHIN) if isinstance(signer, TimestampSigner) else signer.unsign(token)
    try:
        return signing.b64_decode(signed.encode()).decode()
    except ValueError as nonsense:
        raise BadSignature("Signed, but not an address.") from nonsense


def _signer(name: str) -> Signer:
    kind = TimestampSigner if name == CONFIRM else Signer
    return kind(salt=f"common.{name}", sep=".")
