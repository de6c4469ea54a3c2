"""How operators read the ages and ends of lots, which the books name in English (connects.economy)."""

from django.utils.translation import gettext, gettext_noop

# Said here, so that they are gathered for translation.
_WORDS = (
    gettext_noop("30 days old or younger"),
    gettext_noop("31 to 90 days old"),
    gettext_noop("91 to 180 days old"),
    gettext_noop("181 to 365 days old"),
    gettext_noop("Older than 365 days"),
    gettext_noop("Within 7 days"),
    gettext_noop("In 8 to 30 days"),
    gettext_noop("In 31 to 90 days"),
    gettext_noop("In 91 to 180 days"),
    gettext_noop("In 181 to 365 days"),
    gettext_noop("In more than 365 days"),
    gettext_noop("Past its expiry, not booked out yet"),
    gettext_noop("Ended"),
)


def said(words: str) -> str:
    return gettext(words)
