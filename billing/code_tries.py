"""Codes that a buyer writes, and who may write more: promo codes must not be found by trying (PRODUCT 4).

Whoever has tried too many that were refused waits, and nothing is looked up for them; without a code they buy as ever.
"""

from accounts import throttles
from accounts.requests import PersonRequest
from billing import quotes
from billing.buyers import Purse
from billing.quotes import Standing

_ACTION = "refused_code"
_LAST = "refused_code"


def standing(request: PersonRequest, purse: Purse, written: str) -> tuple[Standing, str]:
    """The buyer's standing with the code they wrote; or without it, and why it was not looked at."""
    code = written.strip().upper()
    if not code:
        return quotes.standing(request.user, purse), ""
    # Counted before it is looked up, so that many at once are no way round.
    again = request.session.get(_LAST) == code
    attempt = None if again or throttles.minutes_left(request, _ACTION) else throttles.count(request, _ACTION)
    if attempt is None and not again:
        return quotes.standing(request.user, purse), _wait(request)
    who = quotes.standing(request.user, purse, code=code)
    if who.refusal:
        # The same one again says nothing new: choosing another package beside it costs no try.
        request.session[_LAST] = code
    elif attempt is not None:
        attempt.rollback()
    return who, ""


def _wait(request: PersonRequest) -> str:
    minutes = max(1, throttles.minutes_left(request, _ACTION))
    return f"Too many codes were tried; try again in {minutes} minute{'' if minutes == 1 else 's'}."
