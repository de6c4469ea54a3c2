"""One button: what a line took comes back into its lots, once, with its own cause; and where there is no button."""

from datetime import timedelta

import pytest

from common import clock
from common.models import Mail, Notice
from connects import history as books
from connects import services as connects
from jobs import services as jobs
from proposals import goodwill, refunds, services, settlement
from proposals.errors import NothingToRefund, RefundedAlready, RefundUnderWay
from proposals.models import Boost, Settlement, Stage
from support import asking, deciding, lines, told
from support.errors import NotRefundable, SettledAlready
from talent import availability
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid
from tests.support.conftest import endow, history

pytestmark = pytest.mark.django_db
WHY = "The client told us that nobody was ever going to be hired."


@pytest.fixture(autouse=True)
def balanced(db):
    yield
    assert_books_balance()


def asked_of(wallet, line):
    return lines.find(wallet.pk, line.pk)


def open_on(wallet, line, by, kind="missing"):
    return asking.open_ticket(asked_of(wallet, line), by=by, kind=kind)[0]


def test_the_story_from_line_to_refund(proposal, ticket, ada, ben, olga, reach):
    """Interviewed, then the client cancelled: the rules give nothing, Olga does."""
    jobs.cancel(reach(proposal, Stage.INTERVIEWING).job, by=ada)
    row = deciding.refund(ticket(proposal), by=olga, why=WHY, text="You are right, sorry.")
    assert (row.state, row.refunded) == ("refunded", 4)
    assert history(ben)[1:] == [
        ("spend", -4, proposal.reference, proposal.job.title),
        ("refund", 4, f"ticket:{row.pk}", WHY),
    ]
    assert connects.balance_of(ben) == 40
    newest = books.lines(books.movements(ben.wallet.pk)[:1])[0]
    assert newest.what.text == f"Refunded by support: ticket {row.pk} about “Proposal: {proposal.job.title}”"
    assert newest.what.url == f"/settings/support/{row.pk}/"
    proposal.refresh_from_db()
    stands = refunds.standing(proposal, None)
    assert (stands.key, stands.by_support, stands.verdict) == ("refunded", True, None)
    news = Notice.objects.get(person=ben, kind="support")
    assert news.text == f"Support gave 4 Connects back: “Proposal: {proposal.job.title}”."
    mail = Mail.objects.get(to=ben.email, kind="support")
    assert mail.subject == "4 Connects came back"
    assert "You are right, sorry." in mail.text
    assert WHY in mail.text
    event = row.events.get(what="refunded")
    assert (event.by, event.why, event.connects) == (olga, WHY, 4)


def test_twice_is_once(proposal, ticket, ben, olga, otto):
    row = ticket(proposal)
    deciding.refund(row, by=olga, why=WHY)
    for operator in (olga, otto):
        with pytest.raises(SettledAlready):
            deciding.refund(row, by=operator, why=WHY)
    assert [kind for kind, *_ in history(ben)] == ["grant", "spend", "refund"]
    assert Notice.objects.filter(person=ben, kind="support").count() == 1


def test_opened_again_it_is_not_refunded_again(proposal, ticket, ben, olga):
    row = deciding.refund(ticket(proposal), by=olga, why=WHY)
    asking.write(row, by=ben, text="Once more, please.")
    with pytest.raises(NotRefundable, match="come back already"):
        deciding.refund(row, by=olga, why=WHY)
    row.refresh_from_db()
    assert (row.state, row.refunded) == ("open", 4)
    assert deciding.close(row, by=olga, why="Done").refunded == 4


def test_what_is_on_its_way_back_is_left_to_come(proposal, ticket, ada, ben, olga):
    jobs.cancel(proposal.job, by=ada)
    row = ticket(proposal)
    with pytest.raises(NotRefundable, match="on their way back by themselves"):
        deciding.refund(row, by=olga, why=WHY)
    with pytest.raises(RefundUnderWay):
        goodwill.refund_proposal(proposal.pk, cause=row.cause, why=WHY, by=olga)
    settlement.settle_due(Settlement.objects.get().due_at)
    assert [kind for kind, *_ in history(ben)] == ["grant", "spend", "refund"]
    with pytest.raises(NotRefundable, match="come back already"):
        deciding.refund(row, by=olga, why=WHY)
    with pytest.raises(RefundedAlready):
        goodwill.refund_proposal(proposal.pk, cause=row.cause, why=WHY, by=olga)


