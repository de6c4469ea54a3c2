"""Ada talks to three people about one job; each of them ends where what they did has led them."""

import pytest

from common import clock
from common.models import Notice
from jobs import services as jobs
from proposals import settlement, timeline
from proposals.models import Settlement, Stage, State
from proposals.talk import interviews, reading, standing, telling
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire
from tests.proposals.conftest import balance, endow
from tests.talk.conftest import later, upload

pytestmark = pytest.mark.django_db


def test_a_job_is_talked_about_with_three_people_and_then_given_up(post, send, say, person, ada, ben, cleo):
    dan = person("Dan", freelancer=True)
    endow(dan, 40)
    began = [balance(who) for who in (ben, cleo, dan)]
    with clock.at(MONDAY):
        job = post(title="A sign for a bakery")
        bens, cleos, dans = (send(who, job=job) for who in (ben, cleo, dan))
    with clock.at(later(hours=1)):
        say("Hello Ben, could you show me one more?", about=bens)
        say("Hello Cleo", about=cleos)
    with clock.at(later(hours=2)):
        reading.read(bens.pk, ben, up_to=bens.thread.newest)
        say("Here it is", about=bens, by=ben, files=[upload("sign.pdf")])
    # Cleo has not looked; Ada has not either.
    assert telling.tell_unread(later(hours=3)) == 2
    assert Notice.objects.filter(kind="message").values_list("person__name", flat=True).count() == 2
    with clock.at(later(hours=4)):
        reading.read(bens.pk, ada, up_to=bens.thread.newest)
        made = interviews.invite(bens, by=ada, times="Tuesday 10 to 12")
        hers = interviews.invite(cleos, by=ada)
    with clock.at(later(hours=5)):
        interviews.accept(made, by=ben)
        interviews.turn_down(hers, by=cleo)
    with clock.at(later(days=1)):
        jobs.cancel(job, by=ada, reason="The bakery has closed")
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    # Ben was interviewing, Cleo was only talked to, Dan was never opened: PRODUCT 8, first row.
    assert [balance(who) for who in (ben, cleo, dan)] == [began[0] - 4, began[1], began[2]]
    for proposal, state, stage in (
        (bens, State.INTERVIEWING, Stage.INTERVIEWING),
        (cleos, State.IN_DISCUSSION, Stage.IN_DISCUSSION),
        (dans, State.SUBMITTED, Stage.SUBMITTED),
    ):
        proposal = type(proposal).objects.select_related("job", "refund_policy").get(pk=proposal.pk)
        assert (proposal.state, proposal.stage) == (state, stage)
        assert standing.why_closed(proposal).startswith("The client cancelled the job")
    bens = type(bens).objects.select_related("job").get(pk=bens.pk)
    told = [(event.words, event.at) for event in timeline.events(bens, None)]
    assert told == [
        ("Sent", MONDAY),
        ("Opened by the client", later(hours=1)),
        ("The client began the conversation", later(hours=1)),
        ("Invited to an interview", later(hours=4)),
        ("Interview accepted", later(hours=5)),
        ("The client cancelled the job", later(days=1)),
    ]
    assert_books_balance()


def test_a_fraud_found_after_an_interview_gives_everything_back_and_ends_the_talk(proposal, say, ada, ben, olga):
    say("Hello Ben")
    interviews.accept(interviews.invite(proposal, by=ada), by=ben)
    hire(proposal, by=ada)
    jobs.remove(proposal.job, by=olga, violation="fraud", reason="Asks for a deposit")
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    assert balance(ben) == 40
    proposal.refresh_from_db()
    proposal.job.refresh_from_db()
    assert "removed for a violation" in standing.why_closed(proposal)
    assert_books_balance()
