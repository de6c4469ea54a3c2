"""Keeping a search, and letting go of it. Whoever keeps one is told of new jobs that answer it (jobs.alerts)."""

from datetime import timedelta

from django.db import transaction
from django.http import QueryDict

from accounts.models import User
from common import clock
from jobs.errors import NothingToSearch, TooManySearches
from jobs.filters import FilterForm
from jobs.models import JobPolicy, SavedSearch
from jobs.saved_search import LONGEST_QUERY

_NAME = 80
# What belongs to a page of the list and not to what is looked for.
_NOT_KEPT: dict[str, None] = {"sort": None, "within": None}


def keep(person: User, *, query: QueryDict) -> SavedSearch:
    """Keep what a list's address asks for; the same again is kept once. Raises NothingToSearch, TooManySearches."""
    form = FilterForm(query)
    asked = as_kept(form)
    if not asked or len(asked) > LONGEST_QUERY:
        raise NothingToSearch
    with transaction.atomic():
        # The person's row serialises their own searches, so that the limit holds.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        mine = SavedSearch.objects.filter(person=person)
        if before := mine.filter(query=asked).first():
            return before
        policy = JobPolicy.objects.get(pk=1)
        if mine.count() >= policy.saved_searches:
            raise TooManySearches
        now = clock.now()
        return SavedSearch.objects.create(
            person=person,
            name=_named(FilterForm(QueryDict(asked.removeprefix("?")))),
            query=asked,
            created_at=now,
            seen_until=now,
            look_at=now + timedelta(minutes=policy.alert_minutes),
        )


def rename(search: SavedSearch, *, name: str) -> None:
    SavedSearch.objects.filter(pk=search.pk).update(name=name.strip()[:_NAME] or search.name)


def alert(search: SavedSearch, *, on: bool) -> None:
    """Switch its alerts. What was posted while they were off is not told of afterwards."""
    if search.alerts == on:
        return
    now = clock.now()
    every = timedelta(minutes=JobPolicy.objects.get(pk=1).alert_minutes)
    fresh = {"alerts": True, "seen_until": now, "look_at": now + every} if on else {"alerts": False, "look_at": None}
    SavedSearch.objects.filter(pk=search.pk, alerts=not on).update(**fresh)


def let_go(search: SavedSearch) -> None:
    SavedSearch.objects.filter(pk=search.pk).delete()


def as_kept(form: FilterForm) -> str:
    """The address of what is looked for, whatever its order and page; empty when it asks for nothing."""
    asked = form.query(**_NOT_KEPT)
    return "" if asked == "?" else asked


def kept_as(person: object, form: FilterForm) -> SavedSearch | None:
    """Under which name somebody keeps just this search."""
    asked = as_kept(form)
    if not asked or not isinstance(person, User):
        return None
    return SavedSearch.objects.filter(person=person, query=asked).first()


def _named(form: FilterForm) -> str:
    """A name made of what is looked for: "“logo”, Design, Entry"."""
    words = ", ".join(words for words, _ in form.chips())
    return words if len(words) <= _NAME else f"{words[: _NAME - 1]}…"
