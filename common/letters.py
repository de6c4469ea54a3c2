"""A mail as it leaves the house. Where its row says UNSUBSCRIBE, the letter has the link that ends such mail.

The link is made when it is sent, so that mail for many people can be written by one statement.
"""

from common import newsletter_links, unsubscribing
from common.models import Mail

# Stands in a mail's row where the letter has the link.
UNSUBSCRIBE = "%unsubscribe%"
# The one kind of mail that is none of common.kinds: it goes to addresses, not to people.
NEWSLETTER = "newsletter"


def text(mail: Mail) -> str:
    return _linked(mail.text, mail)


def html(mail: Mail) -> str:
    return _linked(mail.html, mail)


def headers(mail: Mail) -> dict[str, str]:
    """What mail programs make their own button of (RFC 8058)."""
    if not (link := ends_by(mail)):
        return {}
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def ends_by(mail: Mail) -> str:
    """The address that ends such mail; empty for mail of the account itself, which nobody can end."""
    if mail.kind == NEWSLETTER:
        return newsletter_links.address(newsletter_links.END, mail.to)
    return unsubscribing.address(mail.person_id, mail.kind) if mail.kind and mail.person_id else ""


def _linked(words: str, mail: Mail) -> str:
    # The last one alone, in the footer: earlier ones were written by somebody else.
    before, mark, after = words.rpartition(UNSUBSCRIBE)
    return f"{before}{ends_by(mail)}{after}" if mark else words
