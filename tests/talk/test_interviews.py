"""Inviting to an interview: what it moves, what it means for a refund, who is told, and that twice is once."""

import pytest

from common import clock
from common.models import Mail, Notice
from jobs import services as jobs
from jobs.errors import JobEnded
from proposals import pending, services, settlement, timeline
from proposals.errors import NotYours, TooLate
from proposals.models import Interview, Message, Settlement, Stage, State
from proposals.talk import interviews, refund_words
from proposals.talk.errors import AlreadyAnswered, AlreadyInvited
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire, terms
from tests.proposals.conftest import balance
from tests.talk.conftest import later

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(proposal, ada):
    return interviews.invite(proposal, by=ada, text="With me and Tom", times="Tuesday 10 to 12")


def stands(proposal):
    proposal.refresh_from_db()
    return (proposal.state, proposal.stage)


def test_inviting_begins_the_conversation_and_moves_no_further(proposal, invited):
    assert stands(proposal) == (State.IN_DISCUSSION, Stage.IN_DISCUSSION)
    assert [message.kind for message in Message.objects.all()] == ["invited"]


def test_accepting_makes_interviewing_the_stage(proposal, invited, ben):
    interviews.accept(invited, by=ben)
    assert stands(proposal) == (State.INTERVIEWING, Stage.INTERVIEWING)
    assert (invited.standing, invited.answered_by) == ("accepted", ben)


def test_turning_it_down_moves_nothing(proposal, invited, ben):
    interviews.turn_down(invited, by=ben)
    assert stands(proposal) == (State.IN_DISCUSSION, Stage.IN_DISCUSSION)


def test_what_was_taken_back_is_not_accepted(proposal, invited, ada, ben):
    interviews.take_back(invited, by=ada)
    with pytest.raises(AlreadyAnswered):
        interviews.accept(invited, by=ben)
    assert stands(proposal) == (State.IN_DISCUSSION, Stage.IN_DISCUSSION)


@pytest.mark.parametrize("verb", ["accept", "turn_down"])
def test_answering_twice_answers_once(invited, ben, verb):
    for _ in range(2):
        getattr(interviews, verb)(invited, by=ben)
    assert Message.objects.count() == 2
    assert Notice.objects.filter(kind="interview").count() == 2


def test_one_invitation_waits_at_a_time(proposal, invited, ada, ben):
    with pytest.raises(AlreadyInvited):
        interviews.invite(proposal, by=ada)
    interviews.turn_down(invited, by=ben)
    assert interviews.invite(proposal, by=ada).standing == "open"


def test_a_second_interview_moves_nothing_again(proposal, invited, ada, ben):
    interviews.accept(invited, by=ben)
    interviews.accept(interviews.invite(proposal, by=ada), by=ben)
    assert stands(proposal) == (State.INTERVIEWING, Stage.INTERVIEWING)
    assert Interview.objects.filter(standing="accepted").count() == 2


def test_whoever_has_an_offer_accepts_and_keeps_it(proposal, invited, reach, ada, ben):
    reach(proposal, Stage.OFFERED)
    with pytest.raises(TooLate):
        interviews.invite(proposal, by=ada)
    interviews.accept(invited, by=ben)
    assert stands(proposal) == (State.OFFERED, Stage.OFFERED)


def test_only_the_client_invites_and_takes_back_and_only_the_freelancer_answers(
    proposal, invited, ada, ben, cleo, olga
):
    for who in (ben, cleo, olga):
        with pytest.raises(NotYours):
            interviews.invite(proposal, by=who)
        with pytest.raises(NotYours):
            interviews.take_back(invited, by=who)
    for who in (ada, cleo, olga):
        for verb in (interviews.accept, interviews.turn_down):
            with pytest.raises(NotYours):
                verb(invited, by=who)
    invited.refresh_from_db()
    assert invited.standing == "open"


@pytest.mark.parametrize("ending", ["decline", "withdraw", "hire"])
def test_after_a_decision_nothing_is_accepted(proposal, invited, ada, ben, ending):
    acts = {
        "decline": lambda: services.decline(proposal, by=ada, reason="No"),
        "withdraw": lambda: services.withdraw(proposal, by=ben),
        "hire": lambda: hire(proposal, by=ada),
    }
    acts[ending]()
    before = stands(proposal)
    with pytest.raises(TooLate):
        interviews.accept(invited, by=ben)
    assert stands(proposal) == before
    invited.refresh_from_db()
    assert invited.standing == "open"


def settle():
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)


