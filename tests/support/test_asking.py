"""Asking about a line: once while it waits, what the site says first, writing, closing, opening again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common import clock
from common.models import Mail, Notice
from jobs import services as jobs
from proposals import services, settlement
from proposals.models import Settlement, Stage
from support import asking, deciding, lines, told
from support.errors import AnotherWaits, NoSuchLine, SettledAlready, TooLateToReopen
from support.models import SupportPolicy, Ticket, TicketEvent, TicketMessage
from tests.proposals.boosts import bid


def said(proposal, spend_of):
    return told.about(lines.find(proposal.wallet_id, spend_of(proposal).pk))


def test_operators_are_told_and_it_is_their_turn(proposal, ben, olga, ticket):
    row = ticket(proposal)
    assert (row.state, row.person, row.connects) == ("open", ben, -4)
    assert row.title == "Proposal: Draw a logo for a bakery"
    news = Notice.objects.get(person=olga)
    assert (news.kind, news.link) == ("ticket_waits", f"/admin/support/ticket/{row.pk}/change/")
    assert Mail.objects.filter(to=olga.email).count() == 1
    assert not Notice.objects.filter(person=ben, kind="support").exists()


def test_while_it_waits_there_is_no_second_and_what_was_typed_goes_on_in_the_first(proposal, ticket, ben):
    first, second = ticket(proposal), ticket(proposal, text="And another thing.")
    assert first == second
    assert Ticket.objects.count() == 1
    assert [each.text for each in first.messages.order_by("id")][-1] == "And another thing."


def test_the_database_lets_no_second_one_wait(proposal, ticket, ben, spend_of):
    row = ticket(proposal)
    twin = Ticket(wallet=row.wallet, line=row.line, person=ben, kind="other", title="x", connects=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_settled_one_is_followed_by_a_new_one_and_then_stays_settled(proposal, ticket, ben):
    first = asking.close(ticket(proposal), by=ben)
    second = ticket(proposal)
    assert first != second
    with pytest.raises(AnotherWaits):
        asking.write(first, by=ben, text="This one, please.")
    assert TicketMessage.objects.filter(ticket=first).count() == 1


def test_a_line_of_another_wallet_is_none(proposal, cleo, spend_of):
    for number in (spend_of(proposal).pk, 0, -1, 2**63, 2**70):
        with pytest.raises(NoSuchLine):
            lines.find(cleo.wallet.pk, number)


def test_writing_after_an_answer_makes_it_the_operators_turn_again(proposal, ticket, ben, olga):
    row = deciding.answer(ticket(proposal), by=olga, text="The rules give nothing back.")
    assert row.state == "answered"
    assert asking.write(row, by=ben, text="But it was removed!").state == "open"
    assert Notice.objects.filter(person=olga, kind="ticket_waits").count() == 2
    asking.write(row, by=ben, text="Still there?")
    assert Notice.objects.filter(person=olga, kind="ticket_waits").count() == 2


def test_it_is_opened_again_within_14_days_and_no_later(proposal, ticket, ben):
    row = asking.close(ticket(proposal), by=ben)
    with clock.at(clock.now() + timedelta(days=13, hours=23)):
        assert asking.may_reopen(row)
    with clock.at(clock.now() + timedelta(days=14)), pytest.raises(TooLateToReopen):
        asking.write(row, by=ben, text="Hello?")
    assert asking.write(row, by=ben, text="Hello?").state == "open"
    assert [each.what for each in row.events.order_by("id")] == ["opened", "closed", "reopened"]


def test_closing_twice_is_refused_in_words(proposal, ticket, ben):
    row = asking.close(ticket(proposal), by=ben)
    with pytest.raises(SettledAlready):
        asking.close(row, by=ben)
    assert TicketEvent.objects.filter(what="closed").count() == 1


def test_what_was_said_and_done_stays(proposal, ticket):
    row = ticket(proposal)
    for rows in (row.messages.all(), row.events.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(at=clock.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=row.pk).delete()


def test_late_by_the_policy_and_not_once_answered(proposal, ticket, olga):
    row, later = ticket(proposal), clock.now() + timedelta(days=2)
    assert not Ticket.objects.late(later - timedelta(hours=1)).exists()
    assert Ticket.objects.late(later).get() == row
    SupportPolicy.objects.update(late_days=5)
    assert not Ticket.objects.late(later).exists()
    deciding.answer(row, by=olga, text="Hello.")
    assert not Ticket.objects.late(later + timedelta(days=9)).exists()


# --- what the site says before anybody asks ---


def test_of_a_proposal_in_the_running_it_says_what_would_come_back(proposal, spend_of):
    says = said(proposal, spend_of)
    assert says.title == "Nothing has been decided yet"
    assert says.lines[1:] == (
        "If the client cancels the job, they come back.",
        "If the job is removed for a violation, they come back.",
    )
    assert ("Furthest stage reached", "Submitted") in says.facts
    assert says.facts[1][1].startswith(f"Version {proposal.refund_policy_id}, in force since ")


def test_of_a_withdrawn_one_it_names_the_row_and_its_place(proposal, ben, spend_of):
    services.withdraw(proposal, by=ben)
    says = said(proposal, spend_of)
    assert says.title == "By the market rules, nothing comes back"
    assert says.lines[0] == "The proposal was withdrawn. For that the rules give no Connects back."
    assert says.rule == (
        "The freelancer withdraws, whatever the reason / Submitted, viewed, shortlisted or in discussion"
    )
    assert says.rule_url == f"/market-rules/?version={proposal.refund_policy_id}#withdrawn-early"


def test_the_rule_is_that_of_the_version_it_was_sent_under(proposal, ada, reach, switch, spend_of):
    switch("cancelled", "late")
    jobs.cancel(reach(proposal, Stage.INTERVIEWING).job, by=ada)
    says = said(proposal, spend_of)
    assert says.title == "By the market rules, nothing comes back"
    assert says.rule.endswith("/ Interviewing or offered")


def test_of_a_refund_on_its_way_it_says_when(proposal, ada, spend_of):
    jobs.cancel(proposal.job, by=ada)
    says = said(proposal, spend_of)
    assert says.title == "These Connects are on their way back"
    assert "they are back by" in says.lines[1]


def test_of_a_refunded_one_it_says_so(proposal, ada, spend_of):
    jobs.cancel(proposal.job, by=ada)
    settlement.settle_due(Settlement.objects.get().due_at)
    assert said(proposal, spend_of).title == "These Connects have come back"


def test_of_a_boost_and_every_other_line_it_has_words(proposal, ada, ben, spend_of):
    bid(proposal, 5)
    titles = {}
    for line in ben.wallet.transactions.all():
        titles[line.kind] = told.about(lines.find(ben.wallet.pk, line.pk)).title
    assert titles == {
        "grant": "Given to you",
        "spend": "Nothing has been decided yet",
        "hold": "Held for a boost, and not spent",
    }
    services.view(proposal, by=ada)
    hold = ben.wallet.transactions.get(kind="hold")
    says = told.about(lines.find(ben.wallet.pk, hold.pk))
    assert says.title == "These Connects were spent on a boost"
    assert says.lines[1] == "If the job is removed for a violation, they come back."
    assert says.rule.startswith("A boost already spent, when the job is removed")
