"""Talent search at 100,000 people: how long a page of it takes, for what is asked of it most and what is hardest."""

from typing import Any

from accounts.models import Category, Skill
from common.lists.querying import parse
from talent.criteria import Criteria, Sort
from talent.models import TalentListing
from talent.search import find
from tests.benchmarks import talent_market
from tests.benchmarks.job_list import _percentiles, _visit, pages
from tests.benchmarks.job_market import COMMON, NOTHING, RARE


def run(*, people: int = 100_000) -> dict[str, Any]:
    """Fill the market and time it. All figures in milliseconds but the number of people."""
    talent_market.fill(people)
    figures: dict[str, Any] = {"talent": TalentListing.objects.count()}
    worst = 0.0
    for name, (wanted, sort) in cases().items():
        p50, p95 = _percentiles(lambda wanted=wanted, sort=sort: pages(lambda after: find(wanted, sort, after=after)))
        figures |= {f"talent_{name}_p50_ms": p50, f"talent_{name}_p95_ms": p95}
        worst = max(worst, p95)
    figures["talent_search_p95_ms"] = worst
    for name, query in (("best_rated", ""), ("search", f"?q={COMMON}")):
        p50, p95 = _percentiles(_visit(f"/talent/{query}"))
        figures |= {f"talent_page_{name}_p50_ms": p50, f"talent_page_{name}_p95_ms": p95}
    return figures


def cases() -> dict[str, tuple[Criteria, Sort]]:
    """What is asked. Category and skills are of those that few and many people have."""
    few, many = Category.objects.order_by("-pk")[0], Category.objects.order_by("pk")[0]
    skills = list(Skill.objects.order_by("pk").values_list("pk", flat=True))
    common, rare, nothing = parse(COMMON), parse(RARE), parse(NOTHING)
    narrow = Criteria(category=many.pk, country="FR", available=True, rating=450, rate_to=6000)
    return {
        "best_rated": (Criteria(), Sort.RATING),
        "newest": (Criteria(), Sort.NEWEST),
        "lowest_rate": (Criteria(), Sort.RATE),
        "filtered_category": (Criteria(category=few.pk), Sort.RATING),
        "filtered_skills": (Criteria(skills=(skills[0], skills[-1])), Sort.RATING),
        "filtered_available": (Criteria(available=True), Sort.RATING),
        "filtered_narrowly": (narrow, Sort.RATE),
        "search_common_rated": (Criteria(text=common), Sort.RATING),
        "search_common_best": (Criteria(text=common), Sort.BEST),
        "search_common_filtered": (Criteria(text=common, category=few.pk, rating=400), Sort.BEST),
        "search_rare_best": (Criteria(text=rare), Sort.BEST),
        "search_nothing_best": (Criteria(text=nothing), Sort.BEST),
    }
