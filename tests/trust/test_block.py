"""Blocks: nothing new between the two, nobody told, and what runs goes on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from accounts import blocking
from accounts.models import Block
from common import clock
from connects import services as connects
from proposals import services
from proposals.errors import Blocked, NotHere
from proposals.models import Offer
from proposals.talk import writing
from proposals.talk.errors import TalkClosed
from tests.books import assert_books_balance
from tests.hires import hire, terms

FORM = {"title": "The logo", "scope": "All", "unit": "fixed", "amount": "450", "message": "", "ends_on": ""}


@pytest.mark.parametrize("by_client", [True, False])
def test_neither_of_the_two_gets_a_proposal_through(job, ada, ben, send, by_client):
    blocking.block(ben if by_client else ada, by=ada if by_client else ben)
    assert blocking.blocks_between(ada.pk, ben.pk)
    assert blocking.blocks_between(ben.pk, ada.pk)
    with pytest.raises(Blocked):
        send(ben)
    assert connects.balance_of(ben) == 40
    assert_books_balance()


def test_the_page_says_no_and_not_why(client, job, ada, ben):
    blocking.block(ben, by=ada)
    client.force_login(ben)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "This job takes no proposals from you." in page
    assert "Send proposal" not in page
    assert "has blocked" not in page.lower()
    assert client.get(f"/jobs/{job.pk}/apply/").status_code == 302


def test_what_was_sent_before_goes_on(proposal, ada, ben):
    blocking.block(ben, by=ada)
    services.shortlist(proposal, by=ada)
    hire(proposal, by=ada)


def test_whoever_is_blocked_makes_no_offers(client, proposal, ada, ben):
    blocking.block(ada, by=ben)
    with pytest.raises(NotHere):
        services.offer(proposal, terms(proposal), by=ada)
    assert not Offer.objects.exists()
    client.force_login(ada)
    form = {**FORM, "starts_on": clock.now().date() + timedelta(days=2)}
    page = client.post(f"/proposals/{proposal.pk}/offer/", form)
    assert "This person cannot be asked at the moment." in page.content.decode()


def test_a_contract_that_is_over_is_no_way_round_a_block(proposal, ada, ben):
    contract = hire(proposal, by=ada)
    blocking.block(ada, by=ben)
    writing.write(proposal, by=ada, text="While we work together")
    services.finish(contract, by=ada)
    for somebody in (ada, ben):
        with pytest.raises(TalkClosed):
            writing.write(proposal, by=somebody, text="Afterwards")


def test_asking_somebody_who_has_blocked_one_says_no_and_not_why(job, ada, ben):
    blocking.block(ada, by=ben)
    for ask in (
        lambda: services.invite(job, person=ben, by=ada),
        lambda: services.offer_unasked(job, terms(), to=ben, by=ada),
    ):
        with pytest.raises(NotHere, match="This person cannot be asked at the moment"):
            ask()


def test_blocking_twice_does_it_once_and_unblocking_ends_it(job, ada, ben, send):
    blocking.block(ben, by=ada)
    block = blocking.block(ben, by=ada)
    assert Block.objects.count() == 1
    assert not blocking.unblock(block.pk, by=ben)
    assert blocking.unblock(block.pk, by=ada)
    assert send(ben)


@pytest.mark.django_db(transaction=True)
def test_nobody_blocks_themselves(ada):
    with pytest.raises(IntegrityError):
        blocking.block(ada, by=ada)


def test_the_way_through_the_pages(client, job, ada, ben):
    client.force_login(ben)
    assert "Block Ada Ltd" in client.get(f"/block/job/{job.pk}/").content.decode()
    done = client.post(f"/block/job/{job.pk}/", follow=True).content.decode()
    assert "Ada Ltd is blocked" in done
    # Under the name that the job shows, not another.
    assert Block.objects.get().name == "Ada Ltd"
    client.post(f"/settings/blocked/{Block.objects.get().pk}/unblock/")
    assert not Block.objects.exists()
