"""Find talent: words, filters, orders and pages, on whichever engine the tests run."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Category, Skill, User
from common import clock
from common.lists import search
from common.lists.querying import parse
from connects import services as connects
from talent import availability, services
from talent.criteria import Criteria, Sort
from talent.models import FreelancerProfile
from talent.search import find
from tests.conftest import MONDAY
from tests.queries import cost

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OVERVIEW = "I have worked for small shops and large museums, and I answer within a day. " * 3


@pytest.fixture
def craft(db):
    """Three skills of one category, as everybody below has."""
    craft = Category.objects.create(name="Old crafts", slug="old-crafts")
    return [Skill.objects.create(name=name, slug=name.lower(), category=craft) for name in ("Lute", "Harp", "Viola")]


@pytest.fixture
def freelancer(person, craft):
    def make(name: str, *, skills=craft, stars=(), **fields) -> FreelancerProfile:
        who = person(name, freelancer=True, email=f"{name.lower().replace(' ', '-')}@example.com")
        profile = services.open_profile(who)
        fields = {"title": f"{name} of all trades", "overview": OVERVIEW, "rate_minor": 4000, "country": "GB"} | fields
        FreelancerProfile.objects.filter(pk=profile.pk).update(created_at=clock.now(), **fields)
        profile.skills.set(skills)
        for each in stars:
            services.count_rating(who, each)
        return profile

    return make


@pytest.fixture
def guild(freelancer, craft):
    """Five people who differ in everything the list can be narrowed by; joined an hour after each other."""
    music = Category.objects.create(name="Music", slug="music-making")
    extra = Skill.objects.create(name="Organ", slug="organ", category=music)
    described = {
        "Ann": {"rate_minor": 2000, "stars": (5, 5)},
        "Bob": {"rate_minor": 9000, "stars": (5, 4), "country": "FR", "skills": [*craft, extra]},
        "Cat": {"rate_minor": None, "stars": (3,), "title": "Maker of clavichords"},
        "Dan": {"rate_minor": 4000, "overview": OVERVIEW + "Once a clavichord too."},
        "Eve": {"rate_minor": 4500, "stars": (5, 5, 5), "country": "DE"},
    }
    made = {}
    for hours, (name, fields) in enumerate(described.items()):
        with clock.at(MONDAY + hours * HOUR):
            made[name] = freelancer(name, **fields)
    return {"music": music, "organ": extra, **made}


def names(wanted: Criteria = Criteria(), sort: Sort = Sort.NEWEST) -> list[str]:  # noqa: B008
    return [profile.person.name for profile in find(wanted, sort).people]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NEWEST, ["Eve", "Dan", "Cat", "Bob", "Ann"]),
        # Of equals, whoever was rated more often; without a rating last.
        (Sort.RATING, ["Eve", "Ann", "Bob", "Cat", "Dan"]),
        (Sort.RATE, ["Ann", "Dan", "Eve", "Bob", "Cat"]),
    ],
)
def test_every_order_lists_all_of_them(guild, sort, expected):
    assert names(sort=sort) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"country": "FR"}, ["Bob"]),
        ({"rating": 450}, ["Eve", "Bob", "Ann"]),
        ({"rating": 300}, ["Eve", "Cat", "Bob", "Ann"]),
        ({"rate_to": 4000}, ["Dan", "Ann"]),
        ({"rate_from": 4000}, ["Eve", "Dan", "Bob"]),
        ({"rate_from": 4000, "rate_to": 4500}, ["Eve", "Dan"]),
        ({"available": True}, []),
        ({"rising": True}, []),
        ({"rating": 450, "country": "GB"}, ["Ann"]),
    ],
)
def test_filters_narrow_the_list(guild, wanted, expected):
    assert names(Criteria(**wanted)) == expected


def test_category_and_skills_narrow_it_too(guild, craft):
    assert names(Criteria(category=guild["music"].pk)) == names(Criteria(skills=(guild["organ"].pk,))) == ["Bob"]
    assert names(Criteria(skills=(craft[0].pk, guild["organ"].pk))) == ["Bob"]
    assert len(names(Criteria(category=craft[0].category_id))) == 5


@pytest.mark.parametrize("sort", list(Sort))
def test_words_and_filters_go_together_in_every_order(guild, sort):
    assert set(names(Criteria(text=parse("clavichord")), sort)) == {"Cat", "Dan"}
    assert names(Criteria(text=parse("clavichord"), rate_to=5000), sort) == ["Dan"]
    assert names(Criteria(text=parse("trombone")), sort) == []


def test_a_word_in_the_title_answers_better_than_one_in_the_text(guild):
    assert names(Criteria(text=parse("clavichord")), Sort.BEST) == ["Cat", "Dan"]


def test_who_is_available_is_found_as_long_as_they_are(guild):
    eve = guild["Eve"].person
    ends = clock.now() + timedelta(days=99)
    connects.grant(eve.wallet.pk, 9, source=connects.Source.JOINING, expires_at=ends, reference="gift:1")
    availability.switch_on(eve, maximum=7)
    assert names(Criteria(available=True)) == ["Eve"]
    availability.switch_off(eve)
    assert names(Criteria(available=True)) == []


# --- pages ---


@pytest.fixture
def crowd(freelancer):
    for number in range(53):
        with clock.at(MONDAY - (number % 5) * HOUR):
            freelancer(f"Copy {number}", rate_minor=1000 + number % 3, stars=(4,) * (number % 3))
    return 53


@pytest.mark.parametrize("wanted", [Criteria(), Criteria(text=parse("museum")), Criteria(rate_to=5000, country="GB")])
def test_the_pages_hold_everybody_once_and_in_order(crowd, wanted):
    for sort in Sort:
        seen, after, pages = [], "", 0
        while after or not pages:
            found = find(wanted, sort, after=after)
            assert (found.count is None) == bool(pages)
            seen += found.people
            after, pages = found.after, pages + 1
        assert len({profile.pk for profile in seen}) == len(seen) == crowd
        keys = {
            Sort.NEWEST: lambda row: (row.created_at, row.pk),
            Sort.RATING: lambda row: (row.rating_count > 0, row.rating_count, row.pk),
            Sort.RATE: lambda row: (-row.rate_minor, row.pk),
        }
        if sort in keys:
            assert seen == sorted(seen, key=keys[sort], reverse=True)


def test_walking_and_gathering_find_the_same(crowd, monkeypatch):
    wanted = Criteria(text=parse("museum"), country="GB")

    def pages(sort) -> list[int]:
        found = find(wanted, sort)
        return [row.pk for row in found.people + find(wanted, sort, after=found.after).people]

    walked = [pages(sort) for sort in Sort]
    monkeypatch.setattr(search, "WALKS", (1,))
    monkeypatch.setattr(search, "RANKED", 1)
    assert [pages(sort) for sort in Sort] == walked


PLACES = [
    "x",
    "1",
    "1.2",
    "1.2.3.4",
    "1.99999999999999999999.3",
    f"1.{10**18}.1",
    "-1.-1.-1",
    "1..2",
    "\0",
    "١.٢",
    "~",
]


def test_a_place_we_did_not_write_is_no_error(crowd):
    for after in PLACES:
        for sort in Sort:
            for wanted in (Criteria(), Criteria(text=parse("museum"))):
                assert len(find(wanted, sort, after=after).people) <= search.SIZE


# --- the page itself ---


def test_anybody_reads_who_they_are_and_what_narrows(client, guild):
    page = client.get(reverse("talent_search"), {"q": "clavichord", "country": "GB"}).content.decode()
    for words in ("<strong>2</strong> people", "“clavichord”", "Lives in United Kingdom", "Best match", "Cat", "Dan"):
        assert words in page
    assert "Eve" not in page
    assert "@example.com" not in page


def test_a_rating_is_shown_with_how_many_gave_it(client, guild):
    page = client.get(reverse("talent_search")).content.decode()
    assert "4.5" in page
    assert "(2 reviews)" in page
    assert "(1 review)" in page


def test_nothing_found_says_what_to_do(client, guild):
    page = client.get(reverse("talent_search"), {"q": "trombone"}).content.decode()
    assert "Nobody matches all of this" in page
    assert "See everybody" in page


def test_nobody_at_all_is_said(client):
    assert "Nobody to be found yet" in client.get(reverse("talent_search")).content.decode()


def test_the_next_page_keeps_what_was_asked(client, crowd):
    page = client.get(reverse("talent_search"), {"q": "museum", "country": "GB", "sort": "rate"})
    following = client.get(reverse("talent_search") + page.context["next"])
    assert "Back to the first page" in following.content.decode()
    both = [{row.pk for row in each.context["found"].people} for each in (page, following)]
    assert not both[0] & both[1]


HOSTILE = [
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
    "marks : available",
    "=available",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "😀",
    "\u202eabc",
    "\ud7ff\uffff",
    "%",
    "%s%n",
    "\\",
    "{{ 7 * 7 }}",
    "=1+1",
    "../../etc/passwd",
    "x" * 5000,
    "a " * 3000,
]
FIELDS = ["q", "category", "available", "rising", "rating", "min", "max", "country", "certification", "skill", "sort"]


@pytest.mark.parametrize("name", [*FIELDS, "after"])
def test_nonsense_in_the_address_is_never_an_error(client, guild, name):
    for bad in HOSTILE:
        answer = client.get(reverse("talent_search"), {name: bad})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()
        if name not in ("q", "min", "max", "available", "rising"):
            assert len(answer.context["found"].people) == 5


def test_everything_at_once_and_everything_many_times_is_no_error(client, guild):
    for bad in HOSTILE:
        assert client.get(reverse("talent_search"), {name: [bad] * 30 for name in FIELDS}).status_code == 200


@pytest.mark.parametrize("bad", HOSTILE[:1] + HOSTILE[3:])
def test_what_people_write_is_shown_as_it_is(client, freelancer, bad):
    text = bad.replace("\0", "").replace("\ud7ff", "")[:90] or "plain"
    profile = freelancer("Mallory", title=text, overview=text + OVERVIEW)
    for address in (reverse("talent_search"), profile.get_absolute_url()):
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


def test_bad_amounts_are_said_beside_their_field(client, guild):
    page = client.get(reverse("talent_search"), {"min": "lots", "max": "-4"}).content.decode()
    assert page.count("Write an amount like") == 4
    page = client.get(reverse("talent_search"), {"min": "500", "max": "100"}).content.decode()
    assert "less than the rate you look for from" in page


@pytest.mark.postgres
def test_words_that_postgresql_leaves_out_are_said_to_be(client, guild):
    assert "in almost every text" in client.get(reverse("talent_search"), {"q": "the"}).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(client, db, method):
    assert getattr(client, method)(reverse("talent_search")).status_code == 405


@pytest.mark.parametrize("query", ["", "?q=museum", "?country=GB", "?q=museum&sort=rate"])
def test_the_list_costs_the_same_queries_at_5_and_at_50(client, ada, freelancer, query):
    client.force_login(ada)
    for number in range(5):
        freelancer(f"Person {number}", stars=(5,))
    few = cost(client, reverse("talent_search") + query)
    for number in range(5, 50):
        freelancer(f"Person {number}", stars=(5,))
    assert cost(client, reverse("talent_search") + query) <= few <= 16


# --- what the person is told ---


def test_the_profile_page_says_whether_one_is_found(client, ben, complete):
    client.force_login(ben)
    assert "You appear in" in client.get("/settings/profile/").content.decode()
    complete.skills.clear()
    page = client.get("/settings/profile/").content.decode()
    assert "You do not appear in talent search yet" in page
    assert "at least 3 skills" in page
    assert "You do not appear in talent search yet" in client.get(complete.get_absolute_url()).content.decode()
    User.objects.filter(pk=ben.pk).update(email_verified_at=None)
    assert "Verify your e-mail address" in client.get("/settings/profile/").content.decode()
