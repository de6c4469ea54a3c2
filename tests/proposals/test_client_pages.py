"""The client's list of proposals and what can be done from it. Connects are never shown here."""

import pytest
from django.urls import reverse

from jobs import services as jobs
from proposals import services
from proposals.forms import DeclineForm
from proposals.models import Proposal, State
from proposals.talk import writing
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.conftest import LETTER
from tests.queries import cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def page(job):
    return reverse("job_proposals", args=[job.pk])


def shown(response):
    return [proposal for proposal, _ in response.context["rows"]]


def counts(response):
    return {tab.key: number for tab, number in response.context["tabs"]}


def post_to(client, proposal, name, **typed):
    return client.post(reverse(f"proposal_{name}", args=[proposal.pk]), typed)


# --- the list ---


def test_each_stands_in_its_tab(as_ada, page, ada, person, fund, send):
    names = ("fresh", "opened", "listed", "talking", "hired", "archived", "declined", "withdrawn")
    sent = {}
    for name in names:
        somebody = person(name.title(), freelancer=True)
        fund(somebody, 10)
        sent[name] = send(somebody)
    services.view(sent["opened"], by=ada)
    services.shortlist(sent["listed"], by=ada)
    writing.write(sent["talking"], by=ada, text="Hello")
    hire(sent["hired"], by=ada)
    services.archive(sent["archived"], by=ada)
    services.decline(sent["declined"], by=ada, reason="Budget")
    services.withdraw(sent["withdrawn"], by=sent["withdrawn"].author)
    answer = as_ada.get(page)
    assert counts(answer) == {
        "all": 4,
        "unopened": 1,
        "shortlisted": 1,
        "talking": 1,
        "hired": 1,
        "archived": 1,
        "declined": 1,
        "withdrawn": 1,
    }
    assert [p.author.name for p in shown(answer)] == ["Talking", "Listed", "Opened", "Fresh"]
    for tab in ("talking", "hired", "archived", "declined", "withdrawn"):
        assert [p.author.name for p in shown(as_ada.get(f"{page}?tab={tab}"))] == [tab.title()]


def test_the_best_bid_first_and_of_two_alike_the_earlier(as_ada, page, person, fund, send):
    for name, minor in (("Dear", 90_000), ("Early", 40_000), ("Late", 40_000)):
        somebody = person(name, freelancer=True)
        fund(somebody, 10)
        send(somebody, bid_minor=minor)
    by_bid = as_ada.get(f"{page}?sort=bid")
    assert [p.author.name for p in shown(by_bid)] == ["Early", "Late", "Dear"]
    assert [p.author.name for p in shown(as_ada.get(page))] == ["Late", "Early", "Dear"]


@pytest.mark.parametrize("sort", ["newest", "bid"])
def test_pages_go_on_where_the_last_one_ended_in_either_direction(as_ada, page, ada, job, proposal, person, sort):
    make_many(proposal, 44, person)
    expected = Proposal.objects.filter(job=job).order_by(*(("-id",) if sort == "newest" else ("bid_minor", "id")))
    expected = list(expected.values_list("pk", flat=True))
    seen, address = [], f"?sort={sort}"
    while address:
        answer = as_ada.get(page + address)
        seen += [p.pk for p in shown(answer)]
        address = answer.context["page"].older
    assert seen == expected
    back = as_ada.get(page + answer.context["page"].newer)
    assert [p.pk for p in shown(back)] == expected[20:40]


def test_no_connects_are_shown_to_the_client(as_ada, page, proposal):
    for address in (page, proposal.get_absolute_url(), reverse("proposal_offer", args=[proposal.pk])):
        words = as_ada.get(address).content.decode()
        main = words[words.index("<main") : words.index("</main>")]
        assert 'class="connects' not in main
        assert "4 Connects" not in main


def test_looking_at_the_list_is_seen_by_freelancers_and_opens_nothing(as_ada, page, proposal, job):
    as_ada.get(page)
    job.refresh_from_db()
    proposal.refresh_from_db()
    assert job.client_seen_at is not None
    assert proposal.state == State.SUBMITTED


def test_only_the_client_sees_it(client, page, ben, charlie, olga):
    for somebody in (ben, charlie, olga):
        client.force_login(somebody)
        assert client.get(page).status_code == 404


