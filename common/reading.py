"""In whose language and zone words are said: whoever is going to read them, not whoever caused them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise

from common.kept import composed

# Words that may be said later, in the language in force then.
Words = str | Promise


@contextmanager
def read_by(person: Any) -> Iterator[None]:
    """Inside it every word, figure and date is as the person reads it."""
    with translation.override(person.language), timezone.override(person.zone):
        yield


def said(kept: str) -> str:
    """A sentence that the site itself wrote and kept in English, in the words of whoever reads it; others as they are.

    Whoever writes one marks it with `gettext_noop`.
    """
    return composed(kept) or translation.gettext(kept) if kept else ""


def within_a_sentence(words: Words) -> str:
    """Words that begin with a capital, as they stand in the middle of a sentence; German nouns keep theirs."""
    return str(words) if spoken() == "de" else str(words).lower()


def languages() -> dict[str, str]:
    """The languages that people can choose, each by its own name."""
    return dict(settings.LANGUAGES)


def spoken() -> str:
    """The language of whoever is being answered, as one that people can choose."""
    return translation.get_language() or settings.LANGUAGE_CODE
