"""Sending a proposal in an agency's name: the choice, the cost beside it, what is in the way, who may what later."""

from datetime import timedelta

import pytest

from accounts.agencies import people
from accounts.models import AgencyMember
from common import clock, notices
from connects import services as connects
from connects.errors import OverTheLimit
from jobs import services as jobs
from proposals import services, settlement
from proposals.errors import AgencySent, NotAMember, NotYours, SameAgency
from proposals.models import Proposal, ProposalDraft, State
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.conftest import LETTER

TYPED = {"letter": LETTER, "bid": "450", "sender": "fieldstone"}
Role = AgencyMember.Role


@pytest.fixture
def apply(client, job, ben):
    """Post the form of the job as somebody: `apply()`, `apply(cleo, sender="")`."""

    def post(who=ben, *, at=job, **changes):
        client.force_login(who)
        return client.post(f"/jobs/{at.pk}/apply/", TYPED | changes)

    return post


@pytest.fixture
def send(job):
    def submit(who, agency, at=job):
        return services.submit(at, author=who, letter=LETTER, bid_minor=45_000, answers={}, agency=agency)

    return submit


def test_the_page_says_for_each_name_what_there_is_and_what_is_left(page, job, guild, pool, fund, ben, place):
    fund(ben.wallet, 10)
    fund(pool, 40)
    people.set_limit(guild, place(guild, ben).pk, by=guild.memberships.get(role="owner").person, monthly_limit=12)
    text = page(ben, f"/jobs/{job.pk}/apply/")
    assert "In whose name?" in text
    assert "12 of the 12 that you may spend a month are left until" in text
    assert "1 Apr 2026" in text
    assert text.count("missing") == 0


def test_whoever_is_in_no_agency_is_not_asked(page, job, guild, dora, fund):
    fund(dora.wallet, 10)
    text = page(dora, f"/jobs/{job.pk}/apply/")
    assert "In whose name?" not in text
    assert "Balance after" in text


def test_it_is_paid_by_the_pool_and_says_via_whom(apply, client, page, job, guild, pool, fund, ben, ada, maya):
    fund(pool, 40)
    answer = apply()
    proposal = Proposal.objects.get()
    assert answer["Location"] == proposal.get_absolute_url()
    assert (proposal.agency, proposal.author, proposal.wallet_id) == (guild, ben, pool.pk)
    assert connects.spendable(pool.pk) == 36
    for path in (f"/jobs/{job.pk}/proposals/", proposal.get_absolute_url()):
        assert 'via <a href="/agencies/fieldstone/">Fieldstone</a>' in page(ada, path)
    assert "via Fieldstone" in page(ben, "/proposals/")
    assert "Proposal by Ben via Fieldstone" in page(maya, proposal.get_absolute_url())
    assert "Ben" in page(maya, "/agencies/fieldstone/proposals/")
    assert_books_balance()


def test_as_oneself_it_is_paid_by_ones_own_wallet(apply, guild, pool, fund, ben):
    fund(pool, 40)
    fund(ben.wallet, 10)
    apply(sender="")
    assert (Proposal.objects.get().agency, connects.balance_of(ben), connects.spendable(pool.pk)) == (None, 6, 40)


def test_short_in_the_pool_a_member_is_told_to_ask_and_a_manager_to_buy(apply, page, job, pool, fund, ben, noor):
    fund(ben.wallet, 40)
    fund(noor.wallet, 40)
    fund(pool, 1)
    text = apply().content.decode()
    assert "3 Connects more needed there. Your words are kept." in text
    assert "Ask the owner or a manager of Fieldstone to buy Connects." in text
    assert "Buy Connects for Fieldstone" not in text
    assert 'value="buy:fieldstone">Buy Connects for Fieldstone' in apply(noor).content.decode()
    draft = ProposalDraft.objects.get(author=noor)
    assert draft.agency.handle == "fieldstone"
    shop = f"/settings/connects/buy/?job={job.pk}&agency=fieldstone"
    assert apply(noor, save="buy:fieldstone")["Location"] == shop
    assert apply(noor, save="buy:nobody")["Location"] == f"/settings/connects/buy/?job={job.pk}"
    text = page(noor, shop)
    assert "and Fieldstone has" in text
    assert not Proposal.objects.exists()


def test_the_draft_remembers_the_name(apply, page, job, guild, pool, fund, ben):
    fund(pool, 40)
    apply(save="draft", letter="So far")
    assert ProposalDraft.objects.get().agency == guild
    assert 'value="fieldstone" checked' in page(ben, f"/jobs/{job.pk}/apply/")
    assert "via Fieldstone" in page(ben, "/proposals/?tab=drafts")


def test_over_the_limit_is_said_before_and_beside(apply, page, job, guild, pool, fund, ben, maya, place, post, send):
    fund(pool, 40)
    people.set_limit(guild, place(guild, ben).pk, by=maya, monthly_limit=6)
    send(ben, guild, post(title="Another"))
    text = page(ben, f"/jobs/{job.pk}/apply/")
    assert "<strong>Over your limit:</strong> 2 of the 6 that you may spend a month are left" in text
    assert "That is over your monthly limit: 2 of 6 left, 4 needed." in apply().content.decode()
    with pytest.raises(OverTheLimit):
        send(ben, guild)
    assert connects.spendable(pool.pk) == 36
    assert_books_balance()