def test_a_draft_of_a_job_has_no_proposals_to_show(as_ada, ada):
    hidden = jobs.draft(ada, title="Not yet")
    assert as_ada.get(reverse("job_proposals", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize(
    "query", ["tab=x", "sort=x", "after=x&sort=bid", "after=1&sort=bid", "before=1.2.3", "after=%00"]
)
def test_nonsense_in_the_address_shows_a_page(as_ada, page, proposal, query):
    assert as_ada.get(f"{page}?{query}").status_code == 200


def test_the_list_asks_as_many_queries_for_50_as_for_5(as_ada, page, proposal, person):
    make_many(proposal, 4, person)
    few = cost(as_ada, page)
    make_many(proposal, 45, person)
    assert cost(as_ada, page) == few


# --- opening ---


def test_opening_marks_it_viewed(as_ada, proposal):
    words = as_ada.get(proposal.get_absolute_url()).content.decode()
    proposal.refresh_from_db()
    assert LETTER in words
    assert proposal.state == State.VIEWED


def test_others_find_nothing_there(client, proposal, cleo, charlie):
    for somebody in (cleo, charlie):
        client.force_login(somebody)
        assert client.get(proposal.get_absolute_url()).status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


# --- deciding ---


@pytest.mark.parametrize(("name", "state"), [("shortlist", State.SHORTLISTED), ("archive", State.SUBMITTED)])
def test_the_buttons_do_what_they_say(as_ada, proposal, name, state):
    response = post_to(as_ada, proposal, name)
    proposal.refresh_from_db()
    assert response.headers["Location"] == proposal.get_absolute_url()
    assert proposal.state == state


def test_a_button_on_the_list_leads_back_to_the_list(as_ada, page, proposal):
    there = f"{page}?tab=unopened"
    assert post_to(as_ada, proposal, "archive", next=there).headers["Location"] == there
    assert post_to(as_ada, proposal, "unarchive", next="https://evil.example/").headers["Location"] == (
        proposal.get_absolute_url()
    )


@pytest.mark.parametrize("name", ["shortlist", "unshortlist", "archive", "unarchive"])
def test_looking_at_a_button_presses_nothing(as_ada, proposal, name):
    assert as_ada.get(reverse(f"proposal_{name}", args=[proposal.pk])).status_code == 405


@pytest.mark.parametrize("name", ["shortlist", "unshortlist", "archive", "unarchive", "decline", "offer"])
def test_nobody_else_decides(client, proposal, ben, cleo, name):
    for somebody in (ben, cleo):
        client.force_login(somebody)
        assert post_to(client, proposal, name, words="Budget").status_code == 404
    proposal.refresh_from_db()
    assert (proposal.state, proposal.archived_at) == (State.SUBMITTED, None)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"reason": DeclineForm.REASONS[0]}, DeclineForm.REASONS[0]),
        ({"reason": "other", "words": "Not now"}, "Not now"),
        ({"reason": DeclineForm.REASONS[1], "words": "By far"}, f"{DeclineForm.REASONS[1]}. By far"),
    ],
)
def test_declining_takes_a_reason_from_the_list_or_words_or_both(as_ada, proposal, typed, reason):
    post_to(as_ada, proposal, "decline", **typed)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decline_reason) == (State.DECLINED, reason)
    assert_books_balance()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose one of the reasons."),
        ({"reason": "other", "words": "  "}, "Write the reason in a sentence."),
        ({"reason": "made up"}, "Choose one of the reasons."),
        ({"reason": "other", "words": "x" * 201}, "at most 200 characters"),
    ],
)
def test_declining_without_a_reason_asks_for_one(as_ada, proposal, typed, said):
    response = post_to(as_ada, proposal, "decline", **typed)
    assert response.status_code == 200
    assert said in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


def test_declining_what_is_withdrawn_leads_back_to_it(as_ada, proposal, ben):
    services.withdraw(proposal, by=ben)
    for name in ("decline", "offer"):
        assert as_ada.get(reverse(f"proposal_{name}", args=[proposal.pk])).status_code == 302


def make_many(proposal, number, person):
    """Rows like this one by other people: for pages that must not grow slower."""
    start = Proposal.objects.count()
    for place in range(start, start + number):
        copy = Proposal.objects.get(pk=proposal.pk)
        copy.pk, copy.author = None, person(f"Somebody{place}")
        copy.bid_minor = 10_000 + place % 7
        copy.save()
