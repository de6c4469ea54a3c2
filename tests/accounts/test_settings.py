"""Settings: name, country and time zone; roles and hats; what freelancers read about a client."""

from datetime import timedelta

import pytest

from accounts.models import AccountPolicy, ClientProfile, Hat, User
from common import clock
from connects import services as connects
from tests.books import assert_books_balance
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
YOU = {"name": "Ben Okafor", "country": "GB", "time_zone": "Europe/London"}


@pytest.fixture
def as_ben(client, ben):
    client.force_login(ben)
    return client


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def stored(person) -> User:
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("page", ["/settings/", "/settings/account/", "/settings/client/", "/settings/profile/"])
def test_strangers_are_asked_to_log_in(client, db, page):
    assert client.get(page).url == f"/accounts/login/?next={page}"


def test_the_overview_leads_to_everything(as_ben, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        page = as_ben.get("/settings/").content.decode()
    for address in (
        "/settings/account/",
        "/settings/profile/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ):
        assert f'href="{address}"' in page


def test_ben_changes_name_country_and_time_zone(as_ben, ben):
    assert as_ben.post("/settings/account/", YOU).url == "/settings/"
    ben = stored(ben)
    assert (ben.name, ben.country, ben.time_zone) == ("Ben Okafor", "GB", "Europe/London")
    assert ben.country_changed_at is None, "naming a country for the first time is no move"


def test_a_country_is_changed_once_in_90_days(as_ben, ben):
    User.objects.filter(pk=ben.pk).update(country="GB")
    with clock.at(MONDAY):
        as_ben.post("/settings/account/", {**YOU, "country": "IN"})
    assert stored(ben).country == "IN"

    with clock.at(MONDAY + timedelta(days=89)):
        page = as_ben.post("/settings/account/", {**YOU, "country": "JP", "name": "Ben O."})
    assert page.context["form"].errors["country"] == ["You can change your country again on 31 May 2026."]
    assert (stored(ben).country, stored(ben).name) == ("IN", "Ben Okafor"), "all is kept or nothing"

    with clock.at(MONDAY + timedelta(days=90)):
        as_ben.post("/settings/account/", {**YOU, "country": "JP"})
    assert stored(ben).country == "JP"


def test_the_page_says_when_the_country_may_change_again(as_ben, ben):
    assert "it stays for 90 days" in as_ben.get("/settings/account/").content.decode()
    User.objects.filter(pk=ben.pk).update(country="GB", country_changed_at=MONDAY)
    with clock.at(MONDAY):
        assert "again on 31 May 2026" in as_ben.get("/settings/account/").content.decode()


def test_operators_decide_how_often(as_ben, ben):
    AccountPolicy.objects.update(country_change_days=1)
    User.objects.filter(pk=ben.pk).update(country="GB", country_changed_at=MONDAY)
    with clock.at(MONDAY + timedelta(days=1)):
        as_ben.post("/settings/account/", {**YOU, "country": "JP"})
    assert stored(ben).country == "JP"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "b\x00"),
        ("country", ""),
        ("country", "ZZ"),
        ("country", "x" * 10_000),
        ("time_zone", ""),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_bad_input_is_refused_beside_its_field(as_ben, ben, field, value):
    page = as_ben.post("/settings/account/", {**YOU, field: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert stored(ben).name == "Ben"


def test_times_are_shown_in_the_persons_zone(as_ben, ben):
    User.objects.filter(pk=ben.pk).update(time_zone="Asia/Tokyo")
    with clock.at(MONDAY):
        assert "2 March 2026, 18:00 JST" in as_ben.get("/settings/").content.decode()


def test_a_zone_that_no_longer_exists_is_shown_as_utc(as_ben, ben):
    User.objects.filter(pk=ben.pk).update(time_zone="Atlantis/Harbour")
    with clock.at(MONDAY):
        assert "2 March 2026, 09:00 UTC" in as_ben.get("/settings/").content.decode()


def test_ada_starts_finding_work_and_is_welcomed_with_40_connects(as_ada, ada):
    assert as_ada.post("/settings/roles/", {"hat": "freelancer"}).url == "/settings/profile/"
    assert stored(ada).is_freelancer
    assert connects.balance_of(ada) == 40
    as_ada.post("/settings/roles/", {"hat": "freelancer"})
    assert connects.balance_of(ada) == 40
    assert_books_balance()


def test_ben_starts_hiring(as_ben, ben):
    assert as_ben.post("/settings/roles/", {"hat": "client"}).url == "/settings/client/"
    assert stored(ben).is_client
    assert stored(ben).hat == Hat.CLIENT


def test_one_person_changes_hats_there_and_back(as_ada, ada):
    as_ada.post("/settings/roles/", {"hat": "freelancer"})
    assert as_ada.post("/settings/hat/", {"hat": "client"}).url == "/"
    assert stored(ada).hat == Hat.CLIENT
    assert as_ada.post("/settings/hat/", {"hat": "freelancer", "next": "/settings/"}).url == "/settings/"
    assert stored(ada).hat == Hat.FREELANCER


def test_a_hat_without_its_role_is_not_put_on(as_ben, ben):
    assert as_ben.post("/settings/hat/", {"hat": "client"}).url == "/settings/"
    assert stored(ben).hat == Hat.FREELANCER


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_changing_hats_never_leads_off_the_site(as_ben, target):
    assert as_ben.post("/settings/hat/", {"hat": "freelancer", "next": target}).url == "/"


@pytest.mark.parametrize("page", ["/settings/hat/", "/settings/roles/"])
@pytest.mark.parametrize("hat", ["", "admin", "x" * 10_000, "client\x00"])
def test_a_hat_that_does_not_exist_changes_nothing(as_ben, ben, page, hat):
    assert as_ben.post(page, {"hat": hat}).url == "/settings/"
    assert stored(ben).hat == Hat.FREELANCER
    assert not stored(ben).is_client


@pytest.mark.parametrize("page", ["/settings/hat/", "/settings/roles/"])
def test_looking_changes_no_hat(as_ben, page):
    assert as_ben.get(page).status_code == 405


COMPANY = {"company": "Ada's Engines", "country": "GB", "website": "engines.example", "about": "We build engines."}


def test_ada_says_who_she_is_and_sees_it_as_freelancers_do(as_ada, ada):
    assert as_ada.post("/settings/client/", COMPANY).url == "/settings/client/"
    profile = ClientProfile.objects.get(person=ada)
    assert (profile.company, profile.website) == ("Ada's Engines", "https://engines.example")
    page = as_ada.get("/settings/client/").content.decode()
    assert "Ada&#x27;s Engines" in page
    assert 'rel="nofollow noopener ugc"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("company", "x" * 121),
        ("country", ""),
        ("country", "ZZ"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://engines.example/"),
        ("website", "https://" + "x" * 300 + ".example/"),
        ("website", "not an address"),
        ("about", "x" * 1001),
        ("about", "a\x00b"),
    ],
)
def test_bad_company_details_are_refused_beside_their_field(as_ada, field, value):
    page = as_ada.post("/settings/client/", {**COMPANY, field: value})
    assert page.status_code == 200
    form = page.context["form"]
    assert list(form.errors) == [field]
    assert len(set(form.errors[field])) == len(form.errors[field])


def test_markup_in_company_details_stays_text(as_ada):
    as_ada.post("/settings/client/", {**COMPANY, "about": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in as_ada.get("/settings/client/").content.decode()


def test_ben_has_no_company_page_until_he_hires(as_ben):
    assert as_ben.get("/settings/client/").url == "/settings/"
    assert as_ben.post("/settings/client/", COMPANY).url == "/settings/"


def test_ada_has_no_profile_page_until_she_finds_work(as_ada):
    assert as_ada.get("/settings/profile/").url == "/settings/"
