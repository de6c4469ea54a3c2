"""Sentences of this room that the books and refunds keep in English, with names in them: said as they are read."""

import re

from django.utils.translation import gettext, gettext_noop

from common import kept

HELD = gettext_noop("Your bank has questioned the payment {payment}. Until it is decided, these are held.")
TAKEN_BACK = gettext_noop("Your bank has taken the payment {payment} back.")
STANDS = gettext_noop("The payment {payment} stands again.")
GONE_BACK = gettext_noop("It was paid for by {invoice}, of which money has gone back.")
REFUND_FAILED = gettext_noop("The refund failed: {failure}")
IN_DASHBOARD = gettext_noop("Refunded in Stripe's dashboard: {why}")


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(sentence)))


_PATTERNS = {
    sentence: _pattern(sentence) for sentence in (HELD, TAKEN_BACK, STANDS, GONE_BACK, REFUND_FAILED, IN_DASHBOARD)
}


_MEANS = re.compile(r"(?P<means>.+) ending in (?P<last4>\w{2,6})")


def means(words: str) -> str:
    """What paid, as a payment keeps it: "Visa ending in 4242", in the language in force."""
    if found := _MEANS.fullmatch(words):
        return gettext("{means} ending in {last4}").format(means=gettext(found["means"]), last4=found["last4"])
    return gettext(words) if words else ""


def say(words: str) -> str | None:
    """The sentence in the language in force; None for one that is not of this room."""
    for sentence, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(words):
            return gettext(sentence).format(**found.groupdict())
    return None


kept.register(say)
