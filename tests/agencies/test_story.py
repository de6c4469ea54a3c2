"""From founding an agency to a refunded proposal that its pool had paid for, told through the pages."""

from datetime import timedelta

from accounts.models import Agency
from common import clock, notices
from common.models import Mail
from connects import services as connects
from jobs import services as jobs
from proposals import settlement
from proposals.models import Proposal
from tests.accounts.conftest import link_in
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.proposals.conftest import LETTER


def test_from_founding_to_a_refund_into_the_pool(client, person, ada, post, fund):
    maya, ben = person("Maya", freelancer=True), person("Ben")
    client.force_login(maya)
    client.post("/settings/agencies/", {"name": "Fieldstone", "about": "Web shops.", "country": "GB"})
    client.post("/agencies/fieldstone/invite/", {"email": ben.email, "role": "member", "monthly_limit": "8"})
    agency = Agency.objects.get()
    pool = connects.open_wallet(agency=agency)
    fund(pool, 10)

    # Ben, who only hired so far, follows the mail and joins.
    client.force_login(ben)
    address = link_in(Mail.objects.get(to=ben.email))
    client.post(address, {"accept": "yes"})
    ben.refresh_from_db()
    assert ben.is_freelancer
    assert connects.balance_of(ben) == 40

    # He sends two proposals in its name: the pool pays, and his limit is used up.
    first, second, third = (post(title=f"Job {number}") for number in range(3))
    for job in (first, second, third):
        client.post(f"/jobs/{job.pk}/apply/", {"letter": LETTER, "bid": "450", "sender": "fieldstone"})
    assert Proposal.objects.filter(agency=agency).count() == 2
    assert (connects.spendable(pool.pk), connects.allowance(pool.pk, ben.pk, 8).left) == (2, 0)
    assert connects.balance_of(ben) == 40
    assert_books_balance()

    # The client cancels the first job: a day later four are back, in the pool and below the limit.
    jobs.cancel(first, by=ada, reason="The bakery has closed")
    client.force_login(maya)
    assert "Coming back" in client.get("/agencies/fieldstone/connects/").content.decode()
    with clock.at(MONDAY + timedelta(hours=25)):
        settlement.settle_due(clock.now())
        assert (connects.spendable(pool.pk), connects.allowance(pool.pk, ben.pk, 8).left) == (6, 4)
        assert "refunded" in [notice.kind for notice in notices.of(ben)]

        # So the third one fits now; the one after it finds the pool too small.
        client.force_login(ben)
        client.post(f"/jobs/{third.pk}/apply/", {"letter": LETTER, "bid": "450", "sender": "fieldstone"})
        assert (connects.spendable(pool.pk), connects.allowance(pool.pk, ben.pk, 8).left) == (2, 0)

        # Maya sees who spent what, and takes him out: from then on he is himself only.
        client.force_login(maya)
        text = " ".join(client.get("/agencies/fieldstone/spending/").content.decode().split())
        assert '<td data-label="Left" class="table__number">0</td>' in text
        seat = agency.memberships.present().get(person=ben)
        client.post(f"/agencies/fieldstone/members/{seat.pk}/remove/")
        client.force_login(ben)
        last = post(title="The last job")
        client.post(f"/jobs/{last.pk}/apply/", {"letter": LETTER, "bid": "450", "sender": "fieldstone"})
        assert not Proposal.objects.filter(job=last).exists()
        client.post(f"/jobs/{last.pk}/apply/", {"letter": LETTER, "bid": "450"})
        assert Proposal.objects.get(job=last).agency is None
        assert connects.balance_of(ben) == 36
    assert_books_balance()
