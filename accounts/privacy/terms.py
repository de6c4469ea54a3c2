"""Which version of the terms and the privacy notice is in force. A change of their words gets a new date here."""

from accounts.models import Consent, User

VERSION = "2026-11-28"


def agree(person: User) -> None:
    """Note that somebody agreed to the version in force; twice is once."""
    Consent.objects.get_or_create(person=person, version=VERSION)
