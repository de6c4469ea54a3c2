"""Searches that people of the demo world keep."""

from django.http import QueryDict

from accounts.models import User
from jobs import searches

_SEARCHES = ("level=entry", "first=on", "type=hourly&min=40", "cost=4")


def keep_searches(people: list[User]) -> None:
    """The first keeps two, the others one each."""
    for place, person in enumerate(people):
        searches.keep(person, query=QueryDict(_SEARCHES[place % len(_SEARCHES)]))
    searches.keep(people[0], query=QueryDict("q=website"))
