"""Finding people: a page of them with what a list shows, in any order, whatever is asked for."""

from dataclasses import dataclass, field
from functools import partial

from django.db.models.functions import Left

from common.lists import search
from common.lists.matching import ranks
from common.lists.search import Hits
from talent.badges import with_badges
from talent.criteria import Criteria, Sort, matching
from talent.listing import WORDS
from talent.models import Attempt, FreelancerProfile, TalentListing

# What each order compares, the larger first; the number of the profile decides between equals.
_KEYS: dict[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("since", "pk"),
    Sort.RATING: ("rating", "rated", "pk"),
    Sort.RATE: ("by_rate", "pk"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `count` people answer, or more than that unless `exact`; None on later pages, which do not count."""

    people: list[FreelancerProfile] = field(default_factory=list)
    after: str = ""
    count: int | None = None
    exact: bool = True
    # Whether only the newest matches were sorted.
    newest_only: bool = False


def find(wanted: Criteria, sort: Sort, *, after: str = "") -> Found:
    """A page of people. `after` is where the last page ended; anything else in it begins anew."""
    hits = _hits(wanted, sort, after)
    return Found(shown(hits.ids), hits.after, hits.count, hits.exact, hits.newest_only)


def _hits(wanted: Criteria, sort: Sort, after: str) -> Hits:
    rows = TalentListing.objects.all()
    matches = matching(rows, wanted)
    if sort == Sort.BEST and wanted.text:
        return search.best(partial(ranks, WORDS, wanted.text), matches, _KEYS[Sort.NEWEST], after)
    return search.in_order(rows, matches if wanted else None, _KEYS.get(sort, _KEYS[Sort.RATING]), after)


def shown(ids: list[int]) -> list[FreelancerProfile]:
    """What a list shows of these people, in this order. Whoever cannot be seen any more is left out."""
    if not ids:
        return []
    profiles = (
        FreelancerProfile.objects.public()
        .filter(pk__in=ids)
        .defer("overview")
        .annotate(opening=Left("overview", 400))
        .select_related("person", "availability")
        .prefetch_related(with_badges())
        .in_bulk()
    )
    skills = FreelancerProfile.skills.through._default_manager.filter(freelancerprofile_id__in=ids)
    names: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, name in skills.order_by("skill__name").values_list("freelancerprofile_id", "skill__name"):
        names[pk].append(name)
    passed = Attempt.objects.passed().filter(person__freelancer_profile__in=ids)
    tests: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, name in passed.values_list("person__freelancer_profile", "certification__name").order_by("pk"):
        tests[pk].append(name)
    for pk, profile in profiles.items():
        profile.__dict__ |= {"skill_names": names[pk], "certified_in": tests[pk]}
    return [profiles[pk] for pk in ids if pk in profiles]
