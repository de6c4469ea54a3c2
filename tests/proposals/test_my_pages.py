"""A freelancer's own pages: proposals by state, one followed from sending to refund, withdrawing with its warning."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from jobs import services as jobs
from jobs.models import Job
from proposals import services, settlement
from proposals.models import Proposal, Settlement, Stage, State
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.conftest import LETTER
from tests.queries import cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_ben(client, ben):
    client.force_login(ben)
    return client


def shown(response):
    return [proposal for proposal, _ in response.context["rows"]]


def counts(response):
    return {tab.key: number for tab, number in response.context["tabs"]}


# --- by state ---


def test_each_stands_in_the_tab_of_its_state(as_ben, ada, ben, post, send, fund):
    fund(ben, 100)
    names = ("waiting", "opened", "listed", "hired", "declined", "withdrawn", "cancelled")
    sent = {name: send(ben, job=post(title=name)) for name in names}
    services.view(sent["opened"], by=ada)
    services.shortlist(sent["listed"], by=ada)
    hire(sent["hired"], by=ada)
    services.decline(sent["declined"], by=ada, reason="Budget")
    services.withdraw(sent["withdrawn"], by=ben)
    jobs.cancel(sent["cancelled"].job, by=ada)
    services.save_draft(post(title="draft"), author=ben, letter="So far", bid="", answers={})
    page = as_ben.get(reverse("my_proposals"))
    assert counts(page) == {"active": 3, "submitted": 1, "viewed": 1, "shortlisted": 1, "hired": 1, "ended": 3}
    assert page.context["counts"]["drafts"] == 1
    assert {p.job.title for p in shown(page)} == {"waiting", "opened", "listed"}
    ended = as_ben.get(reverse("my_proposals") + "?tab=ended")
    assert {p.job.title for p in shown(ended)} == {"declined", "withdrawn", "cancelled"}
    assert "Job cancelled" in ended.content.decode()
    assert "Refund pending" in ended.content.decode()
    assert "So far" in as_ben.get(reverse("my_proposals") + "?tab=drafts").content.decode()


def test_without_any_it_says_what_to_do(as_ben):
    words = as_ben.get(reverse("my_proposals")).content.decode()
    assert "No proposals yet" in words
    assert reverse("job_list") in words


def test_nobody_sees_anybody_elses(client, proposal, cleo):
    client.force_login(cleo)
    assert shown(client.get(reverse("my_proposals"))) == []
    for page in ("proposal_detail", "proposal_withdraw", "proposal_edit"):
        assert client.get(reverse(page, args=[proposal.pk])).status_code == 404
        assert client.post(reverse(page, args=[proposal.pk])).status_code in (404, 405)


def test_pages_go_on_where_the_last_one_ended(as_ben, ben, job, proposal):
    make_many(proposal, 44)
    seen, address = [], "?tab=active"
    while address:
        page = as_ben.get(reverse("my_proposals") + address)
        seen += [p.pk for p in shown(page)]
        address = page.context["page"].older
    assert seen == sorted(Proposal.objects.values_list("pk", flat=True), reverse=True)
    back = as_ben.get(reverse("my_proposals") + page.context["page"].newer)
    assert [p.pk for p in shown(back)] == seen[20:40]
    first = as_ben.get(reverse("my_proposals") + back.context["page"].newer)
    assert [p.pk for p in shown(first)] == seen[:20]
    assert first.context["page"].newer == ""


@pytest.mark.parametrize(
    "query", ["tab=nonsense", "after=x", "after=-1", "before=" + "9" * 40, "after=1.2", "after=%00"]
)
def test_nonsense_in_the_address_shows_a_page(as_ben, proposal, query):
    assert as_ben.get(f"{reverse('my_proposals')}?{query}").status_code == 200


def test_the_list_asks_as_many_queries_for_50_as_for_5(as_ben, proposal):
    make_many(proposal, 4)
    few = cost(as_ben, reverse("my_proposals"))
    make_many(proposal, 45)
    assert cost(as_ben, reverse("my_proposals")) == few


# --- one, followed ---


def page_of(client, proposal):
    return client.get(reverse("proposal_detail", args=[proposal.pk]))


def test_it_shows_what_was_sent_and_what_was_paid_with_its_booking(as_ben, proposal, job):
    words = page_of(as_ben, proposal).content.decode()
    spent = proposal.wallet.transactions.get(kind="spend")
    assert LETTER in words
    assert "$450" in words
    assert job.title in words
    assert reverse("connects_transaction", args=[spent.pk]) in words


def test_it_tells_what_happened_in_order(as_ben, proposal, ada, job):
    services.view(proposal, by=ada)
    services.shortlist(proposal, by=ada)
    jobs.cancel(job, by=ada)
    events = page_of(as_ben, proposal).context["events"]
    assert [event.words for event in events] == [
        "Sent",
        "Opened by the client",
        "Shortlisted",
        "The client cancelled the job",
        "4 Connects come back",
    ]
    assert [event.ahead for event in events] == [False] * 4 + [True]


def test_a_refund_on_its_way_says_when_why_and_by_which_row(as_ben, proposal, ada, job):
    jobs.cancel(job, by=ada)
    page = page_of(as_ben, proposal)
    words = page.content.decode()
    assert page.context["refund"].key == "refund_pending"
    assert page.context["refund"].at == Settlement.objects.get().due_at
    assert "The client cancelled the job before anyone was hired." in words
    assert f"{reverse('market_rules')}?version={proposal.refund_policy_id}#cancelled-early" in words


def test_a_refund_that_is_done_links_to_its_booking(as_ben, proposal, ada, job):
    jobs.cancel(job, by=ada)
    settlement.settle_due(clock.now() + timedelta(days=2))
    page = page_of(as_ben, proposal)
    refund = proposal.wallet.transactions.get(kind="refund")
    assert page.context["refund"].key == "refunded"
    assert reverse("connects_transaction", args=[refund.pk]) in page.content.decode()
    assert_books_balance()


def test_without_a_refund_it_names_the_row_that_decided_so(as_ben, proposal, reach, ada, job):
    reach(proposal, Stage.INTERVIEWING)
    jobs.cancel(job, by=ada)
    page = page_of(as_ben, proposal)
    assert page.context["refund"].key == "not_refunded"
    assert "No Connects come back." in page.content.decode()
    assert "#cancelled-late" in page.content.decode()


@pytest.mark.parametrize(
    ("what", "row"), [("withdraw", "withdrawn/early"), ("decline", "passed_over/early"), ("expire", "expired/early")]
)
def test_each_way_to_end_names_its_row(as_ben, proposal, ada, ben, job, what, row):
    if what == "withdraw":
        services.withdraw(proposal, by=ben)
    elif what == "decline":
        services.decline(proposal, by=ada, reason="Budget")
    else:
        jobs.expire_due(job.expires_at)
    assert page_of(as_ben, proposal).context["refund"].verdict.key == row


def test_the_reason_of_a_decline_is_read_by_its_author(as_ben, proposal, ada):
    services.decline(proposal, by=ada, reason="Too <b>dear</b>")
    words = page_of(as_ben, proposal).content.decode()
    assert "Too &lt;b&gt;dear&lt;/b&gt;" in words


def test_what_the_client_has_changed_since_is_said(as_ben, proposal, ada, job):
    jobs.edit(job, by=ada, fixed_minor=70_000)
    assert "The client has changed the job since you sent this" in page_of(as_ben, proposal).content.decode()


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_no_such_proposal(as_ben, number):
    for page in ("", "edit/", "withdraw/", "decline/", "hire/"):
        assert as_ben.get(f"/proposals/{number}/{page}").status_code == 404
    for act in ("shortlist", "unshortlist", "archive", "unarchive", "withdraw"):
        assert as_ben.post(f"/proposals/{number}/{act}/").status_code == 404


# --- withdrawing ---


def test_withdrawing_asks_first_and_says_what_it_forfeits(as_ben, proposal, ben):
    page = reverse("proposal_withdraw", args=[proposal.pk])
    words = as_ben.get(page).content.decode()
    assert "If this job is cancelled or removed you would get 4 Connects back." in words
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED
    assert as_ben.post(page).headers["Location"] == f"/proposals/{proposal.pk}/"
    proposal.refresh_from_db()
    assert proposal.state == State.WITHDRAWN
    assert_books_balance()


def test_withdrawing_after_the_job_was_cancelled_says_so_and_changes_nothing(as_ben, proposal, ada, job):
    jobs.cancel(job, by=ada)
    page = reverse("proposal_withdraw", args=[proposal.pk])
    assert as_ben.get(page).status_code == 302
    words = as_ben.post(page, follow=True).content.decode()
    assert "nothing was withdrawn" in words
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


def test_withdrawing_twice_says_that_it_has_moved_on(as_ben, proposal):
    page = reverse("proposal_withdraw", args=[proposal.pk])
    as_ben.post(page)
    assert "no longer possible" in as_ben.post(page, follow=True).content.decode()


def make_many(proposal, number):
    """Rows like this one, each for a job of its own: for pages that must not grow slower."""
    for _ in range(number):
        job = Job.objects.get(pk=proposal.job_id)
        job.pk = None
        job.save()
        copy = Proposal.objects.get(pk=proposal.pk)
        copy.pk, copy.job = None, job
        copy.save()
