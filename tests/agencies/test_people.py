"""Roles, limits, leaving, removing and handing over: each holds at once."""

import pytest

from accounts.agencies import people
from accounts.agencies.errors import NoSuchMember, NotAllowed, OwnerStays
from accounts.models import AgencyMember
from billing import buyers
from common import notices
from connects.errors import NoWallet

Role = AgencyMember.Role
HERE = "/agencies/fieldstone/members/"


def test_the_owner_makes_a_manager_who_may_buy_at_once(client, guild, maya, ben, place):
    client.force_login(maya)
    seat = place(guild, ben)
    client.post(f"{HERE}{seat.pk}/", {"role": "manager", "monthly_limit": "30"})
    seat.refresh_from_db()
    assert (seat.role, seat.monthly_limit, seat.runs) == ("manager", 30, True)
    assert [purse.handle for purse in buyers.purses_of(ben)] == ["", "fieldstone"]
    told = [notice.text for notice in notices.of(ben)]
    assert "You are now a manager of Fieldstone." in told
    assert "Fieldstone: You may spend 30 of its Connects a month." in told
    people.change_role(guild, seat.pk, by=maya, role=Role.MEMBER)
    with pytest.raises(NoWallet):
        buyers.purse_of(ben, "fieldstone")


def test_saving_the_same_again_changes_and_tells_nothing(guild, maya, ben, place):
    before = guild.events.count()
    people.change_role(guild, place(guild, ben).pk, by=maya, role=Role.MEMBER)
    people.set_limit(guild, place(guild, ben).pk, by=maya, monthly_limit=None)
    assert guild.events.count() == before


def test_managers_look_after_members_only(guild, maya, noor, ben, cleo, place):
    people.set_limit(guild, place(guild, ben).pk, by=noor, monthly_limit=0)
    for other in (maya, noor):
        with pytest.raises(NotAllowed):
            people.set_limit(guild, place(guild, other).pk, by=noor, monthly_limit=1)
        with pytest.raises(NotAllowed):
            people.remove(guild, place(guild, other).pk, by=noor)
    with pytest.raises(NotAllowed):
        people.change_role(guild, place(guild, ben).pk, by=noor, role=Role.MANAGER)
    with pytest.raises(NotAllowed):
        people.hand_over(guild, place(guild, ben).pk, by=noor)
    for verb in (people.remove, people.hand_over):
        with pytest.raises(NotAllowed):
            verb(guild, place(guild, cleo).pk, by=ben)


def test_nobody_becomes_owner_by_a_change_of_role(guild, maya, ben, place):
    with pytest.raises(NotAllowed):
        people.change_role(guild, place(guild, ben).pk, by=maya, role=Role.OWNER)
    with pytest.raises(NotAllowed):
        people.change_role(guild, place(guild, maya).pk, by=maya, role=Role.MEMBER)


def test_leaving_holds_at_once_and_the_row_stays(client, guild, ben, maya):
    client.force_login(ben)
    answer = client.post("/agencies/fieldstone/leave/")
    assert answer["Location"] == "/settings/agencies/"
    assert client.get(HERE).status_code == 404
    seat = guild.memberships.get(person=ben)
    assert seat.left_at is not None
    assert "Ben has left Fieldstone." in [notice.text for notice in notices.of(maya)]
    people.leave(guild, person=ben)
    assert [event.text for event in guild.events.all()].count("Ben left.") == 1


def test_the_owner_cannot_leave_and_hands_over_first(client, guild, maya, noor, place):
    with pytest.raises(OwnerStays):
        people.leave(guild, person=maya)
    client.force_login(maya)
    assert "The owner cannot leave" in client.post("/agencies/fieldstone/leave/", follow=True).content.decode()
    client.post(f"{HERE}{place(guild, noor).pk}/hand-over/")
    assert (place(guild, noor).role, place(guild, maya).role) == ("owner", "manager")
    assert "Maya has handed Fieldstone over to you: you are its owner now." in [n.text for n in notices.of(noor)]
    people.leave(guild, person=maya)
    assert not guild.memberships.present().filter(person=maya).exists()


def test_handing_over_takes_the_new_owners_limit_away(guild, maya, ben, place):
    people.set_limit(guild, place(guild, ben).pk, by=maya, monthly_limit=4)
    people.hand_over(guild, place(guild, ben).pk, by=maya)
    assert place(guild, ben).monthly_limit is None


def test_removing_twice_removes_once(client, guild, noor, ben, place):
    client.force_login(noor)
    seat = place(guild, ben)
    for _ in range(2):
        answer = client.post(f"{HERE}{seat.pk}/remove/")
        assert answer["Location"] == HERE
    assert [event.text for event in guild.events.all()].count("Noor removed Ben.") == 1
    assert "You are no longer in the agency Fieldstone." in [notice.text for notice in notices.of(ben)]


def test_who_left_can_come_back_and_both_times_stay_on_record(guild, dora, join):
    join(guild, dora)
    assert [bool(seat.left_at) for seat in guild.memberships.filter(person=dora).order_by("id")] == [True, False]


def test_somebody_of_another_agency_is_nobody_here(guild, maya, xenia, join):
    from accounts.agencies import founding  # noqa: PLC0415

    other = founding.found(xenia, name="Elsewhere")
    with pytest.raises(NoSuchMember):
        people.remove(guild, other.memberships.get().pk, by=maya)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"monthly_limit": "-3"}, "Write 0 or more"),
        ({"monthly_limit": "lots"}, "Write a whole number"),
        ({"role": "owner"}, "Choose one of the roles."),
        ({"role": "x"}, "Choose one of the roles."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_saved(client, guild, maya, ben, place, said, error):
    client.force_login(maya)
    seat = place(guild, ben)
    answer = client.post(f"{HERE}{seat.pk}/", {"role": "manager", "monthly_limit": "5"} | said)
    assert (answer.status_code, error in answer.content.decode()) == (400, True)
    seat.refresh_from_db()
    assert (seat.role, seat.monthly_limit) == ("member", None)


def test_the_page_of_people_shows_limits_and_mail_to_those_who_run_it_only(page, guild, maya, ben):
    text = page(maya, HERE)
    for shown in ("ben@example.com", "Were here before", "Dora", "What changed", "Invite somebody"):
        assert shown in text
    text = page(ben, HERE)
    assert "Cleo" in text
    for hidden in ("@example.com", "Were here before", "What changed", "Invite somebody", '/connects/"'):
        assert hidden not in text.replace("/settings/connects/", "")
    assert "You spent this month" in text
