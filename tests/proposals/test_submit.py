"""Sending a proposal: paid once, at the published price, or not at all."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Agency, AgencyMember
from common import clock
from common.models import Notice
from connects import services as connects
from connects.errors import NotEnoughConnects
from jobs import services as jobs
from jobs.errors import JobGone, JobNotOpen
from jobs.models import Job
from proposals import policy, services
from proposals.errors import AlreadySent, NotAFreelancer, NotAMember, OwnJob, QuestionsOpen, SameAgency
from proposals.models import Proposal, ProposalDraft, Stage, State
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.proposals.conftest import balance

pytestmark = pytest.mark.django_db


def assert_nothing_happened(job, person, before):
    assert not Proposal.objects.filter(job=job, author=person).exists()
    assert balance(person) == before
    job.refresh_from_db()
    assert job.proposals_count == Proposal.objects.filter(job=job).count()
    assert_books_balance()


def test_sending_a_proposal_costs_what_the_job_was_published_with(send, ben, job):
    proposal = send(ben)
    assert (proposal.paid, proposal.state, proposal.stage) == (4, State.SUBMITTED, Stage.SUBMITTED)
    assert balance(ben) == 36
    assert_books_balance()


def test_the_spend_is_booked_under_the_proposals_name(proposal, ben):
    spent = connects.wallet_of(ben).transactions.get(reference=f"proposal:{proposal.pk}")
    assert (spent.kind, spent.amount, spent.cause) == ("spend", -4, f"proposal:{proposal.pk}")
    assert_books_balance()


def test_the_price_is_the_one_promised_not_the_one_of_today(send, ben, job):
    Job.objects.filter(pk=job.pk).update(cost=6)
    assert send(ben).paid == 6
    assert balance(ben) == 34
    assert_books_balance()


def test_the_rules_in_force_are_kept_with_the_proposal(send, ben, cleo, switch):
    before = policy.current()
    first = send(ben)
    newer = switch("cancelled", "late")
    second = send(cleo)
    assert (first.refund_policy, second.refund_policy) == (before, newer)
    assert policy.current() == newer != before


def test_the_job_counts_its_proposals(send, ben, cleo, job):
    send(ben)
    send(cleo)
    job.refresh_from_db()
    assert job.proposals_count == 2


def test_the_draft_is_gone_once_it_is_sent(send, ben, job):
    services.save_draft(job, author=ben, letter="So far", bid="450", answers={})
    send(ben)
    assert not ProposalDraft.objects.exists()


def test_short_of_connects_nothing_is_sent_and_the_draft_is_kept(send, person, job):
    dora = person("Dora", freelancer=True)
    services.save_draft(job, author=dora, letter="So far", bid="450", answers={})
    with pytest.raises(NotEnoughConnects) as short:
        send(dora)
    assert short.value.missing == 4
    assert ProposalDraft.objects.get().letter == "So far"
    assert_nothing_happened(job, dora, 0)


def test_one_proposal_a_job_and_person(send, ben, job):
    send(ben)
    with pytest.raises(AlreadySent):
        send(ben)
    assert balance(ben) == 36
    assert_books_balance()


def test_the_database_itself_refuses_a_second_one(proposal):
    proposal.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save(force_insert=True)


def test_nobody_applies_to_their_own_job(post, person, fund, send):
    both = person("Bo", freelancer=True, client=True)
    fund(both, 40)
    own = post(client=both)
    with pytest.raises(OwnJob):
        send(both, job=own)
    assert_nothing_happened(own, both, 40)


def test_nobody_applies_across_their_own_agency(send, ada, ben, job):
    guild = Agency.objects.create(name="Guild", handle="guild")
    AgencyMember.objects.create(agency=guild, person=ada, role="owner")
    AgencyMember.objects.create(agency=guild, person=ben)
    with pytest.raises(SameAgency):
        send(ben)
    assert_nothing_happened(job, ben, 40)


def test_who_does_not_find_work_cannot_apply(send, charlie, job):
    with pytest.raises(NotAFreelancer):
        send(charlie)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("ending", ["pause", "cancel"])
def test_a_job_that_is_not_open_takes_no_proposals(send, ada, ben, job, ending):
    getattr(jobs, ending)(job, by=ada)
    with pytest.raises(JobNotOpen):
        send(ben)
    assert_nothing_happened(job, ben, 40)


def test_a_job_past_its_last_day_takes_no_proposals_even_before_the_sweep_has_closed_it(send, ben, job):
    with clock.at(job.expires_at), pytest.raises(JobNotOpen):
        send(ben)
    assert_nothing_happened(job, ben, 40)


def test_a_draft_of_a_job_cannot_be_applied_to(send, ada, ben):
    with pytest.raises(JobGone):
        send(ben, job=jobs.draft(ada, title="Not yet"))


def test_answers_are_kept_beside_the_questions_as_they_were_asked(post, ada, ben, send):
    asking = post(questions=["How many birds?", "By when?"])
    proposal = send(ben, job=asking, answers={"How many birds?": "Eleven", "By when?": "May"})
    jobs.edit(asking, by=ada, questions=["Anything else?"])
    assert list(proposal.answers.values_list("question", "text")) == [
        ("How many birds?", "Eleven"),
        ("By when?", "May"),
    ]


def test_a_question_that_must_be_answered_is_asked_for(post, ben, send):
    asking = post(questions=["How many birds?"])
    with pytest.raises(QuestionsOpen):
        send(ben, job=asking, answers={"How many birds?": "  "})
    assert_nothing_happened(asking, ben, 40)


def test_it_is_sent_when_the_sites_clock_says(send, ben):
    with clock.at(MONDAY):
        assert send(ben).sent_at == MONDAY


def test_an_agencys_proposal_is_paid_from_its_pool(send, ben, fund):
    guild = Agency.objects.create(name="Guild", handle="guild")
    AgencyMember.objects.create(agency=guild, person=ben, role="owner")
    pool = connects.open_wallet(agency=guild)
    connects.grant(pool.pk, 10, source="allowance", expires_at=clock.now().replace(year=2099), reference="test:pool")
    proposal = send(ben, agency=guild)
    pool.refresh_from_db()
    assert (proposal.agency, proposal.wallet_id, pool.balance, balance(ben)) == (guild, pool.pk, 6, 40)
    assert_books_balance()


def test_one_proposal_a_job_and_agency(send, ben, cleo):
    guild = Agency.objects.create(name="Guild", handle="guild")
    for member in (ben, cleo):
        AgencyMember.objects.create(agency=guild, person=member)
    pool = connects.open_wallet(agency=guild)
    connects.grant(pool.pk, 10, source="allowance", expires_at=clock.now().replace(year=2099), reference="test:pool")
    send(ben, agency=guild)
    with pytest.raises(AlreadySent):
        send(cleo, agency=guild)
    assert_books_balance()


def test_only_members_send_for_an_agency(send, ben):
    guild = Agency.objects.create(name="Guild", handle="guild")
    with pytest.raises(NotAMember):
        send(ben, agency=guild)


def test_a_proposal_that_leaves_few_connects_tells_of_it_once(send, post, ben, job):
    for number in range(9):
        send(ben, job=post(title=f"Job {number}"))
    assert balance(ben) == 4
    [told] = Notice.objects.filter(person=ben, kind="low_balance")
    assert told.text == "8 Connects are left in your wallet."
    assert_books_balance()
