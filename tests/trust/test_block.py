"""Blocks: nothing new between the two, nobody told, and what runs goes on."""

import pytest
from django.db import IntegrityError

from accounts import blocking
from accounts.models import Block
from connects import services as connects
from proposals import services
from proposals.errors import Blocked
from tests.books import assert_books_balance
from tests.hires import hire


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
