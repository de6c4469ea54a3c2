"""A ban takes back open proposals: both sides read why, and so do those who run the agency it was sent for."""

import pytest

from accounts.agencies import answering, founding, inviting
from accounts.models import AgencyMember
from accounts.trust import standing
from common.models import Notice
from connects import services as connects
from connects.services import Source
from proposals import services
from proposals import standing as proposals_standing
from tests.books import assert_books_balance
from tests.conftest import MONDAY


def ban(person, olga):
    return standing.ban(person, by=olga, violation="fraud", reason="Fraud again and again")


def read(client, reader, proposal):
    client.force_login(reader)
    return client.get(proposal.get_absolute_url()).content.decode()


@pytest.fixture
def runners(person):
    """Maya, who owns an agency, and Noor, who manages it."""
    return person("Maya", freelancer=True), person("Noor", freelancer=True)


@pytest.fixture
def sent_for_agency(runners, ben, send):
    maya, noor = runners
    agency = founding.found(maya, name="Fieldstone", about="Web shops, built and kept.", country="GB")
    for who, role in ((noor, AgencyMember.Role.MANAGER), (ben, AgencyMember.Role.MEMBER)):
        answering.accept(inviting.invite(agency, by=maya, email=who.email, role=role, monthly_limit=None), by=who)
    pool = connects.open_wallet(agency=agency)
    lasts = MONDAY.replace(year=MONDAY.year + 20)
    connects.grant(pool.pk, 40, source=Source.JOINING, expires_at=lasts, reference="test:pool")
    return send(ben, agency=agency)


def test_the_client_reads_that_the_account_was_banned(client, proposal, ada, ben, olga):
    ban(ben, olga)
    assert "Withdrawn: the account was banned" in read(client, ada, proposal)


def test_the_author_reads_it_when_they_may_come_back(client, proposal, ben, olga):
    ban(ben, olga)
    standing.lift(ben, by=olga, reason="It was somebody else")
    page = read(client, ben, proposal)
    assert "Withdrawn by a ban" in page
    assert "by a ban of the account" in page


def test_what_was_withdrawn_before_or_after_a_ban_was_withdrawn_by_its_author(client, proposal, post, send, ben, olga):
    services.withdraw(proposal, by=ben)
    ban(ben, olga)
    standing.lift(ben, by=olga, reason="It was somebody else")
    later = send(ben, job=post())
    services.withdraw(later, by=ben)
    for each in (proposal, later):
        each.refresh_from_db()
        assert not proposals_standing.ended_by_ban(each)
        assert "by a ban" not in read(client, ben, each)


def test_those_who_run_the_agency_are_told_once(client, sent_for_agency, runners, ben, olga):
    ban(ben, olga)
    proposals_standing.follow(ben.pk)
    for person in runners:
        [notice] = Notice.objects.filter(person=person, reference__startswith="banned:")
        assert "in the name of Fieldstone was withdrawn: their account was banned" in notice.text
        assert notice.link == sent_for_agency.get_absolute_url()
    assert not Notice.objects.filter(person=ben, reference__startswith="banned:").exists()
    page = read(client, runners[1], sent_for_agency)
    assert "The account of Ben was banned" in page
    assert_books_balance()
