"""Founding an agency, and its page."""

import pytest

from accounts.agencies import founding, standing
from accounts.agencies.errors import NotAllowed, TooManyAgencies
from accounts.models import Agency, AgencyMember
from common import policies
from connects import services as connects

HERE = "/settings/agencies/"


def test_whoever_founds_it_owns_it_and_it_has_an_empty_pool(client, ben):
    client.force_login(ben)
    answer = client.post(HERE, {"name": "  North   Star ", "about": "Maps.", "country": "NO"})
    agency = Agency.objects.get()
    assert (agency.name, agency.handle, agency.about, agency.country) == ("North Star", "north-star", "Maps.", "NO")
    assert answer["Location"] == "/agencies/north-star/members/"
    assert agency.memberships.get().role == AgencyMember.Role.OWNER
    assert connects.spendable(connects.open_wallet(agency=agency).pk) == 0
    assert [event.text for event in agency.events.all()] == ["Founded by Ben."]


def test_founding_switches_on_finding_work(client, ada):
    client.force_login(ada)
    client.post(HERE, {"name": "Harbour"})
    ada.refresh_from_db()
    assert ada.is_freelancer
    assert connects.balance_of(ada) is not None


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Fieldstone", "fieldstone-"),
        ("Invitations", "invitations-"),
        ("Settings", "settings-"),
        ("株式会社", "agency-"),
    ],
)
def test_handles_are_unique_and_never_a_word_of_the_site(maya, xenia, name, handle):
    founding.found(maya, name="Fieldstone")
    found = founding.found(xenia, name=name).handle
    assert found.startswith(handle)
    assert len(found) == len(handle) + 5


def test_a_long_name_still_has_a_handle(ben):
    assert len(founding.found(ben, name="word " * 24).handle) <= 60


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"name": ""}, "An agency needs a name."),
        ({"name": " — "}, "Write a name with letters."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "A\x00B"}, "Null characters are not allowed."),
        ({"name": "Good", "country": "XX"}, "Select a valid choice."),
        ({"name": "Good", "about": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(client, ben, said, error):
    client.force_login(ben)
    answer = client.post(HERE, said)
    assert answer.status_code == 400
    assert error in answer.content.decode()
    assert not Agency.objects.exists()


def test_one_person_owns_only_so_many(client, ben, olga):
    policies.change(standing.policy(), actor=olga, reason="For this test", owned_at_most=1)
    founding.found(ben, name="One")
    with pytest.raises(TooManyAgencies):
        founding.found(ben, name="Two")
    client.force_login(ben)
    assert "One person can own 1 agency." in client.post(HERE, {"name": "Two"}).content.decode()


def test_owner_and_manager_edit_the_page_and_the_address_stays(client, guild, noor):
    client.force_login(noor)
    client.post("/agencies/fieldstone/edit/", {"name": "Fieldstone & Sons", "about": "Shops.", "country": "IE"})
    guild.refresh_from_db()
    assert (guild.name, guild.handle, guild.country) == ("Fieldstone & Sons", "fieldstone", "IE")
    assert "Renamed from “Fieldstone” to “Fieldstone & Sons”." in guild.events.latest("id").text
    answer = client.post("/agencies/fieldstone/edit/", {"name": ""})
    assert (answer.status_code, "An agency needs a name." in answer.content.decode()) == (400, True)


def test_a_member_cannot_edit_it(guild, ben):
    with pytest.raises(NotAllowed):
        founding.edit(guild, by=ben, name="Mine", about="", country="")


def test_the_public_page_shows_who_is_there_and_no_more(client, guild, ben, place):
    text = client.get("/agencies/fieldstone/").content.decode()
    assert "Web shops, built and kept." in text
    for name in ("Maya", "Noor", "Ben", "Cleo"):
        assert name in text
    for hidden in ("Dora", "@example.com", "a month", "Its people"):
        assert hidden not in text
    client.force_login(ben)
    assert "/agencies/fieldstone/members/" in client.get("/agencies/fieldstone/").content.decode()


def test_settings_list_the_agencies_one_is_in(page, guild, ben, dora):
    assert "/agencies/fieldstone/members/" in page(ben, HERE)
    assert "You are in no agency" in page(dora, HERE)
