"""Codes that somebody writes, and who may write more: promo codes must not be found by trying (PRODUCT 4).

Whoever has tried too many that were refused waits, and nothing is looked up for them; without a code they buy as ever.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from accounts import throttles
from accounts.requests import PersonRequest
from billing import quotes
from billing.buyers import Purse
from billing.quotes import Standing
from common.numbers import figure

_ACTION = "refused_code"
_LAST = "refused_code"


@dataclass(frozen=True, slots=True)
class Try:
    """One look at a code. Counted when it begins; a good code gives the try back."""

    request: PersonRequest
    code: str
    counted: Any

    def refused(self) -> None:
        # The same one again says nothing new: choosing another package beside it costs no try.
        self.request.session[_LAST] = self.code

    def good(self) -> None:
        if self.counted is not None:
            self.counted.rollback()


def begin(request: PersonRequest, code: str) -> Try | None:
    """None when too many were refused: nothing is looked up then, see `wait`."""
    if request.session.get(_LAST) == code:
        return Try(request, code, None)
    # Counted before it is looked up, so that many at once are no way round.
    counted = None if throttles.minutes_left(request, _ACTION) else throttles.count(request, _ACTION)
    return Try(request, code, counted) if counted is not None else None


def wait(request: PersonRequest) -> str:
    """What to say to whoever has to wait."""
    minutes = max(1, throttles.minutes_left(request, _ACTION))
    return ngettext(
        "Too many codes were tried; try again in {n} minute.",
        "Too many codes were tried; try again in {n} minutes.",
        minutes,
    ).format(n=figure(minutes))


def standing(request: PersonRequest, purse: Purse, written: str) -> tuple[Standing, str]:
    """The buyer's standing with the code they wrote; or without it, and why it was not looked at."""
    code = written.strip().upper()
    if not code:
        return quotes.standing(request.user, purse), ""
    attempt = begin(request, code)
    if attempt is None:
        return quotes.standing(request.user, purse), wait(request)
    who = quotes.standing(request.user, purse, code=code)
    (attempt.refused if who.refusal else attempt.good)()
    return who, ""
