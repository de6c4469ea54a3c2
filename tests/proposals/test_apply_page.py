"""The form: what it costs before the click, errors beside the fields, nothing typed ever lost."""

import pytest
from django.urls import reverse

from accounts.models import Agency, AgencyMember
from common import clock
from jobs import services as jobs
from jobs.models import Job
from proposals import services
from proposals.models import Proposal, ProposalDraft
from tests.books import assert_books_balance
from tests.proposals.conftest import LETTER, balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, ben, job):
    client.force_login(ben)
    return reverse("proposal_apply", args=[job.pk])


def answer_to(page, client, **typed):
    return client.post(page, {"letter": LETTER, "bid": "450", **typed})


def field_of(response, question):
    form = response.context["form"]
    return next(name for name, asked in form.questions.items() if asked == question)


def test_it_says_what_it_costs_and_what_is_left(client, page):
    words = client.get(page).content.decode()
    spending = client.get(page).context["spending"]
    assert (spending.cost.total, spending.balance, spending.after) == (4, 40, 36)
    assert "Balance after" in words
    assert "Send proposal" in words


def test_the_sum_says_where_the_price_comes_from(client, ben, post):
    client.force_login(ben)
    dear = post(title="Dear", fixed_minor=150_000, level="expert")
    words = client.get(reverse("proposal_apply", args=[dear.pk])).content.decode()
    assert "High-paying" in words
    assert "Premium" in words


