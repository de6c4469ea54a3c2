"""What clients see of a freelancer, and who sees it."""

import pytest

from accounts.models import Agency, AgencyMember, User
from talent import services
from talent.models import FreelancerProfile
from tests.talent.conftest import save

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(inside, profile):
    save(inside)
    inside.logout()
    return f"/talent/{profile.handle}/"


def test_anybody_sees_what_ben_wrote(client, address):
    page = client.get(address).content.decode()
    for words in ("Ben", "Django developer for small shops", "I have built web shops", "$45.50", "United Kingdom"):
        assert words in page
    assert 'href="https://bakery.example/" rel="nofollow noopener ugc"' in page


def test_nobody_sees_bens_address(client, address):
    assert "ben@example.com" not in client.get(address).content.decode()


def test_the_page_asks_few_questions_however_much_there_is(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(address)


@pytest.mark.parametrize("change", [{"email_verified_at": None}, {"is_active": False}])
def test_an_unproven_or_suspended_person_is_not_shown(client, ben, address, change):
    User.objects.filter(pk=ben.pk).update(**change)
    assert client.get(address).status_code == 404


def test_ben_sees_his_own_page_before_his_mailbox_is_proven(client, ben, address):
    User.objects.filter(pk=ben.pk).update(email_verified_at=None)
    client.force_login(User.objects.get(pk=ben.pk))
    assert "Only you can see this page" in client.get(address).content.decode()


@pytest.mark.parametrize("handle", ["nobody", "x" * 500, "BEN%00", "%F0%9F%98%80", "a b"])
def test_a_handle_that_nobody_has_is_not_found(client, db, handle):
    assert client.get(f"/talent/{handle}/").status_code == 404


def test_the_public_ones_are_those_that_anybody_may_see(ben, cleo, person):
    for who in (ben, cleo, person("Dora", freelancer=True, email_verified_at=None)):
        services.open_profile(who)
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    assert [profile.person for profile in FreelancerProfile.objects.public()] == [ben]


def test_a_profile_is_opened_once(ben):
    assert services.open_profile(ben) == services.open_profile(ben)


def test_equal_names_get_handles_of_their_own(person):
    first, second = person("Kim Lee", email="a@example.com"), person("Kim Lee", email="b@example.com")
    one, two = services.open_profile(first).handle, services.open_profile(second).handle
    assert one == "kim-lee"
    assert two.startswith("kim-lee-")


@pytest.fixture
def agency(ben, cleo):
    agency = Agency.objects.create(name="North Quay", handle="north-quay", about="Three of us.", country="GB")
    AgencyMember.objects.create(agency=agency, person=cleo)
    AgencyMember.objects.create(agency=agency, person=ben, role="owner")
    services.open_profile(ben)
    return agency


def test_an_agency_shows_who_works_there_owner_first(client, agency):
    page = client.get("/agencies/north-quay/").content.decode()
    assert page.index("Ben") < page.index("Cleo")
    assert 'href="/talent/ben/"' in page


def test_a_member_without_a_profile_is_named_without_a_link(client, agency):
    assert 'href="/talent/cleo/"' not in client.get("/agencies/north-quay/").content.decode()


def test_suspended_members_are_not_shown(client, agency, cleo):
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    assert "Cleo" not in client.get("/agencies/north-quay/").content.decode()


def test_an_agency_that_does_not_exist_is_not_found(client, db):
    assert client.get("/agencies/nowhere/").status_code == 404


@pytest.mark.parametrize("members", [5, 50])
def test_the_agency_page_asks_the_same_however_many_work_there(client, person, members, django_assert_num_queries):
    agency = Agency.objects.create(name="Big", handle="big")
    for n in range(members):
        who = person(f"Member {n}", email=f"m{n}@example.com")
        services.open_profile(who)
        AgencyMember.objects.create(agency=agency, person=who)
    with django_assert_num_queries(3):
        client.get("/agencies/big/")
