"""What a client's record says of them, and what two accounts' addresses say of each other. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# "jane.doe2": words, then a number of at most three digits. Four are a year of birth, more were given to somebody.
_NUMBERED = re.compile(r"^(?P<stem>.*[^\d])(?P<number>\d{1,3})$")
# Shorter ones are initials, which strangers share.
_SHORTEST_STEM = 4


def hire_rate(*, filled: int, cancelled: int, unfilled: int) -> int | None:
    """Of the jobs that came to an end, how many were filled, in whole percent. None before the first end."""
    ended = filled + cancelled + unfilled
    return round(100 * filled / ended) if ended else None


def address_signs(email_key: str, listed_as: str) -> dict[str, str]:
    """What an address shares with others like it: kind of sign and text to compare.

    `listed_as` is what operators call its domain: "shared", "disposable", or nothing.
    """
    local, _, domain = email_key.rpartition("@")
    signs = {"mailbox": email_key}
    if len(_stem(local)) >= _SHORTEST_STEM:
        signs["numbered"] = f"{_stem(local)}@{domain}"
    if listed_as == "disposable":
        signs["disposable"] = domain
    elif listed_as != "shared":
        signs["domain"] = domain
    return signs


@dataclass(frozen=True, slots=True)
class Limits:
    """How much it takes; see accounts.identity.SignPolicy."""

    devices: bool
    cards: bool
    addresses: bool
    numbered_days: int
    domain_accounts: int
    domain_days: int


def telling(kind: str, mine: datetime, others: Sequence[datetime], *, at_provider: bool, limits: Limits) -> list[int]:
    """Which of the accounts with the same sign count against this one, by their place in `others`.

    `mine` and `others` say when each account was seen with it. Empty when what they share says nothing.
    """
    switched_on = {"device": limits.devices, "card": limits.cards}.get(kind, limits.addresses)
    if not switched_on:
        return []
    within = {"numbered": limits.numbered_days if at_provider else None, "domain": limits.domain_days}.get(kind)
    close = [n for n, seen in enumerate(others) if within is None or abs(seen - mine) <= timedelta(days=within)]
    fewest = limits.domain_accounts - 1 if kind == "domain" else 1
    return close if len(close) >= fewest else []


def _stem(local: str) -> str:
    """`_stem("jane.doe2") == _stem("jane.doe") == "jane.doe"`; of two at once, "jane2.doe" is nobody's second."""
    found = _NUMBERED.match(local)
    return (found["stem"] if found else local).rstrip("._-")
