"""Words that the price book begins with, which can be read in every language. Operators change them as they like."""

from django.utils.translation import gettext_noop

REGIONS = (
    gettext_noop("United States and everywhere else"),
    gettext_noop("India"),
    gettext_noop("Euro area"),
    gettext_noop("United Kingdom"),
    gettext_noop("Japan"),
)
BRINGS = (
    gettext_noop("Sees the whole boost table"),
    gettext_noop("Keeps the price of the badge for 4 weeks"),
    gettext_noop("Members"),
    gettext_noop("A monthly limit for each member"),
    gettext_noop("Packages of 150 and 300 Connects"),
    gettext_noop("Special offers"),
    gettext_noop("Offers as agreed"),
)