def test_sending_leads_to_the_proposal(client, page, ben):
    response = answer_to(page, client)
    proposal = Proposal.objects.get()
    assert response.headers["Location"] == f"/proposals/{proposal.pk}/"
    assert (proposal.letter, proposal.bid_minor, balance(ben)) == (LETTER, 45_000, 36)
    assert_books_balance()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"letter": ""}, "letter", "Write a cover letter"),
        ({"letter": " \n "}, "letter", "Write a cover letter"),
        ({"letter": "x" * 5_001}, "letter", "at most 5000 characters"),
        ({"bid": ""}, "bid", "Say what you ask for."),
        ({"bid": "a lot"}, "bid", "Write an amount like 1,200.50."),
        ({"bid": "1.200,50"}, "bid", "Write an amount like 1,200.50."),
        ({"bid": "12.345"}, "bid", "Write at most 2 decimals."),
        ({"bid": "-5"}, "bid", "Write an amount like 1,200.50."),
        ({"bid": "0"}, "bid", "Ask for something between"),
        ({"bid": "999999999999"}, "bid", "Ask for something between"),
        ({"bid": "4" * 100}, "bid", "at most 60 characters"),
        ({"letter": "a\x00b"}, "letter", "Null characters"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_everything_is_kept(client, page, ben, typed, field, said):
    response = answer_to(page, client, **typed)
    assert response.status_code == 200
    assert said in str(response.context["form"].errors[field])
    kept = {"letter": LETTER, "bid": "450"} | typed
    draft = ProposalDraft.objects.get(author=ben)
    assert draft.letter == kept["letter"].replace("\x00", "")
    assert kept["bid"].startswith(draft.bid)
    assert balance(ben) == 40


def test_a_line_break_counts_once(client, page):
    letter = "\r\n".join(["line"] * 1_000)
    assert len(letter) > 5_000 > len(letter.replace("\r\n", "\n"))
    answer_to(page, client, letter=letter)
    assert Proposal.objects.get().letter.count("\n") == 999


def test_questions_are_asked_and_their_answers_kept(client, ben, post):
    client.force_login(ben)
    asking = post(questions=["How many birds?", "By when?"])
    page = reverse("proposal_apply", args=[asking.pk])
    birds, when = (field_of(client.get(page), asked) for asked in ("How many birds?", "By when?"))
    refused = answer_to(page, client, **{birds: "Eleven"})
    assert "The client would like an answer" in str(refused.context["form"].errors[when])
    assert ProposalDraft.objects.get().answers == {"How many birds?": "Eleven", "By when?": ""}
    answer_to(page, client, **{birds: "Eleven", when: "May"})
    assert [answer.text for answer in Proposal.objects.get().answers.all()] == ["Eleven", "May"]


def test_an_answer_never_lands_under_another_question(client, ada, ben, post):
    client.force_login(ben)
    asking = post(questions=["How many birds?"])
    page = reverse("proposal_apply", args=[asking.pk])
    birds = field_of(client.get(page), "How many birds?")
    jobs.edit(asking, by=ada, questions=["Why you?"])
    refused = answer_to(page, client, **{birds: "Eleven"})
    assert "Why you?" in refused.content.decode()
    assert not Proposal.objects.exists()


def test_save_draft_keeps_whatever_is_there(client, page, ben):
    response = client.post(page, {"letter": "So far", "bid": "??", "save": "draft"})
    assert response.headers["Location"] == page
    draft = ProposalDraft.objects.get(author=ben)
    assert (draft.letter, draft.bid) == ("So far", "??")
    words = client.get(page).content.decode()
    assert "So far" in words
    assert "This is your draft" in words


def test_a_draft_can_be_discarded(client, page, ben, job):
    services.save_draft(job, author=ben, letter="So far", bid="", answers={})
    client.post(reverse("proposal_draft_discard", args=[job.pk]))
    assert not ProposalDraft.objects.exists()


def test_short_of_connects_it_says_how_many_keeps_the_draft_and_leads_to_the_shop_and_back(client, person, fund, job):
    dora = person("Dora", freelancer=True)
    fund(dora, 1)
    client.force_login(dora)
    page = reverse("proposal_apply", args=[job.pk])
    response = answer_to(page, client)
    words = response.content.decode()
    assert response.status_code == 200
    assert "3 more Connects needed" in words
    assert 'form="proposal" name="save" value="buy"' in words
    assert ProposalDraft.objects.get(author=dora).letter == LETTER
    assert balance(dora) == 1
    fund(dora, 20)
    again = client.get(page)
    assert LETTER in again.content.decode()
    assert "enough to send it" in again.content.decode()
    assert answer_to(page, client).status_code == 302
    assert balance(dora) == 17
    assert_books_balance()


def test_coming_back_to_a_draft_shows_what_the_client_has_changed(client, page, ada, ben, job):
    services.save_draft(job, author=ben, letter="So far", bid="", answers={})
    jobs.edit(job, by=ada, fixed_minor=70_000)
    words = client.get(page).content.decode()
    assert "The client has changed the job since you saved it" in words
    assert "$500" in words
    assert "$700" in words


def test_a_job_that_ends_while_one_writes_keeps_the_words(client, page, ada, ben, job):
    jobs.cancel(job, by=ada)
    response = answer_to(page, client)
    assert response.status_code == 200
    assert "takes no proposals" in response.content.decode()
    assert ProposalDraft.objects.get().letter == LETTER
    again = client.get(page).content.decode()
    assert LETTER in again
    assert "Send proposal" not in again.replace("Send a proposal", "")


def test_sending_twice_leads_to_the_one_that_was_sent(client, page):
    answer_to(page, client)
    response = answer_to(page, client)
    assert response.headers["Location"] == f"/proposals/{Proposal.objects.get().pk}/"


def test_ones_own_job_leads_back_to_it(client, ada, job):
    client.force_login(ada)
    response = client.get(reverse("proposal_apply", args=[job.pk]))
    assert response.headers["Location"] == reverse("job_detail", args=[job.pk])


def test_an_agencys_job_leads_back_to_it(client, page, ada, ben, job):
    guild = Agency.objects.create(name="Guild", handle="guild")
    for member in (ada, ben):
        AgencyMember.objects.create(agency=guild, person=member)
    assert client.get(page).headers["Location"] == reverse("job_detail", args=[job.pk])


def test_who_only_hires_is_shown_where_to_take_on_the_other_role(client, charlie, job):
    client.force_login(charlie)
    response = client.get(reverse("proposal_apply", args=[job.pk]), follow=True)
    assert response.status_code == 200
    assert "Turn on finding work" in response.content.decode()


def test_it_asks_who_is_there(client, job):
    page = reverse("proposal_apply", args=[job.pk])
    assert client.get(page).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_no_such_job(client, ben, number):
    client.force_login(ben)
    assert client.get(f"/jobs/{number}/apply/").status_code == 404
    assert client.post(f"/jobs/{number}/apply/discard/").status_code == 404


def test_a_draft_of_a_job_is_nobodys_to_see(client, ada, ben):
    client.force_login(ben)
    hidden = jobs.draft(ada, title="Not yet")
    assert client.get(reverse("proposal_apply", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("odd", [{"letter": ["a", "b"]}, {"answer_0": "x"}, {"bid": "💶"}, {}])
def test_odd_posts_are_refused_in_words(client, page, odd):
    response = client.post(page, odd)
    assert response.status_code == 200
    assert not Proposal.objects.exists()


def test_editing_shows_what_was_sent_and_changes_it(client, proposal, ben):
    client.force_login(ben)
    page = reverse("proposal_edit", args=[proposal.pk])
    assert client.get(page).context["form"]["bid"].value() == "450"
    client.post(page, {"letter": "Better", "bid": "1,000"})
    proposal.refresh_from_db()
    assert (proposal.letter, proposal.bid_minor) == ("Better", 100_000)


def test_editing_after_it_was_opened_leads_back(client, proposal, ada, ben):
    services.view(proposal, by=ada)
    client.force_login(ben)
    response = client.post(reverse("proposal_edit", args=[proposal.pk]), {"letter": "Better", "bid": "1"})
    assert response.headers["Location"] == f"/proposals/{proposal.pk}/"
    proposal.refresh_from_db()
    assert proposal.letter == LETTER


def test_nobody_elses_is_edited(client, proposal, cleo):
    client.force_login(cleo)
    assert client.get(reverse("proposal_edit", args=[proposal.pk])).status_code == 404


def test_the_price_on_the_page_is_the_one_that_is_charged_even_after_the_clock_has_moved(client, page, ben, job):
    Job.objects.filter(pk=job.pk).update(cost=7, cost_basic=7)
    with clock.at(clock.now()):
        assert client.get(page).context["spending"].cost.total == 7
        answer_to(page, client)
    assert Proposal.objects.get().paid == 7
    assert_books_balance()


def test_what_is_written_while_connects_are_short_is_kept_on_the_way_to_the_shop(client, person, fund, job):
    dora = person("Dora", freelancer=True)
    fund(dora, 1)
    client.force_login(dora)
    answer = client.post(f"/jobs/{job.pk}/apply/", {"letter": "So far", "bid": "", "save": "buy"})
    assert answer["Location"] == f"/settings/connects/buy/?job={job.pk}"
    assert dora.proposal_drafts.get().letter == "So far"


def test_who_has_written_nothing_goes_to_the_shop_without_a_draft(client, person, fund, job):
    dora = person("Dora", freelancer=True)
    fund(dora, 1)
    client.force_login(dora)
    client.post(f"/jobs/{job.pk}/apply/", {"letter": "", "bid": "", "save": "buy"})
    assert not dora.proposal_drafts.exists()
