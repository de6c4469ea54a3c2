"""Answering an invitation: the link leads there, the verified mailbox decides."""

from datetime import timedelta

import pytest

from accounts.agencies import answering, inviting, people
from accounts.agencies.errors import InvitationOver, NotTheInvited
from accounts.models import AgencyInvitation, AgencyMember, User
from common import clock, notices
from common.models import Mail
from connects import services as connects
from tests.accounts.conftest import PASSWORD, last_mail, link_in
from tests.books import assert_books_balance
from tests.conftest import MONDAY


@pytest.fixture
def invited(guild, maya) -> AgencyInvitation:
    """Charlie's."""
    return inviting.invite(guild, by=maya, email="charlie@example.com", monthly_limit=12)


def address(invitation: AgencyInvitation) -> str:
    return f"/settings/agencies/invitations/{invitation.pk}/"


def test_accepting_joins_with_role_and_limit_and_switches_on_finding_work(client, guild, invited, charlie, maya):
    client.force_login(charlie)
    text = " ".join(client.get(address(invited)).content.decode().split())
    assert "Maya invites you to Fieldstone as <strong>member</strong>" in text
    answer = client.post(address(invited), {"accept": "yes"})
    assert answer["Location"] == "/agencies/fieldstone/members/"
    seat = guild.memberships.present().get(person=charlie)
    assert (seat.role, seat.monthly_limit) == ("member", 12)
    charlie.refresh_from_db()
    assert charlie.is_freelancer
    assert connects.balance_of(charlie) == 40
    assert "Charlie has joined Fieldstone." in [notice.text for notice in notices.of(maya)]
    assert_books_balance()


def test_accepting_twice_joins_once(guild, invited, charlie):
    first, second = (answering.accept(invited, by=charlie) for _ in range(2))
    assert first == second
    assert AgencyMember.objects.filter(person=charlie).count() == 1
    assert [event.text for event in guild.events.all()].count("Charlie joined as member.") == 1


def test_declining_tells_whoever_invited_and_ends_it(client, guild, invited, charlie, maya):
    client.force_login(charlie)
    for _ in range(2):
        client.post(address(invited), {"decline": "yes"})
    assert [each.text for each in notices.of(maya) if "declined" in each.text] == [
        "charlie@example.com has declined the invitation to Fieldstone."
    ]
    with pytest.raises(InvitationOver):
        answering.accept(invited, by=charlie)
    assert not guild.memberships.filter(person=charlie).exists()


def test_somebody_elses_account_cannot_accept_with_the_link(client, guild, invited, person):
    eva = person("Eva")
    with pytest.raises(NotTheInvited):
        answering.accept(invited, by=eva)
    with pytest.raises(NotTheInvited):
        answering.decline(invited, by=eva)
    client.force_login(eva)
    assert client.get(address(invited)).status_code == 404
    assert client.post(address(invited), {"accept": "yes"}).status_code == 404
    assert not guild.memberships.filter(person=eva).exists()


def test_an_address_that_is_not_verified_counts_for_nothing(invited, charlie):
    User.objects.filter(pk=charlie.pk).update(email_verified_at=None)
    charlie.refresh_from_db()
    assert list(inviting.waiting_for(charlie)) == []
    with pytest.raises(NotTheInvited):
        answering.accept(invited, by=charlie)


def test_too_old_or_cancelled_it_cannot_be_accepted(client, guild, invited, charlie, maya):
    client.force_login(charlie)
    with clock.at(MONDAY + timedelta(days=14)), pytest.raises(InvitationOver):
        answering.accept(invited, by=charlie)
    inviting.cancel(guild, invited.pk, by=maya)
    answer = client.post(address(invited), {"accept": "yes"}, follow=True)
    assert "This invitation is no longer open" in answer.content.decode()


def test_neither_accept_nor_decline_is_said(client, invited, charlie):
    client.force_login(charlie)
    answer = client.post(address(invited), {}, follow=True)
    assert "Accept or decline: choose one." in answer.content.decode()


def test_after_leaving_an_old_invitation_does_not_bring_one_back(guild, invited, charlie):
    answering.accept(invited, by=charlie)
    people.leave(guild, person=charlie)
    with pytest.raises(InvitationOver):
        answering.accept(invited, by=charlie)


def test_the_link_leads_a_stranger_through_joining_and_back(client, guild, maya, sign_up):
    inviting.invite(guild, by=maya, email="dora.quill@example.com")
    link = link_in(Mail.objects.get(to="dora.quill@example.com"))
    text = client.get(link).content.decode()
    assert "d…@example.com" in text
    assert "dora.quill@example.com" not in text
    sign_up(email="dora.quill@example.com")
    confirmation = link_in(last_mail("dora.quill@example.com"))
    answer = client.post(confirmation, follow=True)
    row = AgencyInvitation.objects.get(email="dora.quill@example.com")
    assert answer.request["PATH_INFO"] == address(row)
    client.post(address(row), {"accept": "yes"})
    assert guild.memberships.present().filter(person__email="dora.quill@example.com").exists()


def test_the_link_leads_through_log_in_and_back(client, guild, maya, person):
    eva = person("Eva", password=PASSWORD)
    row = inviting.invite(guild, by=maya, email="eva@example.com")
    # Somebody known is led to the page itself.
    answer = client.get(link_in(Mail.objects.get(to="eva@example.com")))
    answer = client.post(answer["Location"], {"login": eva.email, "password": PASSWORD}, follow=True)
    assert answer.request["PATH_INFO"] == address(row)


def test_the_link_tells_another_account_why_not(client, guild, maya, ben):
    inviting.invite(guild, by=maya, email="stranger@example.com")
    client.force_login(ben)
    answer = client.get(link_in(Mail.objects.get(to="stranger@example.com")))
    text = answer.content.decode()
    assert "This invitation is for another address" in text
    assert "s…@example.com" in text


@pytest.mark.parametrize("token", ["x", "..", "a" * 400, "%00", "é"])
def test_a_link_that_is_none_of_ours_is_404(client, guild, token):
    answer = client.get(f"/agencies/invitations/{token}/")
    assert answer.status_code == 404


def test_whoever_joins_later_by_themselves_is_told_of_what_waits(client, guild, maya, sign_up):
    inviting.invite(guild, by=maya, email="dora.quill@example.com")
    sign_up(email="dora.quill@example.com")
    client.post(link_in(last_mail("dora.quill@example.com")))
    newcomer = User.objects.get(email="dora.quill@example.com")
    assert "agency_invitation" in [notice.kind for notice in notices.of(newcomer)]
