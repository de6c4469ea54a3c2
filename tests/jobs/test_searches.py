"""A saved search tells of new jobs that answer it: once, in a line, and only while it is wanted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock, policies
from common.models import Mail, Notice
from jobs import alerts, searches
from jobs import services as jobs
from jobs.errors import NothingToSearch, TooManySearches
from jobs.models import JobPolicy, SavedSearch
from tests.conftest import MONDAY
from tests.queries import cost
from tests.races import runners

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def keep(ben):
    def save(query="q=logo&level=entry", *, by=ben):
        return searches.keep(by, query=QueryDict(query))

    return save


@pytest.fixture
def posted(post):
    """Published so many minutes after the search was kept."""

    def publish(*, minutes=5, **fields):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            return post(**fields)

    return publish


def told(person):
    mine = Notice.objects.filter(person=person, kind="saved_search").order_by("id")
    return list(mine.values_list("text", flat=True))


def an_hour_later(work, hours=1):
    with clock.at(MONDAY + hours * HOUR):
        return work()


# --- keeping ---


def test_a_search_is_kept_under_its_own_words(keep, ben):
    search = keep("q=logo&category=&level=entry&sort=budget&after=zz&within=7")
    assert (search.name, search.query) == ("“logo”, Entry", "?q=logo&level=entry")
    assert search.get_absolute_url() == "/jobs/?q=logo&level=entry"


def test_the_same_again_is_kept_once_in_whatever_order_it_was_typed(keep):
    assert keep("q=logo&level=entry") == keep("level=entry&q=logo&sort=cost")
    assert SavedSearch.objects.count() == 1


def test_two_people_keep_the_same_search_each_for_themselves(keep, cleo):
    assert keep() != keep(by=cleo)


@pytest.mark.parametrize("query", ["", "sort=budget", "within=7", "level=nonsense", "category=none&min=cheap"])
def test_what_asks_for_nothing_is_not_kept(keep, query):
    with pytest.raises(NothingToSearch):
        keep(query)


def test_nobody_keeps_more_than_the_policy_says(keep, olga):
    policies.change(JobPolicy.objects.get(pk=1), actor=olga, reason="A test", saved_searches=2)
    keep("q=one")
    keep("q=two")
    with pytest.raises(TooManySearches):
        keep("q=three")
    assert keep("q=two").name == "“two”"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_for_eight_at_once(ben, olga):
    policies.change(JobPolicy.objects.get(pk=1), actor=olga, reason="A test", saved_searches=5)
    with runners(8) as threads:
        found = threads.together(*[lambda n=n: searches.keep(ben, query=QueryDict(f"q=word{n}")) for n in range(8)])
    assert sum(isinstance(each, SavedSearch) for each in found) == 5 == SavedSearch.objects.count()
    assert sum(isinstance(each, TooManySearches) for each in found) == 3


def test_the_database_refuses_a_search_that_alerts_and_is_never_looked_through(keep):
    search = keep()
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearch.objects.filter(pk=search.pk).update(look_at=None)


# --- alerts ---


def test_new_jobs_that_answer_are_told_of_in_one_line_and_one_mail(keep, posted, ben):
    search = keep()
    posted(title="Logo", level="entry")
    posted(title="Another logo", level="entry")
    posted(title="A poster", level="entry", description="A large one, for the wall of a bakery.")
    an_hour_later(lambda: alerts.alert_due(clock.now()))
    assert told(ben) == ["2 new jobs: “logo”, Entry"]
    mail = Mail.objects.get(to=ben.email, kind="saved_search")
    assert "Another logo" in mail.text
    assert "A poster" not in mail.text
    assert search.get_absolute_url() in mail.text


def test_nothing_new_is_not_told_and_what_was_there_before_is_not_new(keep, post, ben):
    post(title="Logo", level="entry")
    keep()
    assert an_hour_later(lambda: alerts.alert_due(clock.now())) == 0
    assert told(ben) == []


def test_one_is_told_of_a_job_once_whatever_runs_twice(keep, posted, ben):
    keep()
    posted(title="Logo", level="entry")
    for hour in (1, 1, 2, 3):
        an_hour_later(lambda: alerts.alert_due(clock.now()), hour)
    assert told(ben) == ["1 new job: “logo”, Entry"]


def test_after_days_of_silence_all_that_came_is_told_in_one_line(keep, posted, ben):
    keep()
    for hour in (5, 30, 70):
        posted(title="Logo", level="entry", minutes=60 * hour)
    an_hour_later(lambda: alerts.alert_due(clock.now()), 100)
    assert told(ben) == ["3 new jobs: “logo”, Entry"]


def test_a_job_published_this_very_moment_is_told_of_at_the_next_look(keep, posted, ben):
    """Its transaction may end after the look."""
    keep()
    posted(title="Logo", level="entry", minutes=60)
    an_hour_later(lambda: alerts.alert_due(clock.now()))
    assert told(ben) == []
    an_hour_later(lambda: alerts.alert_due(clock.now()), 2)
    assert told(ben) == ["1 new job: “logo”, Entry"]


def test_ones_own_job_and_a_job_that_closed_meanwhile_are_no_news(keep, posted, ben, ada):
    keep("level=entry")
    posted(title="Mine", level="entry", client=ben)
    jobs.cancel(posted(title="Gone", level="entry"), by=ada)
    an_hour_later(lambda: alerts.alert_due(clock.now()))
    assert told(ben) == []


def test_without_alerts_nothing_is_told_not_even_afterwards(keep, posted, ben):
    search = keep()
    searches.alert(search, on=False)
    posted(title="Logo", level="entry")
    assert an_hour_later(lambda: alerts.alert_due(clock.now())) == 0
    search.refresh_from_db()
    an_hour_later(lambda: searches.alert(search, on=True), 2)
    an_hour_later(lambda: alerts.alert_due(clock.now()), 4)
    assert told(ben) == []


def test_a_search_for_what_no_longer_exists_finds_nothing_instead_of_everything(keep, posted, ben, design):
    keep("category=design")
    posted()
    SavedSearch.objects.update(query="?category=gone")
    assert an_hour_later(lambda: alerts.alert_due(clock.now())) == 1
    assert told(ben) == []


def test_the_clock_stops_only_where_a_job_has_come(keep, posted):
    assert alerts.next_alert() is None
    keep()
    assert alerts.next_alert() is None
    posted()
    assert alerts.next_alert() == MONDAY + HOUR
    an_hour_later(lambda: alerts.alert_due(clock.now()))
    assert alerts.next_alert() is None
    posted(minutes=150)
    assert alerts.next_alert() == MONDAY + timedelta(minutes=151)


def test_a_search_more_costs_a_query_more_and_not_its_catalogue(keep, posted, person):
    def looked(number):
        for place in range(number):
            keep(by=person(f"Freelancer{number}of{place}", freelancer=True))
        with clock.at(MONDAY + HOUR), CaptureQueriesContext(connection) as queries:
            assert alerts.alert_due(clock.now()) == number
        SavedSearch.objects.all().delete()
        return len(queries)

    posted(title="A poster", description="A poster for a fair of old cars.")
    looked(1)
    few = looked(5)
    assert looked(20) - few == 15


def test_many_searches_without_a_new_job_cost_one_look(keep, person):
    for n in range(30):
        keep(by=person(f"Reader {n}", freelancer=True))
    with CaptureQueriesContext(connection) as queries:
        assert an_hour_later(lambda: alerts.alert_due(clock.now())) == 0
    assert len(queries) < 5


# --- pages ---


def test_from_the_list_to_an_alert_and_back(client, ben, post):
    client.force_login(ben)
    page = client.get("/jobs/?q=logo&level=entry").content.decode()
    assert "Save this search" in page
    answer = client.post(reverse("search_keep"), {"query": "?q=logo&level=entry"})
    assert answer.url == "/jobs/?q=logo&level=entry"
    assert "Saved as ““logo”, Entry”" in client.get(answer.url).content.decode()
    listed = client.get(reverse("saved_searches")).content.decode()
    assert "“logo”, Entry" in listed
    assert "Stop alerts" in listed


def test_the_whole_list_is_not_offered_to_keep(client, ben, job):
    client.force_login(ben)
    assert "Save this search" not in client.get("/jobs/?sort=budget").content.decode()
    assert client.post(reverse("search_keep"), {"query": ""}, follow=True).status_code == 200
    assert not SavedSearch.objects.exists()


def test_renamed_switched_off_and_removed(client, ben, keep):
    search = keep()
    client.force_login(ben)
    client.post(reverse("search_rename", args=[search.pk]), {"name": "Bakery logos"})
    client.post(reverse("search_alerts", args=[search.pk]), {"alerts": "off"})
    search.refresh_from_db()
    assert (search.name, search.alerts, search.look_at) == ("Bakery logos", False, None)
    client.post(reverse("search_remove", args=[search.pk]))
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_name_that_is_none_is_refused_beside_its_field(client, ben, keep, name):
    search = keep()
    client.force_login(ben)
    answer = client.post(reverse("search_rename", args=[search.pk]), {"name": name})
    assert answer.status_code == 400
    assert "field--error" in answer.content.decode()
    search.refresh_from_db()
    assert search.name == "“logo”, Entry"


@pytest.mark.parametrize("act", ["search_rename", "search_alerts", "search_remove"])
def test_what_is_not_ones_own_is_not_there(client, keep, cleo, ada, olga, act):
    search = keep()
    for stranger in (cleo, ada, olga):
        client.force_login(stranger)
        assert client.post(reverse(act, args=[search.pk]), {"name": "Mine now", "alerts": "off"}).status_code == 404
    client.logout()
    assert client.post(reverse(act, args=[search.pk])).status_code == 302
    search.refresh_from_db()
    assert (search.name, search.alerts) == ("“logo”, Entry", True)


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "q=" + "x" * 5000, "?skill=" + "&skill=".join("ab"), "q=<script>alert(1)</script>", "q=😀", "q=%FF%FE"],
)
def test_whatever_is_sent_is_kept_or_refused_but_never_breaks(client, ben, query):
    client.force_login(ben)
    assert client.post(reverse("search_keep"), {"query": query}, follow=True).status_code in (200, 400)
    page = client.get(reverse("saved_searches")).content.decode()
    assert "<script>alert" not in page
    an_hour_later(lambda: alerts.alert_due(clock.now()))


def test_the_page_costs_the_same_with_5_and_with_15(client, ben, keep):
    client.force_login(ben)
    for n in range(5):
        keep(f"q=word{n}")
    few = cost(client, reverse("saved_searches"))
    for n in range(5, 15):
        keep(f"q=word{n}")
    assert cost(client, reverse("saved_searches")) == few