def test_what_support_gave_back_no_ending_gives_back_again(proposal, ticket, ada, ben, cleo, send, olga):
    send(cleo)
    deciding.refund(ticket(proposal), by=olga, why=WHY)
    jobs.cancel(proposal.job, by=ada)
    row = Settlement.objects.get()
    settlement.settle_due(row.due_at)
    row.refresh_from_db()
    assert (row.refunds, row.connects) == (1, 4)
    assert (connects.balance_of(ben), connects.balance_of(cleo)) == (40, 40)
    assert [kind for kind, *_ in history(ben)] == ["grant", "spend", "refund"]
    assert not Notice.objects.filter(person=ben, kind__in=["refund_pending", "refunded"]).exists()
    proposal.refresh_from_db()
    assert proposal.refunded_for == "support"


def test_a_removal_after_a_hire_gives_nothing_to_whom_support_gave(proposal, ticket, ada, ben, olga):
    hire(proposal, by=ada)
    deciding.refund(ticket(proposal), by=olga, why=WHY)
    jobs.remove(proposal.job, by=olga, violation="fraud", reason="Fraud")
    settlement.settle_due(Settlement.objects.latest("id").due_at)
    assert connects.balance_of(ben) == 40


def test_into_a_lot_that_has_lapsed_it_is_refunded_and_lapses_at_once(send, job, person, ticket, olga):
    dora = person("Dora", freelancer=True)
    endow(dora, 4, lives_days=3)
    sent = send(dora)
    with clock.at(clock.now() + timedelta(days=4)):
        row = deciding.refund(ticket(sent), by=olga, why=WHY)
        assert [(kind, amount) for kind, amount, *_ in history(dora)[-2:]] == [("refund", 4), ("expire", -4)]
        assert connects.balance_of(dora) == 0
    assert row.refunded == 4


def test_with_days_of_grace_it_lives_that_long(send, person, ticket, olga):
    from common import policies  # noqa: PLC0415
    from connects.models import WalletPolicy  # noqa: PLC0415

    policies.change(WalletPolicy.objects.get(), actor=olga, reason="Kindness", refund_grace_days=5)
    dora = person("Dora", freelancer=True)
    endow(dora, 4, lives_days=3)
    sent = send(dora)
    with clock.at(clock.now() + timedelta(days=4)):
        deciding.refund(ticket(sent), by=olga, why=WHY)
        assert connects.balance_of(dora) == 4
        assert dora.wallet.lots.get().expires_at - clock.now() <= timedelta(days=5)


def test_a_pool_gets_it_back_and_so_does_the_members_limit(send, guild, ticket, olga, otto):
    from accounts.models import AgencyMember, User  # noqa: PLC0415
    from talent import services as talent  # noqa: PLC0415

    nils, mira, max_ = (User.objects.get(name=name) for name in ("Nils", "Mira", "Max"))
    talent.open_profile(nils)
    AgencyMember.objects.filter(person=nils).update(monthly_limit=10)
    sent = send(nils, agency=guild)
    first, second = ticket(sent, by=mira), ticket(sent, by=max_)
    assert first != second
    pool = connects.open_wallet(agency=guild)
    assert connects.allowance(pool.pk, nils.pk, 10).left == 6
    deciding.refund(first, by=olga, why=WHY)
    with pytest.raises(NotRefundable):
        deciding.refund(second, by=otto, why=WHY)
    assert connects.allowance(pool.pk, nils.pk, 10).left == 10
    assert connects.spendable(pool.pk) == 40
    assert Notice.objects.filter(kind="support").get().person == mira


def test_of_whoever_runs_the_agency_no_more_the_owner_is_told(send, guild, ticket, olga):
    from accounts.agencies import people  # noqa: PLC0415
    from accounts.models import User  # noqa: PLC0415

    nils, mira, max_ = (User.objects.get(name=name) for name in ("Nils", "Mira", "Max"))
    row = ticket(send(nils, agency=guild), by=max_)
    people.remove(guild, max_.agency_memberships.get().pk, by=mira)
    deciding.answer(row, by=olga, text="Hello")
    assert Notice.objects.get(kind="support").person == mira


def test_a_spent_boost_with_its_raises_comes_back_whole(proposal, ada, ben, olga):
    bid(proposal, 5)
    bid(proposal, 9)
    services.view(proposal, by=ada)
    raised = ben.wallet.transactions.filter(kind="hold").latest("id")
    row = deciding.refund(open_on(ben.wallet, raised, ben), by=olga, why=WHY)
    assert row.refunded == 9
    assert sum(amount for kind, amount, *_ in history(ben) if kind == "refund") == 9
    assert {cause for kind, _, cause, _ in history(ben) if kind == "refund"} == {row.cause}
    boost = Boost.objects.get()
    assert boost.refunded_by_support
    jobs.remove(proposal.job, by=olga, violation="fraud", reason="Fraud")
    settlement.settle_due(Settlement.objects.latest("id").due_at)
    assert connects.balance_of(ben) == 40
    assert told.about(asked_of(ben.wallet, raised)).lines == ("Support gave these Connects back.",)