@pytest.mark.parametrize("sender", ["elsewhere", "x" * 500, "\x00", "FIELDSTONE"])
def test_a_name_that_is_not_theirs_is_refused_beside_the_field(apply, guild, pool, fund, ben, sender):
    fund(pool, 40)
    fund(ben.wallet, 40)
    answer = apply(sender=sender)
    assert answer.status_code == 200
    assert "You are not in that agency (any more). Choose again." in answer.content.decode()
    assert not Proposal.objects.exists()


def test_removed_between_looking_and_sending(apply, guild, pool, fund, ben, maya, place):
    fund(pool, 40)
    fund(ben.wallet, 40)
    people.remove(guild, place(guild, ben).pk, by=maya)
    # In no agency any more, there is no choice left: nothing is sent in his own name instead.
    answer = apply()
    assert not Proposal.objects.exists()
    assert "You are not in that agency (any more)" in answer.content.decode()
    assert connects.balance_of(ben) == 40


def test_one_for_each_job_and_agency_but_a_colleague_may_send_their_own(
    apply, page, job, guild, pool, fund, cleo, ben
):
    fund(pool, 40)
    fund(cleo.wallet, 10)
    apply()
    text = page(cleo, f"/jobs/{job.pk}/apply/")
    assert "The agency has sent a proposal for this job already." in text
    with pytest.raises(AgencySent):
        services.submit(job, author=cleo, letter=LETTER, bid_minor=1_000, answers={}, agency=guild)
    assert "Your agency has sent a proposal for this job already." in apply(cleo).content.decode()
    apply(cleo, sender="")
    assert Proposal.objects.count() == 2


def test_the_jobs_page_offers_the_pool_when_ones_own_wallet_is_short(page, job, guild, pool, fund, ben):
    fund(pool, 40)
    text = page(ben, f"/jobs/{job.pk}/")
    assert "From the pool of Fieldstone, in its name:" in text


def test_only_the_author_edits_and_only_while_in_the_agency(client, guild, pool, fund, ben, maya, send, place):
    fund(pool, 40)
    proposal = send(ben, guild)
    for who in (maya, ben):
        client.force_login(who)
        assert client.get(f"/proposals/{proposal.pk}/edit/").status_code == (200 if who == ben else 404)
    people.remove(guild, place(guild, ben).pk, by=maya)
    assert client.get(f"/proposals/{proposal.pk}/edit/").status_code == 404
    with pytest.raises(NotAMember):
        services.edit(proposal, author=ben, letter=LETTER, bid_minor=1_000, answers={})
    assert "which you have left" in client.get(f"/proposals/{proposal.pk}/").content.decode()


def test_owner_and_manager_may_withdraw_it_and_its_author_hears_of_it(client, guild, pool, fund, ben, noor, send):
    fund(pool, 40)
    proposal = send(ben, guild)
    client.force_login(noor)
    client.post(f"/proposals/{proposal.pk}/withdraw/")
    proposal.refresh_from_db()
    assert proposal.state == State.WITHDRAWN
    assert any("Noor withdrew your proposal" in notice.text for notice in notices.of(ben))


def test_a_colleague_or_somebody_who_left_may_not_withdraw_it(guild, pool, fund, ben, cleo, send):
    fund(pool, 40)
    proposal = send(ben, guild)
    with pytest.raises(NotYours):
        services.withdraw(proposal, by=cleo)
    people.leave(guild, person=ben)
    with pytest.raises(NotYours):
        services.withdraw(proposal, by=ben)


def test_nobody_hires_across_their_own_agency(guild, pool, fund, ben, ada, send, join, job):
    fund(pool, 40)
    proposal = send(ben, guild)
    join(guild, ada)
    with pytest.raises(SameAgency):
        hire(proposal, by=ada)
    people.leave(guild, person=ben)
    with pytest.raises(SameAgency):
        hire(proposal, by=ada)
    people.leave(guild, person=ada)
    hire(proposal, by=ada)
    guild.refresh_from_db()
    assert guild.hires_count == 1


def test_a_member_who_left_is_no_longer_across_their_own_agency(guild, fund, dora, ada, join, job):
    join(guild, ada)
    fund(dora.wallet, 10)
    assert services.submit(job, author=dora, letter=LETTER, bid_minor=1_000, answers={}).pk


def test_a_refund_goes_to_the_pool_though_its_author_has_left(guild, pool, fund, ben, ada, maya, send, job):
    fund(pool, 40)
    send(ben, guild)
    people.leave(guild, person=ben)
    jobs.cancel(job, by=ada, reason="Put off")
    with clock.at(clock.now() + timedelta(hours=25)):
        settlement.settle_due(clock.now())
    assert connects.spendable(pool.pk) == 40
    # The owner hears of it, not somebody who is out.
    assert any("Ben: 4 Connects came back" in notice.text for notice in notices.of(maya))
    assert not any(notice.kind == "refunded" for notice in notices.of(ben))
    assert_books_balance()
