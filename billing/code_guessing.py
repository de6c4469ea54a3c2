"""Codes are not found by trying: somebody may type so many in an hour that there are not, then they have to wait.

A guess is taken before the code is looked up, and given back when there is such a code. Real time, and counted in the
cache; while Redis is away, in the memory of each process (common.cache).
"""

from django.core.cache import cache

from accounts.models import User
from billing.models import DiscountPolicy

HOUR = 3600
TOO_MANY = "Too many codes that there are not. Wait an hour, then look at how it is written."
# With the throttles, which are counted even without Redis.
_KEY = "allauth:rl:codes:{person}:{number}"


def take(person: User) -> str | None:
    """Use up one guess of this hour. None when there is none left; otherwise what `give_back` wants."""
    for number in range(DiscountPolicy.objects.get(pk=1).wrong_codes_an_hour):
        key = _KEY.format(person=person.pk, number=number)
        # Taken in one step, so that a hundred guesses at once are still a hundred guesses.
        if cache.add(key, 1, timeout=HOUR):
            return key
    return None


def give_back(guess: str) -> None:
    """It was no guess: there is such a code."""
    cache.delete(guess)
