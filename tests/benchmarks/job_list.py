"""The list of open jobs at 200,000: how long a page of it takes, for what is asked of it most and what is hardest.

Searches are timed with the rows that a page shows; pages are timed whole, as a visitor gets them.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import override_settings

from accounts.models import Category, Skill
from common.lists.querying import parse
from jobs.criteria import Criteria, Sort
from jobs.search import find
from tests.benchmarks import job_market
from tests.benchmarks.job_market import COMMON, NOTHING, RARE

ROUNDS = 40
_PAGES = 3


def run(connection: BaseDatabaseWrapper, *, jobs: int = 200_000) -> dict[str, Any]:
    """Fill the market and time it. All figures in milliseconds but the number of jobs."""
    job_market.fill(jobs)
    figures: dict[str, Any] = {"jobs": jobs}
    worst = 0.0
    for name, (wanted, sort) in cases().items():
        p50, p95 = _percentiles(lambda wanted=wanted, sort=sort: pages(lambda after: find(wanted, sort, after=after)))
        figures |= {f"job_{name}_p50_ms": p50, f"job_{name}_p95_ms": p95}
        if wanted.text:
            worst = max(worst, p95)
    figures["job_search_p95_ms"] = worst
    for name, query in (("newest", ""), ("search", f"?q={COMMON}")):
        p50, p95 = _percentiles(_visit(f"/jobs/{query}"))
        figures |= {f"job_page_{name}_p50_ms": p50, f"job_page_{name}_p95_ms": p95}
    return figures


def cases() -> dict[str, tuple[Criteria, Sort]]:
    """What is asked. Category and skills are of those that few and many jobs have."""
    few, many = Category.objects.order_by("-pk")[0], Category.objects.order_by("pk")[0]
    skills = list(Skill.objects.order_by("pk").values_list("pk", flat=True))
    common, rare, nothing = parse(COMMON), parse(RARE), parse(NOTHING)
    return {
        "newest": (Criteria(), Sort.NEWEST),
        "by_budget": (Criteria(), Sort.BUDGET),
        "by_proposals": (Criteria(), Sort.FEWEST),
        "by_cost": (Criteria(), Sort.COST),
        "filtered_category": (Criteria(category=few.pk), Sort.NEWEST),
        "filtered_skills": (Criteria(skills=(skills[0], skills[-1])), Sort.NEWEST),
        "filtered_narrowly": (
            Criteria(category=many.pk, level="expert", country="FR", budget_type="fixed", budget_from=500_000),
            Sort.BUDGET,
        ),
        "search_common_newest": (Criteria(text=common), Sort.NEWEST),
        "search_common_best": (Criteria(text=common), Sort.RELEVANCE),
        "search_common_filtered": (Criteria(text=common, category=few.pk, level="expert"), Sort.RELEVANCE),
        "search_rare_newest": (Criteria(text=rare), Sort.NEWEST),
        "search_rare_best": (Criteria(text=rare), Sort.RELEVANCE),
        "search_nothing_newest": (Criteria(text=nothing), Sort.NEWEST),
        "search_nothing_best": (Criteria(text=nothing), Sort.RELEVANCE),
    }


def pages(find_from: Callable[[str], Any]) -> list[float]:
    """The milliseconds of each of the first pages; `find_from` finds the page that begins at a place."""
    took, after = [], ""
    for _ in range(_PAGES):
        begun = time.perf_counter()
        found = find_from(after)
        took.append((time.perf_counter() - begun) * 1000)
        after = found.after
        if not after:
            break
    return took


def _visit(address: str) -> Callable[[], list[float]]:
    client = Client()

    def visit() -> list[float]:
        begun = time.perf_counter()
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            response = client.get(address, headers={"X-Forwarded-Proto": "https"})
        took = (time.perf_counter() - begun) * 1000
        assert response.status_code == 200, response.status_code
        return [took]

    return visit


def _percentiles(once: Callable[[], list[float]]) -> tuple[float, float]:
    for _ in range(3):
        once()
    took = sorted(each for _ in range(ROUNDS) for each in once())
    return round(took[len(took) // 2], 2), round(took[int(len(took) * 0.95)], 2)
