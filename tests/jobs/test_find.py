"""Find work: words, filters, orders and pages, on whichever engine the tests run."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Category, Skill
from common import clock
from common.lists import search
from common.lists.querying import parse
from jobs import services as jobs
from jobs.criteria import Criteria, Sort
from jobs.models import Job
from jobs.search import find
from tests.conftest import MONDAY
from tests.queries import cost

HOUR = timedelta(hours=1)


def titles(wanted: Criteria = Criteria(), sort: Sort = Sort.NEWEST) -> list[str]:  # noqa: B008
    return [job.title for job in find(wanted, sort).jobs]


@pytest.fixture
def market(post, design):
    """Six jobs that differ in everything the list can be narrowed by; posted an hour after each other."""
    music = Category.objects.create(name="Music", slug="music-making")
    lute = Skill.objects.create(name="Lute", slug="lute", category=music)
    harp = Skill.objects.create(name="Harp", slug="harp", category=music)
    hourly = {"budget_type": "hourly", "fixed_minor": None}
    described = [
        {"title": "Logo", "fixed_minor": 20_000, "level": "entry"},
        {"title": "Poster", "fixed_minor": 200_000, "level": "expert", "country": "FR"},
        {"title": "Song", "category": music, "skills": [lute, harp], "fixed_minor": 90_000, "country": "DE"},
        {
            "title": "Lessons",
            "category": music,
            "skills": [lute],
            **hourly,
            "hourly_from_minor": 2000,
            "hourly_to_minor": 3000,
        },
        {
            "title": "Concert",
            "category": music,
            "skills": [harp],
            **hourly,
            "hourly_from_minor": 4000,
            "hourly_to_minor": 9000,
        },
        {"title": "Banner", "fixed_minor": 50_000, "description": "A logo stands on it, and a harp."},
    ]
    made = {}
    for hours, fields in enumerate(described):
        with clock.at(MONDAY + hours * HOUR):
            made[fields["title"]] = post(**fields)
    for title, proposals in {"Logo": 3, "Poster": 9, "Song": 0, "Lessons": 1, "Concert": 4, "Banner": 2}.items():
        jobs.count_proposal(made[title], proposals)
    return {"music": music, "lute": lute, "harp": harp, **made}


def test_the_newest_comes_first(market):
    assert titles() == ["Banner", "Concert", "Lessons", "Song", "Poster", "Logo"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.BUDGET, ["Poster", "Song", "Banner", "Logo", "Concert", "Lessons"]),
        (Sort.FEWEST, ["Song", "Lessons", "Banner", "Logo", "Concert", "Poster"]),
        (Sort.COST, ["Banner", "Lessons", "Song", "Logo", "Concert", "Poster"]),
    ],
)
def test_every_order_lists_all_of_them(market, sort, expected):
    assert titles(sort=sort) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"budget_type": "hourly"}, ["Concert", "Lessons"]),
        ({"level": "expert"}, ["Poster"]),
        ({"country": "FR"}, ["Banner", "Concert", "Lessons", "Poster", "Logo"]),
        ({"cost": 4}, ["Banner", "Lessons", "Song", "Logo"]),
        ({"cost": 6}, ["Banner", "Concert", "Lessons", "Song", "Logo"]),
        ({"budget_from": 90_000}, ["Song", "Poster"]),
        ({"budget_to": 20_000}, ["Concert", "Lessons", "Logo"]),
        # Ranges of hourly rates answer when they overlap.
        ({"budget_type": "hourly", "budget_from": 3000, "budget_to": 4000}, ["Concert", "Lessons"]),
        ({"budget_type": "hourly", "budget_from": 3001, "budget_to": 3999}, []),
        ({"since": MONDAY + 4 * HOUR}, ["Banner", "Concert"]),
        ({"level": "expert", "country": "DE"}, []),
    ],
)
def test_filters_narrow_the_list(market, wanted, expected):
    assert titles(Criteria(**wanted)) == expected


def test_category_and_skills_narrow_it_too(market):
    music, lute, harp = market["music"].pk, market["lute"].pk, market["harp"].pk
    assert titles(Criteria(category=music)) == ["Concert", "Lessons", "Song"]
    assert titles(Criteria(skills=(lute,))) == ["Lessons", "Song"]
    assert titles(Criteria(skills=(lute, harp))) == ["Song"]
    assert titles(Criteria(category=music, skills=(harp,), budget_type="hourly")) == ["Concert"]


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.BUDGET, Sort.FEWEST, Sort.COST, Sort.RELEVANCE])
def test_words_and_filters_go_together_in_every_order(market, sort):
    assert set(titles(Criteria(text=parse("harp")), sort)) == {"Song", "Concert", "Banner"}
    assert titles(Criteria(text=parse("harp"), category=market["music"].pk, level="intermediate", cost=4), sort) == [
        "Song"
    ]
    assert titles(Criteria(text=parse("trombone")), sort) == []


def test_a_word_in_the_title_answers_better_than_one_in_the_text(market):
    assert titles(Criteria(text=parse("logo")), Sort.RELEVANCE)[0] == "Logo"


def test_closed_and_paused_jobs_are_not_listed(ada, market):
    jobs.cancel(market["Song"], by=ada)
    jobs.pause(market["Banner"], by=ada)
    assert titles() == ["Concert", "Lessons", "Poster", "Logo"]


def test_an_edit_moves_a_job_in_the_list(ada, market):
    jobs.edit(market["Logo"], by=ada, fixed_minor=95_000, country="DE", category=market["music"])
    assert titles(sort=Sort.BUDGET)[1] == "Logo"
    assert "Logo" in titles(Criteria(category=market["music"].pk))
    assert "Logo" not in titles(Criteria(country="FR"))


def test_a_featured_job_stands_on_top_of_the_newest(ada, market, post):
    ada.client_profile.domain_verified = True
    ada.client_profile.save()
    with clock.at(MONDAY - HOUR):
        post(title="Featured", featured=True)
    assert titles()[0] == "Featured"
    assert titles(sort=Sort.FEWEST)[-1] != "Featured"


# --- pages ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def crowd(job, python_skill):
    """53 open jobs, many alike in everything that they are ordered by."""
    copies = []
    for number in range(52):
        copy = Job.objects.defer(None).get(pk=job.pk)
        copy.pk, copy.title = None, f"Copy {number}"
        copy.published_at = job.published_at - (number % 5) * HOUR
        copy.proposals_count, copy.cost = number % 3, 4 + number % 2
        copies.append(copy)
    Job.objects.bulk_create(copies)
    return Job.objects.count()


@pytest.mark.parametrize(
    "wanted", [Criteria(), Criteria(text=parse("bakery")), Criteria(level="intermediate", cost=5)]
)
@pytest.mark.parametrize("sort", list(Sort))
def test_the_pages_hold_every_job_once_and_in_order(crowd, wanted, sort):
    expected = Job.objects.filter(cost__lte=wanted.cost or 8).count()
    seen, after, pages = [], "", 0
    while after or not pages:
        found = find(wanted, sort, after=after)
        assert (found.count is None) == bool(pages)
        seen += found.jobs
        after, pages = found.after, pages + 1
    assert len({job.pk for job in seen}) == len(seen) == expected
    keys = {
        Sort.NEWEST: lambda job: (job.featured, job.published_at, job.pk),
        Sort.BUDGET: lambda job: job.pk,
        Sort.FEWEST: lambda job: (-job.proposals_count, job.pk),
        Sort.COST: lambda job: (-job.cost, job.pk),
    }
    if sort in keys:
        assert seen == sorted(seen, key=keys[sort], reverse=True)


@pytest.mark.parametrize("sort", list(Sort))
def test_a_job_posted_meanwhile_does_not_shift_the_pages(crowd, post, sort):
    wanted = Criteria(text=parse("bakery"))
    first = find(wanted, sort)
    post()
    second = find(wanted, sort, after=first.after)
    assert not {job.pk for job in first.jobs} & {job.pk for job in second.jobs}
    assert len(second.jobs) == search.SIZE


@pytest.mark.parametrize("sort", list(Sort))
def test_walking_and_gathering_find_the_same(crowd, monkeypatch, sort):
    """With a walk of one job nothing is ever found by walking."""
    wanted = Criteria(text=parse("bakery"), level="intermediate")

    def pages() -> list[int]:
        found = find(wanted, sort)
        return [job.pk for job in found.jobs + find(wanted, sort, after=found.after).jobs]

    walked = pages()
    monkeypatch.setattr(search, "WALKS", (1,))
    monkeypatch.setattr(search, "RANKED", 1)
    assert pages() == walked


def test_more_matches_than_are_sorted_is_said(crowd, monkeypatch):
    monkeypatch.setattr(search, "AMONG", 10)
    assert find(Criteria(text=parse("bakery")), Sort.RELEVANCE).newest_only
    monkeypatch.setattr(search, "RANKED", 1)
    found = find(Criteria(text=parse("bakery")), Sort.FEWEST)
    assert (found.newest_only, found.count, len(found.jobs)) == (True, crowd, 10)


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "1",
        "1.2",
        "1.2.3.4",
        "1.99999999999999999999.3",
        f"1.{10**18}.1",
        "-1.-1.-1",
        "0.0.0",
        "1..2",
        "\0",
        "١.٢.٣",
        "~",
        "1.2~3",
    ],
)
@pytest.mark.parametrize("sort", list(Sort))
def test_a_place_we_did_not_write_is_no_error(crowd, after, sort):
    for wanted in (Criteria(), Criteria(text=parse("bakery"))):
        assert len(find(wanted, sort, after=after).jobs) <= search.SIZE


# --- the page itself ------------------------------------------------------------------------------------------------
def test_the_page_says_how_many_and_what_narrows(client, market):
    page = client.get(reverse("job_list"), {"q": "harp", "category": "music-making"}).content.decode()
    assert "<strong>2</strong> jobs" in page
    assert "“harp”" in page
    assert "Best match" in page
    assert "Concert" in page
    assert "Banner" not in page


def test_nothing_found_says_what_to_do(client, market):
    page = client.get(reverse("job_list"), {"q": "trombone"}).content.decode()
    assert "No open job matches all of this" in page
    assert "See all open jobs" in page


def test_no_jobs_at_all_is_said(client, db):
    assert "No open jobs yet" in client.get(reverse("job_list")).content.decode()


def test_the_next_page_keeps_what_was_asked(client, crowd):
    page = client.get(reverse("job_list"), {"q": "bakery", "level": "intermediate", "sort": "fewest"})
    following = client.get(reverse("job_list") + page.context["next"])
    assert following.status_code == 200
    assert "Back to the first page" in following.content.decode()
    assert not {job.pk for job in page.context["found"].jobs} & {job.pk for job in following.context["found"].jobs}


BAD = [
    "\0",
    "a\0b",
    "9" * 400,
    "-1",
    "١٢",
    "' OR 1=1 --",
    '"',
    "NEAR(",
    "*",
    "{title}:",
    "<script>",
    "😀",
    "%",
    "\\",
    "x" * 5000,
]


@pytest.mark.parametrize(
    "name", ["q", "category", "type", "level", "min", "max", "cost", "country", "within", "skill", "sort", "after"]
)
def test_nonsense_in_the_address_is_never_an_error(client, market, name):
    for bad in BAD:
        answer = client.get(reverse("job_list"), {name: bad})
        assert answer.status_code == 200
        # Except for words and amounts, whatever makes no sense is left out.
        if name not in ("q", "min", "max"):
            assert len(answer.context["found"].jobs) == 6


def test_the_front_page_finds_the_newest_too(market):
    assert [job.title for job in Job.objects.newest()[:2]] == ["Banner", "Concert"]


def test_bad_amounts_are_said_beside_their_field(client, market):
    page = client.get(reverse("job_list"), {"min": "lots", "max": "-4"}).content.decode()
    # Beside the field, and again with the results, which is all that htmx swaps.
    assert page.count("Write an amount like") == 4
    page = client.get(reverse("job_list"), {"min": "500", "max": "100"}).content.decode()
    assert "less than the budget you look for from" in page


@pytest.mark.postgres
def test_words_that_postgresql_leaves_out_are_said_to_be(client, market):
    assert "in almost every text" in client.get(reverse("job_list"), {"q": "the"}).content.decode()


@pytest.mark.parametrize("query", [{}, {"q": "bakery"}, {"level": "intermediate"}, {"q": "bakery", "sort": "fewest"}])
def test_the_list_costs_the_same_queries_at_5_and_at_50(client, ben, post, query):
    client.force_login(ben)
    for _ in range(5):
        post()
    few = queries(client, query)
    for _ in range(45):
        post()
    assert queries(client, query) <= few <= 18


def queries(client, query) -> int:
    return cost(client, reverse("job_list") + "?" + "&".join(f"{k}={v}" for k, v in query.items()))
