"""Sentences that the site wrote itself and kept in English, made of several parts: their room says them again.

One that is a single message needs no room: `gettext` knows it.
"""

from collections.abc import Callable

# Says a kept sentence in the words of whoever reads it; None for one that it did not write.
Sayer = Callable[[str], str | None]
_sayers: list[Sayer] = []


def register(sayer: Sayer) -> None:
    _sayers.append(sayer)


def composed(kept: str) -> str | None:
    """The sentence as its room says it now; None when no room wrote it."""
    return next((words for sayer in _sayers if (words := sayer(kept)) is not None), None)