def test_a_boost_that_is_held_is_not_spent(proposal, ben, olga):
    bid(proposal, 5)
    hold = ben.wallet.transactions.get(kind="hold")
    row = open_on(ben.wallet, hold, ben)
    with pytest.raises(NotRefundable, match="still held"):
        deciding.refund(row, by=olga, why=WHY)
    with pytest.raises(NothingToRefund):
        goodwill.refund_boost(Boost.objects.get().pk, cause=row.cause, why=WHY, by=olga)


def test_a_boost_on_its_way_back_is_left_to_come(proposal, ada, ben, olga):
    bid(proposal, 5)
    services.view(proposal, by=ada)
    hold = ben.wallet.transactions.get(kind="hold")
    row = open_on(ben.wallet, hold, ben)
    jobs.remove(proposal.job, by=olga, violation="fraud", reason="Fraud")
    with pytest.raises(NotRefundable, match="on their way back"):
        deciding.refund(row, by=olga, why=WHY)
    settlement.settle_due(Settlement.objects.latest("id").due_at)
    assert connects.balance_of(ben) == 40


def test_a_week_of_the_badge_comes_back(ben, olga):
    availability.switch_on(ben, maximum=10)
    week = ben.wallet.transactions.get(kind="spend")
    assert told.about(asked_of(ben.wallet, week)).title == "A week of the availability badge"
    row = deciding.refund(open_on(ben.wallet, week, ben), by=olga, why=WHY)
    assert (row.refunded, connects.balance_of(ben)) == (7, 40)


@pytest.mark.parametrize("kind", ["grant", "refund"])
def test_what_took_nothing_gives_nothing_back(kind, proposal, ada, ben, olga):
    jobs.cancel(proposal.job, by=ada)
    settlement.settle_due(Settlement.objects.get().due_at)
    row = open_on(ben.wallet, ben.wallet.transactions.get(kind=kind), ben, "other")
    with pytest.raises(NotRefundable, match="took no Connects"):
        deciding.refund(row, by=olga, why=WHY)


def test_a_closed_ticket_refunds_nothing_until_it_is_opened_again(proposal, ticket, ben, olga):
    row = deciding.close(ticket(proposal), by=olga, why="The rule is clear.", text="Sorry.")
    with pytest.raises(SettledAlready):
        deciding.refund(row, by=olga, why=WHY)
    assert deciding.reopen(row, by=olga, why="A second look").state == "open"
    assert deciding.refund(row, by=olga, why=WHY).refunded == 4
    mails = Mail.objects.filter(to=ben.email, kind="support").order_by("id")
    assert [each.subject for each in mails] == ["Your ticket is closed", "4 Connects came back"]


def test_nothing_is_written_when_the_books_refuse(proposal, ticket, ben, olga, monkeypatch):
    row = ticket(proposal)
    monkeypatch.setattr(deciding.news, "refunded", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        deciding.refund(row, by=olga, why=WHY)
    row.refresh_from_db()
    proposal.refresh_from_db()
    assert (row.state, row.refunded, proposal.refunded_at) == ("open", 0, None)
    assert connects.balance_of(ben) == 36
    assert not ben.wallet.transactions.filter(kind="refund").exists()


def test_the_proposals_page_says_who_gave_it_back_and_where_it_went(client, proposal, ticket, ada, ben, olga):
    bid(proposal, 5)
    services.view(proposal, by=ada)
    deciding.refund(ticket(proposal), by=olga, why=WHY)
    hold = ben.wallet.transactions.get(kind="hold")
    deciding.refund(open_on(ben.wallet, hold, ben), by=olga, why=WHY)
    client.force_login(ben)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "Support gave these Connects back." in page
    assert "Support gave back what the boost had cost." in page
    back = ben.wallet.transactions.get(kind="refund", amount=4)
    assert f"/settings/connects/transactions/{back.pk}/" in page
    assert client.get(f"/settings/connects/transactions/{back.pk}/").status_code == 200
    assert ben.wallet.transactions.filter(kind="refund").count() == 2
    assert client.get("/settings/connects/history.csv").status_code == 200
