"""The order "Fits you" and the filter "Good first job": few people blindly competing for the same jobs (PRODUCT 6)."""

import pytest
from django.urls import reverse

from accounts.models import Category, Skill
from common import policies
from jobs import services as jobs
from jobs.models import JobPolicy
from talent.models import FreelancerProfile
from tests.queries import cost

FITS = "/jobs/?sort=fits"


@pytest.fixture
def skills(design):
    return {
        name: Skill.objects.create(name=name, slug=name.lower(), category=design) for name in ("Ink", "Oil", "Wax")
    }


@pytest.fixture
def profile(ben, skills):
    """Ben draws with ink and paints with oil, and has been hired before."""
    row = FreelancerProfile.objects.create(person=ben, handle="ben", title="Painter", hires_count=1)
    row.skills.set([skills["Ink"], skills["Oil"]])
    return row


@pytest.fixture
def market(post, skills):
    asked = {"Both": ["Ink", "Oil"], "Ink": ["Ink"], "Crowded ink": ["Ink"], "Wax": ["Wax"], "First": ["Oil", "Wax"]}
    made = {}
    for title, names in asked.items():
        easy = {"level": "entry", "fixed_minor": 15_000} if title == "First" else {}
        made[title] = post(title=title, skills=[skills[name] for name in names], **easy)
    jobs.count_proposal(made["Crowded ink"], 30)
    jobs.count_proposal(made["First"], 2)
    return made


def titles(client, address=FITS):
    return [job.title for job in client.get(address).context["found"].jobs]


def test_more_of_ones_skills_first_then_fewer_proposals(client, ben, profile, market):
    client.force_login(ben)
    assert titles(client) == ["Both", "Ink", "First", "Crowded ink"]


def test_for_a_newcomer_a_good_first_job_goes_before_all(client, ben, profile, market):
    FreelancerProfile.objects.update(hires_count=0)
    client.force_login(ben)
    assert titles(client)[:2] == ["First", "Both"]
    assert "nobody has hired you here yet" in client.get(FITS).content.decode()


def test_the_order_is_explained_in_a_line(client, ben, profile, market):
    client.force_login(ben)
    page = client.get(FITS).content.decode()
    assert "Only jobs that ask for a skill of yours" in page
    assert "nobody has hired you" not in page


def test_it_goes_together_with_filters(client, ben, profile, market):
    client.force_login(ben)
    assert titles(client, f"{FITS}&q=crowded") == ["Crowded ink"]


def test_without_skills_or_without_a_name_the_newest_come(client, ben, cleo, market):
    newest = ["First", "Wax", "Crowded ink", "Ink", "Both"]
    assert titles(client) == newest
    FreelancerProfile.objects.create(person=cleo, handle="cleo")
    for person in (ben, cleo):
        client.force_login(person)
        assert titles(client) == newest
        assert "Fits you" not in client.get("/jobs/").content.decode()


def test_a_second_page_goes_on_where_the_first_ended(client, ben, profile, post, skills):
    made = [post(title=f"Job {n}", skills=[skills["Ink"]]).title for n in range(25)]
    client.force_login(ben)
    first = client.get(FITS)
    rest = client.get("/jobs/" + first.context["next"])
    found = [job.title for answer in (first, rest) for job in answer.context["found"].jobs]
    assert sorted(found) == sorted(made)
    assert len(set(found)) == 25


def test_a_good_first_job_is_entry_level_at_a_fixed_price_up_to_the_policys(client, post, olga):
    hourly = {"budget_type": "hourly", "fixed_minor": None, "hourly_from_minor": 1000, "hourly_to_minor": 1500}
    post(title="Good", level="entry", fixed_minor=20_000)
    post(title="Dear", level="entry", fixed_minor=20_001)
    post(title="Hard", level="expert", fixed_minor=15_000)
    post(title="Hourly", level="entry", **hourly)
    assert titles(client, "/jobs/?first=on") == ["Good"]
    assert titles(client, "/jobs/?first=on&level=expert") == []
    policies.change(JobPolicy.objects.get(pk=1), actor=olga, reason="A test", first_job_minor=30_000)
    assert titles(client, "/jobs/?first=on") == ["Dear", "Good"]
    page = client.get("/jobs/?first=on").content.decode()
    assert "a fixed price up to $300" in page


@pytest.mark.parametrize("sort", ["fits", "fits&q=ink", "fits&after=zz", "fits&after=1~2~3", "fits&first=on"])
def test_nonsense_beside_it_breaks_nothing(client, ben, profile, market, sort):
    client.force_login(ben)
    assert client.get(f"/jobs/?sort={sort}").status_code == 200


def test_it_costs_the_same_with_5_and_with_50(client, ben, profile, post, skills):
    Category.objects.get_or_create(slug="other", defaults={"name": "Other"})
    client.force_login(ben)
    for n in range(5):
        post(title=f"Job {n}", skills=[skills["Ink"]])
    few = cost(client, FITS)
    for n in range(5, 50):
        post(title=f"Job {n}", skills=[skills["Ink"]])
    # With this many the short walk is enough: it may cost less.
    assert cost(client, FITS) <= few
    assert cost(client, reverse("job_list")) <= few
