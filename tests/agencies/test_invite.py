"""Inviting by mail: who may, to what, how often; and what the mail and the database hold of it."""

from datetime import timedelta

import pytest

from accounts.agencies import inviting, standing
from accounts.agencies.errors import AlreadyInvited, AlreadyMember, InvitationOver, NotAllowed, TooManyInvitations
from accounts.models import AgencyInvitation, AgencyMember
from common import clock, notices, policies
from common.models import Mail
from tests.accounts.conftest import link_in
from tests.conftest import MONDAY

INVITE = "/agencies/fieldstone/invite/"
Role = AgencyMember.Role


def test_a_stranger_gets_a_mail_with_a_link_that_the_database_does_not_hold(client, guild, maya):
    client.force_login(maya)
    answer = client.post(INVITE, {"email": "Eva@Example.com", "role": "member", "monthly_limit": "20"})
    assert answer["Location"] == "/agencies/fieldstone/members/"
    row = AgencyInvitation.objects.get(email_key="eva@example.com")
    assert (row.role, row.monthly_limit, row.invited_by, row.is_open) == ("member", 20, maya, True)
    assert row.expires_at == MONDAY + timedelta(days=14)
    mail = Mail.objects.get(to="Eva@Example.com")
    assert mail.subject == "Maya invites you to Fieldstone"
    token = link_in(mail).split("/")[3]
    assert inviting.by_token(token) == row
    assert token not in str(AgencyInvitation.objects.values().get(pk=row.pk))


def test_somebody_known_finds_it_in_their_notices_too(guild, maya, charlie):
    row = inviting.invite(guild, by=maya, email="charlie+work@example.com")
    notice = notices.of(charlie).get()
    assert (notice.kind, notice.link) == ("agency_invitation", f"/settings/agencies/invitations/{row.pk}/")
    assert Mail.objects.get(to=charlie.email).subject == "Maya invites you to Fieldstone"


def test_inviting_twice_invites_once(guild, maya, noor):
    inviting.invite(guild, by=maya, email="eva@example.com")
    with pytest.raises(AlreadyInvited):
        inviting.invite(guild, by=noor, email="EVA+x@example.com")
    assert Mail.objects.filter(to__icontains="eva").count() == 1


def test_one_too_old_makes_room_for_a_new_one(guild, maya):
    old = inviting.invite(guild, by=maya, email="eva@example.com")
    with clock.at(MONDAY + timedelta(days=15)):
        assert not old.is_open
        new = inviting.invite(guild, by=maya, email="eva@example.com")
        assert new.is_open
    old.refresh_from_db()
    assert old.cancelled_at is not None


def test_who_is_in_it_is_not_invited(guild, maya, ben, dora):
    with pytest.raises(AlreadyMember):
        inviting.invite(guild, by=maya, email=ben.email)
    assert inviting.invite(guild, by=maya, email=dora.email).is_open


def test_managers_invite_members_and_only_the_owner_managers(client, guild, noor, maya, ben):
    with pytest.raises(NotAllowed):
        inviting.invite(guild, by=noor, email="eva@example.com", role=Role.MANAGER)
    with pytest.raises(NotAllowed):
        inviting.invite(guild, by=maya, email="eva@example.com", role=Role.OWNER)
    with pytest.raises(NotAllowed):
        inviting.invite(guild, by=ben, email="eva@example.com")
    client.force_login(noor)
    assert 'name="role"' not in client.get(INVITE).content.decode()
    client.post(INVITE, {"email": "eva@example.com", "role": "manager"})
    assert AgencyInvitation.objects.get(email="eva@example.com").role == "member"


def test_so_many_a_day_and_no_more(client, guild, maya, olga):
    policies.change(standing.policy(), actor=olga, reason="For this test", invitations_a_day=5)
    inviting.invite(guild, by=maya, email="one@example.com")
    with pytest.raises(TooManyInvitations):
        inviting.invite(guild, by=maya, email="two@example.com")
    client.force_login(maya)
    answer = client.post(INVITE, {"email": "two@example.com", "role": "member"})
    assert "An agency can send 5 invitations a day." in answer.content.decode()
    with clock.at(MONDAY + timedelta(days=1, hours=1)):
        assert inviting.invite(guild, by=maya, email="two@example.com").is_open


def test_an_operators_default_limit_stands_in_the_form(page, guild, maya, olga):
    policies.change(standing.policy(), actor=olga, reason="For this test", monthly_limit=24)
    assert 'value="24"' in page(maya, INVITE)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"email": ""}, "Say whom you invite."),
        ({"email": "not an address"}, "Write an e-mail address."),
        ({"email": f"{'x' * 260}@example.com"}, "at most 254 characters"),
        ({"role": "owner"}, "Choose one of the roles."),
        ({"role": ""}, "Choose one of the roles."),
        ({"monthly_limit": "-1"}, "Write 0 or more"),
        ({"monthly_limit": "2.5"}, "Write a whole number"),
        ({"monthly_limit": "many"}, "Write a whole number"),
        ({"monthly_limit": "9" * 30}, "Write 1,000,000 or less"),
        ({"email": "ben@example.com"}, "is in the agency already"),
    ],
)
def test_bad_input_is_said_beside_the_field(client, guild, maya, said, error):
    client.force_login(maya)
    before = AgencyInvitation.objects.count()
    answer = client.post(INVITE, {"email": "eva@example.com", "role": "member", "monthly_limit": ""} | said)
    assert (answer.status_code, error in answer.content.decode()) == (400, True)
    assert AgencyInvitation.objects.count() == before


def test_a_cancelled_one_is_over_and_cancelling_twice_does_it_once(client, guild, maya, noor):
    row = inviting.invite(guild, by=maya, email="eva@example.com")
    client.force_login(noor)
    for _ in range(2):
        client.post(f"/agencies/fieldstone/invitations/{row.pk}/cancel/")
    row.refresh_from_db()
    assert not row.is_open
    said = [event.text for event in guild.events.all() if "cancelled" in event.text]
    assert said == ["Noor cancelled the invitation of eva@example.com."]


def test_an_accepted_one_cannot_be_cancelled(guild, maya):
    accepted = guild.invitations.filter(accepted_at__isnull=False).first()
    with pytest.raises(InvitationOver):
        inviting.cancel(guild, accepted.pk, by=maya)
