"""Writing about a proposal: who begins, what it moves, and until when it goes on."""

import pytest
from django.db import DatabaseError, transaction

from common import clock
from jobs import services as jobs
from proposals import services
from proposals.errors import NotYours
from proposals.models import Message, ReadMark, Stage, State, Thread
from proposals.talk import reading
from proposals.talk.errors import NotBegun, NothingSaid, TalkClosed
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire
from tests.talk.conftest import later

pytestmark = pytest.mark.django_db


def test_adas_first_words_move_the_proposal_into_discussion(proposal, say):
    with clock.at(MONDAY):
        said = say("Hello Ben")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.stage, proposal.viewed_at) == (State.IN_DISCUSSION, Stage.IN_DISCUSSION, MONDAY)
    assert (said.text, said.side, said.sent_at, said.author.name) == ("Hello Ben", "client", MONDAY, "Ada")
    assert_books_balance()


def test_what_was_viewed_before_keeps_its_instant(proposal, say, ada):
    with clock.at(MONDAY):
        services.view(proposal, by=ada)
    with clock.at(later(hours=1)):
        say("Hello Ben")
    proposal.refresh_from_db()
    assert proposal.viewed_at == MONDAY


def test_ben_cannot_begin_and_answers_once_ada_has(proposal, say, ben):
    with pytest.raises(NotBegun):
        say("May I ask something?", by=ben)
    assert not Thread.objects.exists()
    say("Hello Ben")
    assert say("Hello Ada", by=ben).side == "freelancer"


def test_a_shortlisted_proposal_leaves_the_count_of_the_short_list(proposal, say, ada):
    services.shortlist(proposal, by=ada)
    say("Hello Ben")
    proposal.job.refresh_from_db()
    assert proposal.job.shortlisted_count == 0


def test_a_proposal_that_was_put_away_comes_back_when_ada_writes(proposal, say, ada):
    services.archive(proposal, by=ada)
    say("Hello Ben")
    proposal.refresh_from_db()
    assert proposal.archived_at is None


@pytest.mark.parametrize("stage", [Stage.INTERVIEWING, Stage.OFFERED])
def test_beginning_late_moves_nothing_back(proposal, say, reach, stage):
    reach(proposal, stage)
    say("Hello Ben")
    proposal.refresh_from_db()
    assert proposal.stage == stage
    assert proposal.state in (State.INTERVIEWING, State.OFFERED)


@pytest.mark.parametrize("who", ["cleo", "charlie", "olga"])
def test_nobody_else_writes(say, request, who):
    say("Hello Ben")
    with pytest.raises(NotYours):
        say("Hello", by=request.getfixturevalue(who))


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00", "\u200b\u200b", "\u202e\u2066", "\u0301"])
def test_nothing_is_not_said(say, text):
    with pytest.raises(NothingSaid):
        say(text)
    assert not Thread.objects.exists()


def test_the_same_form_twice_says_it_once(proposal, say, ben):
    first = say("Hello Ben", token="a1")
    assert say("Hello Ben", token="a1") == first
    say("Hello Ada", by=ben, token="a1")
    assert Message.objects.count() == 2


def decline(proposal, ada):
    services.decline(proposal, by=ada, reason="Too late")


def withdraw(proposal, ada):
    services.withdraw(proposal, by=proposal.author)


def cancel(proposal, ada):
    jobs.cancel(proposal.job, by=ada)


ENDINGS = [
    (decline, "The proposal was declined, so nothing more is written here."),
    (withdraw, "The proposal was withdrawn, so nothing more is written here."),
    (cancel, "The client cancelled the job, so nothing more is written here."),
]


@pytest.mark.parametrize(("end", "why"), ENDINGS)
def test_after_an_ending_it_says_why_nothing_more_is_written(proposal, say, ada, ben, end, why):
    say("Hello Ben")
    proposal.refresh_from_db()
    end(proposal, ada)
    for who in (ada, ben):
        with pytest.raises(TalkClosed, match=why):
            say("One more thing", by=who)


@pytest.mark.parametrize(("end", "why"), ENDINGS)
def test_after_an_ending_nothing_begins(proposal, say, ada, end, why):
    end(proposal, ada)
    with pytest.raises(TalkClosed, match=why):
        say("Hello Ben")
    assert not Thread.objects.exists()


def test_whoever_is_hired_goes_on_talking_until_a_removal(proposal, say, ada, ben, cleo, send, olga):
    other = send(cleo)
    say("Hello Cleo", about=other)
    say("Hello Ben")
    hire(proposal, by=ada)
    jobs.fill(proposal.job, by=ada)
    say("When do you begin?")
    with pytest.raises(TalkClosed, match="The job is filled"):
        say("And me?", about=other, by=cleo)
    jobs.remove(proposal.job, by=olga, violation="fraud", reason="Asks for a deposit")
    with pytest.raises(TalkClosed, match="removed for a violation"):
        say("Tomorrow", by=ben)


def test_what_was_written_is_neither_changed_nor_deleted(say):
    said = say("Hello Ben")
    for change in (lambda: Message.objects.update(text="Goodbye"), lambda: Message.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    said.refresh_from_db()
    assert said.text == "Hello Ben"


def test_each_side_sees_what_is_new_to_it_and_what_the_other_has_seen(proposal, say, ada, ben):
    with clock.at(MONDAY):
        said = say("Hello Ben")
        say("Are you there?")
    assert (reading.unread_threads(ben), reading.unread_threads(ada)) == (1, 0)
    assert reading.unread_in(ben, [proposal.pk]) == {proposal.pk: 2}
    thread = proposal.thread
    assert reading.seen_at(thread, "client", said.pk) is None
    with clock.at(later(minutes=4)):
        assert reading.read(thread.pk, ben, up_to=said.pk)
    assert reading.unread_in(ben, [proposal.pk]) == {proposal.pk: 1}
    assert reading.seen_at(thread, "client", said.pk) == later(minutes=4)
    with clock.at(later(minutes=5)):
        answer = say("Yes", by=ben)
    assert (reading.unread_threads(ben), reading.unread_threads(ada)) == (0, 1)
    assert reading.read(thread.pk, ada, up_to=answer.pk)
    assert not reading.read(thread.pk, ada, up_to=answer.pk)


def test_reading_never_goes_back(proposal, say, ben):
    first, second = say("One"), say("Two")
    reading.read(proposal.pk, ben, up_to=second.pk)
    say("Three")
    reading.read(proposal.pk, ben, up_to=first.pk)
    assert ReadMark.objects.get(person=ben).reached == second.pk


def test_other_words_with_a_token_used_before_are_a_message_of_their_own(say):
    """Somebody goes back in the browser and writes something else into the form that was sent."""
    first, again, other = say("Hello", token="abc"), say("Hello", token="abc"), say("Goodbye", token="abc")
    assert first.pk == again.pk
    assert (other.text, other.pk != first.pk) == ("Goodbye", True)
