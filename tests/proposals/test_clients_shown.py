"""What freelancers see of a client before they answer: the trust label, and what others wrote; offers unasked in words
that fit them.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import ClientProfile
from common import clock
from jobs import services as jobs
from proposals import services
from proposals.models import Review
from proposals.services import reviewing
from tests.conftest import MONDAY
from tests.hires import hire, terms
from tests.queries import cost

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


def read(client, person, address):
    client.force_login(person)
    return " ".join(client.get(address).content.decode().split())


# --- the trust label ---


def test_invitations_and_offers_show_the_label_of_a_verified_client(client, job, ada, ben, cleo):
    services.invite(job, person=ben, by=ada, message="Please")
    offer = services.offer_unasked(job, terms(), to=cleo, by=ada)
    assert "Verified client" not in read(client, ben, reverse("my_invitations"))
    assert "Verified client" not in read(client, cleo, offer.get_absolute_url())
    ClientProfile.objects.filter(person=ada).update(payment_verified=True)
    assert "Verified client" in read(client, ben, reverse("my_invitations"))
    words = read(client, cleo, offer.get_absolute_url())
    assert "Verified client" in words
    assert "A payment made here" in words
    assert "Verified client" not in read(client, ada, offer.get_absolute_url())


# --- offered unasked ---


def test_the_page_of_an_offer_unasked_says_who_named_the_terms(client, job, ada, ben):
    offer = services.offer_unasked(job, terms(), to=ben, by=ada)
    words = read(client, ben, offer.proposal.get_absolute_url())
    assert "What the client offered" in words
    assert "Offered to you by" in words
    assert "Step back from this job" in words
    assert not any(wrong in words for wrong in ("Your bid", "Your proposal</p>", "Withdraw proposal"))
    words = read(client, ada, offer.proposal.get_absolute_url())
    assert "You offered" in words
    assert "Your offer for" in words
    assert "<dt>Bid</dt>" not in words
    assert "Offered to you" in read(client, ben, reverse("my_proposals"))
    assert "Step back from this job?" in read(client, ben, reverse("proposal_withdraw", args=[offer.proposal_id]))


def test_the_page_of_a_proposal_still_says_bid(client, proposal, ben):
    words = read(client, ben, proposal.get_absolute_url())
    assert "Your bid" in words
    assert "Withdraw proposal" in words
    assert "Sent" in read(client, ben, reverse("my_proposals"))


# --- reviews ---


@pytest.fixture
def reviewed(post, send, person, fund, ada):
    """Contracts of Ada's that so many freelancers have reviewed: `reviewed(3)`."""

    def make(number, *, shown=True):
        for place in range(number):
            who = person(f"Freelancer{Review.objects.count()}", freelancer=True)
            fund(who, 20)
            other = post(title=f"Sign number {place}")
            contract = hire(send(who, job=other), by=ada)
            services.finish(contract, by=ada)
            services.review(contract, by=who, stars=4, text=f"Clear <b>words</b> {place}")
            if shown:
                services.review(contract, by=ada, stars=5, text="Good work")

    return make


def test_a_review_of_the_client_waits_for_both_or_for_its_days(client, reviewed, job, ben):
    reviewed(1, shown=False)
    assert "Clear &lt;b&gt;words" not in read(client, ben, job.get_absolute_url())
    assert "No reviews yet" in read(client, ben, reverse("client_reviews", args=[job.pk]))
    reviewing.show_due(MONDAY + timedelta(days=14))
    words = read(client, ben, job.get_absolute_url())
    assert "What freelancers say of this client" in words
    assert "Clear &lt;b&gt;words&lt;/b&gt; 0" in words
    assert "4 of 5" in words
    assert "Sign number 0" in words


def test_the_job_shows_the_newest_and_a_page_shows_all(client, reviewed, job, ben):
    reviewed(12)
    words = read(client, ben, job.get_absolute_url())
    assert [f"words&lt;/b&gt; {place}<" in words for place in (11, 9, 8)] == [True, True, False]
    address = reverse("client_reviews", args=[job.pk])
    assert address in words
    words = read(client, ben, address)
    assert ("words&lt;/b&gt; 2<" in words, "words&lt;/b&gt; 1<" in words) == (True, False)
    older = words.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    words = read(client, ben, address + older)
    assert ("words&lt;/b&gt; 1<" in words, "Good work" in words) == (True, False)


@pytest.mark.parametrize("query", ["?after=x", "?before=99999999999999999999", "?after=-1", "?after="])
def test_a_cursor_that_makes_no_sense_shows_the_first_page(client, reviewed, job, query):
    reviewed(1)
    assert "Clear" in client.get(reverse("client_reviews", args=[job.pk]) + query).content.decode()


def test_everybody_reads_them_who_may_read_the_job(client, job, ada, olga):
    address = reverse("client_reviews", args=[job.pk])
    assert client.get(address).status_code == client.get(job.get_absolute_url()).status_code == 200
    draft = jobs.draft(ada)
    assert client.get(reverse("client_reviews", args=[draft.pk])).status_code == 404
    assert client.post(address).status_code == 405
    client.force_login(olga)
    assert client.get(address).status_code == 200


def test_the_page_costs_the_same_with_2_and_with_9(client, reviewed, job):
    address = reverse("client_reviews", args=[job.pk])
    reviewed(2)
    few = cost(client, address)
    reviewed(7)
    assert cost(client, address) == few
