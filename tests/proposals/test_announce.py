"""Telling people how a job ended: soon after, in batches, each once."""

from datetime import timedelta

import pytest

from common import clock, dates
from common.models import Mail, Notice
from jobs import services as jobs
from proposals import announcing, services, settlement
from proposals.models import Settlement, Stage, State
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


def announce():
    return announcing.announce_due(clock.now())


def told(person):
    return list(Notice.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def test_nobody_is_told_in_the_transaction_that_ends_the_job(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    assert told(ben) == []
    announce()
    assert told(ben) == ["refund_pending"]


def test_a_refund_on_its_way_says_how_many_and_by_when_and_which_rule(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    announce()
    notice, mail = Notice.objects.get(person=ben), Mail.objects.get(to=ben.email)
    assert "4 Connects are on their way back" in notice.text
    assert notice.link == f"/proposals/{proposal.pk}/"
    assert mail.subject == "4 Connects on their way back: Draw a logo for a bakery"
    assert "The client cancels the job before anyone is hired / Submitted, viewed" in mail.text
    assert dates.exact(Settlement.objects.get().due_at) in mail.text
    assert f"/proposals/{proposal.pk}/" in mail.html


def test_what_the_client_wrote_when_cancelling_reaches_those_who_sent_proposals(proposal, ada, ben, job):
    jobs.cancel(job, by=ada, reason="The bakery has closed")
    announce()
    assert "The client wrote: “The bakery has closed”" in Mail.objects.get(to=ben.email).text


def test_when_they_are_back_that_is_told_too(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    announce()
    settlement.settle_due(clock.now() + timedelta(days=2))
    assert told(ben) == ["refund_pending", "refunded"]
    assert Mail.objects.filter(to=ben.email, subject__startswith="4 Connects came back").count() == 1
    assert_books_balance()


def test_telling_twice_tells_once(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    announce()
    Settlement.objects.update(told_at=None, told_through=0)
    announce()
    assert told(ben) == ["refund_pending"]
    assert Mail.objects.filter(to=ben.email).count() == 1


def test_batch_by_batch_everybody_is_told(monkeypatch, person, fund, send, ada, job):
    monkeypatch.setattr(announcing, "_BATCH", 3)
    people = [person(f"Freelancer{number}", freelancer=True) for number in range(7)]
    for somebody in people:
        fund(somebody, 5)
        send(somebody)
    jobs.cancel(job, by=ada)
    assert announce() == 7
    assert all(told(somebody) == ["refund_pending"] for somebody in people)
    assert announce() == 0
    assert announcing.next_due() is None


def test_killed_between_batches_it_goes_on_where_it_was(monkeypatch, person, fund, send, ada, job):
    monkeypatch.setattr(announcing, "_BATCH", 3)
    people = [person(f"Freelancer{number}", freelancer=True) for number in range(7)]
    for somebody in people:
        fund(somebody, 5)
        send(somebody)
    jobs.cancel(job, by=ada)
    through = Settlement.objects.get().job.proposals.order_by("pk")[2].pk
    Settlement.objects.update(told_through=through)
    assert announce() == 4
    assert [bool(told(somebody)) for somebody in people] == [False] * 3 + [True] * 4


def test_somebody_who_gets_nothing_back_is_told_that(send, reach, ada, ben, job):
    reach(send(ben), Stage.INTERVIEWING)
    jobs.cancel(job, by=ada)
    announce()
    assert told(ben) == ["job_cancelled"]
    assert "No Connects come back for it." in Mail.objects.get(to=ben.email).text


def test_whoever_has_left_is_not_bothered(send, ada, ben, job):
    services.withdraw(send(ben), by=ben)
    jobs.cancel(job, by=ada)
    announce()
    assert told(ben) == []


def test_a_removal_after_the_refund_says_that_they_are_back_already(proposal, ada, ben, olga, job):
    jobs.cancel(job, by=ada)
    announce()
    settlement.settle_due(clock.now() + timedelta(days=2))
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    announce()
    assert told(ben) == ["refund_pending", "refunded", "job_removed"]
    assert "have come back already" in Mail.objects.get(subject__startswith="Job removed").text


def test_an_expired_job_is_a_notice_without_a_mail(proposal, ben, job):
    jobs.expire_due(job.expires_at)
    with clock.at(job.expires_at):
        announce()
    assert told(ben) == ["job_expired"]
    assert not Mail.objects.filter(to=ben.email).exists()


def test_only_filling_makes_anybody_not_selected(proposal, ada, job):
    jobs.cancel(job, by=ada)
    announce()
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


def test_a_declined_proposal_with_a_refund_is_told_of_it(switch, send, ada, ben):
    switch("passed_over", "early")
    proposal = send(ben)
    services.decline(proposal, by=ada, reason="Budget")
    announce()
    assert told(ben) == ["declined", "refund_pending"]
