"""A proposal in an agency's name: its author and whoever runs the agency read and write, each in their own name."""

import pytest
from django.urls import reverse

from accounts import blocking
from accounts.agencies import founding, people
from accounts.models import AgencyMember
from common import clock
from common.models import Notice
from connects import services as connects
from proposals.errors import NotYours
from proposals.models import ReadMark
from proposals.talk import interviews, parties, reading, telling
from proposals.talk.errors import TalkClosed
from tests.agencies.conftest import dora, join, maya, noor, xenia  # noqa: F401 - fixtures
from tests.conftest import MONDAY
from tests.talk.conftest import later

pytestmark = pytest.mark.django_db


@pytest.fixture
def guild(maya, noor, ben, dora, join, fund):  # noqa: F811
    made = founding.found(maya, name="Fieldstone")
    join(made, noor, role=AgencyMember.Role.MANAGER)
    for who in (ben, dora):
        join(made, who)
    pool = connects.open_wallet(agency=made)
    connects.grant(pool.pk, 40, source="joining", expires_at=later(days=365), reference="test:pool")
    return made


@pytest.fixture
def proposal(guild, send, ben):
    return send(ben, agency=guild)


def seen_by(client, who, proposal):
    client.force_login(who)
    return client.get(reverse("talk", args=[proposal.pk])).status_code


def test_who_reads(client, say, proposal, ada, ben, maya, noor, dora, cleo, olga):  # noqa: F811
    say("Hello Fieldstone")
    for who in (ada, ben, maya, noor):
        assert seen_by(client, who, proposal) == 200
    for who in (dora, cleo, olga):
        assert seen_by(client, who, proposal) == 404


def test_each_writes_in_their_own_name_with_the_agencys_beside_it(client, say, proposal, ben, noor, ada, dora):  # noqa: F811
    say("Hello Fieldstone")
    say("Hello Ada", by=ben)
    say("I look after Ben's work", by=noor)
    with pytest.raises(NotYours):
        say("Me too", by=dora)
    client.force_login(ada)
    page = client.get(reverse("talk", args=[proposal.pk])).content.decode()
    assert "Ben for Fieldstone" in page
    assert "Noor for Fieldstone" in page


def test_whoever_only_looks_on_leaves_no_mark_until_they_write(client, say, proposal, noor, ben):  # noqa: F811
    said = say("Hello Fieldstone")
    seen_by(client, noor, proposal)
    assert not ReadMark.objects.filter(person=noor).exists()
    assert reading.seen_at(proposal.thread, "client", said.pk) is None
    say("Hello Ada", by=noor)
    say("Thank you")
    assert (reading.unread_threads(noor), reading.unread_threads(ben)) == (1, 1)


def test_when_the_author_leaves_the_owner_goes_on(client, say, proposal, guild, ben, maya, cleo):  # noqa: F811
    with clock.at(MONDAY):
        say("Hello Fieldstone")
        people.leave(guild, person=ben)
    assert seen_by(client, ben, proposal) == 404
    assert reading.unread_threads(ben) == 0
    assert telling.tell_unread(later(minutes=1)) == 1
    assert not Notice.objects.filter(person=ben, kind="message").exists()
    assert Notice.objects.filter(person=maya, kind="message").count() == 1
    assert reading.unread_threads(maya) == 1
    with pytest.raises(NotYours):
        say("But I", by=ben)
    assert say("We go on", by=maya).side == "freelancer"


def test_a_conversation_that_begins_after_the_author_left_is_the_owners(say, proposal, guild, ben, maya):  # noqa: F811
    people.leave(guild, person=ben)
    say("Hello Fieldstone")
    assert parties.listening(proposal.thread, "freelancer") == [maya]
    assert reading.unread_threads(maya) == 1


def test_whoever_runs_the_agency_answers_an_invitation_and_a_mere_member_does_not(proposal, ada, noor, dora):  # noqa: F811
    made = interviews.invite(proposal, by=ada)
    with pytest.raises(NotYours):
        interviews.accept(made, by=dora)
    interviews.accept(made, by=noor)
    assert made.answered_by == noor


def test_the_list_of_whoever_runs_it_holds_the_agencys_conversations(client, say, proposal, noor, dora):  # noqa: F811
    say("Hello Fieldstone")
    for who, rows in ((noor, 1), (dora, 0)):
        client.force_login(who)
        assert client.get("/messages/").content.decode().count("talk-row__name") == rows


def test_what_comes_after_the_author_has_left_is_told_to_whoever_follows(say, proposal, guild, ada, ben, maya):  # noqa: F811
    """Ben was told of a message, left without reading, and nothing he does not read may keep the owner unaware."""
    with clock.at(MONDAY):
        say("Hello Fieldstone")
        telling.tell_unread(later(minutes=1))
        people.remove(guild, guild.memberships.get(person=ben).pk, by=maya)
    with clock.at(later(hours=1)):
        say("Are you there?")
    assert telling.tell_unread(later(hours=2)) == 1
    assert Notice.objects.filter(person=maya, kind="message").count() == 1
    assert reading.unread_threads(maya) == 1
    assert not ReadMark.objects.filter(person=ben).exists()


def test_whoever_runs_the_agency_can_be_blocked_too(say, proposal, ada, ben, noor):  # noqa: F811
    say("Hello Fieldstone")
    say("I look after this", by=noor)
    blocking.block(noor, by=ada)
    with pytest.raises(TalkClosed):
        say("Once more", by=noor)
    say("It is me", by=ben)