def test_cancelling_a_job_gives_an_invited_ben_his_connects_back(proposal, invited, ada, ben):
    jobs.cancel(proposal.job, by=ada)
    with pytest.raises(JobEnded):
        interviews.accept(invited, by=ben)
    settle()
    assert balance(ben) == 40
    assert_books_balance()


def test_cancelling_a_job_gives_an_interviewing_ben_nothing_back(proposal, invited, ada, ben):
    interviews.accept(invited, by=ben)
    jobs.cancel(proposal.job, by=ada)
    settle()
    assert balance(ben) == 36
    assert pending.of_proposals([proposal.pk]) == {}
    assert_books_balance()


def test_removing_a_job_gives_an_interviewing_ben_his_connects_back(proposal, invited, olga, ben):
    interviews.accept(invited, by=ben)
    jobs.remove(proposal.job, by=olga, violation="fraud", reason="Asks for a deposit")
    settle()
    assert balance(ben) == 40
    assert_books_balance()


def test_what_accepting_means_is_said_by_the_rules_it_was_sent_under(proposal, switch, send, cleo):
    cancelled, removed = "the client cancels the job before anyone is hired", "the job is removed for a violation"
    assert refund_words.change(proposal) == refund_words.Change((cancelled,), (removed,), ())
    switch("cancelled", "late")
    assert refund_words.change(proposal).lost == (cancelled,)
    later_one = send(cleo)
    assert refund_words.change(later_one) == refund_words.Change((), (cancelled, removed), ())
    assert refund_words.for_freelancer(later_one)[0] == "Accepting changes nothing about a refund."
    assert refund_words.for_client(later_one) == ["Whatever the answer, it changes nothing about a refund."]
    switch("expired", "late")
    assert refund_words.change(later_one).gained == ()


def test_after_a_hire_the_words_speak_of_closing_after_a_hire(proposal, send, cleo, ada, switch):
    switch("after_hire", "early")
    hire(send(cleo), by=ada)
    other = proposal
    other.refund_policy = type(other.refund_policy).objects.latest("pk")
    other.job.refresh_from_db()
    assert refund_words.change(other).lost == ("the client closes the job after a hire",)


def test_whoever_interviews_already_loses_nothing_by_another_interview(proposal, invited, ben):
    interviews.accept(invited, by=ben)
    assert refund_words.change(proposal).lost == ()
    assert "Accepting changes nothing about a refund." in refund_words.for_freelancer(proposal)


def test_the_proposals_page_tells_the_story(proposal, ada, ben):
    with clock.at(MONDAY):
        made = interviews.invite(proposal, by=ada)
    with clock.at(later(hours=2)):
        interviews.accept(made, by=ben)
    told = [(event.at, event.words) for event in timeline.events(proposal, None)]
    assert (MONDAY, "The client began the conversation") in told
    assert (MONDAY, "Invited to an interview") in told
    assert (later(hours=2), "Interview accepted") in told


def test_people_are_told_of_invitations_and_answers_at_once(proposal, invited, ada, ben):
    assert Notice.objects.get(person=ben, kind="interview").text.startswith("Ada invites you to an interview")
    mail = Mail.objects.get(kind="interview", person=ben)
    assert "Tuesday 10 to 12" in mail.text
    assert "With me and Tom" in mail.text
    interviews.accept(invited, by=ben)
    assert Notice.objects.get(person=ada, kind="interview").text.startswith("Ben accepts your invitation")
    assert Mail.objects.filter(kind="interview", person=ada).exists()


def test_an_invitation_taken_back_is_told_without_a_mail(proposal, invited, ada, ben):
    interviews.take_back(invited, by=ada)
    assert Notice.objects.filter(person=ben, kind="interview").count() == 2
    assert Mail.objects.filter(kind="interview", person=ben).count() == 1


def test_an_offer_that_comes_to_nothing_goes_back_to_the_interview_accepted_meanwhile(proposal, ada, ben):
    interview = interviews.invite(proposal, by=ada)
    proposal.refresh_from_db()
    offer = services.offer(proposal, terms(proposal), by=ada)
    interviews.accept(interview, by=ben)
    offer.refresh_from_db()
    services.decline_offer(offer, by=ben, reason="No time")
    proposal.refresh_from_db()
    assert proposal.state == "interviewing"


def test_what_cost_nothing_is_not_spoken_of_as_something_lost(job, ada, ben):
    services.invite(job, person=ben, by=ada)
    sent = services.submit(job, author=ben, letter="Let me do this.", bid_minor=50_000, answers={})
    assert refund_words.for_freelancer(sent) == [
        "Your proposal cost no Connects, so accepting changes nothing about a refund."
    ]
    assert "has paid no Connects" in refund_words.for_client(sent)[0]
