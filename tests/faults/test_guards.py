"""Every guard of the database attacked with the SQL it forbids, and shown to be what stops it."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import checks
from django.db import DatabaseError, connection, models, transaction

from accounts.staff import seeing
from accounts.trust.models import Case, CaseEvent, StandingEvent
from billing.models import Dispute, Invoice, Membership, Package, Purchase, Refund
from common import clock, guards, policies
from connects import services
from connects.models import (
    ClaimEntry,
    DebtEntry,
    Entry,
    GrantPolicy,
    Lot,
    Plan,
    Source,
    Transaction,
    TurnedTime,
    Wallet,
)
from proposals.models import Message, Proposal, RefundPolicy, Thread
from support.models import Ticket, TicketEvent, TicketMessage
from support.vocabulary import Kind
from tests.books import assert_books_balance
from tests.database import guards_lifted

# The forbidden SQL, by the rule that forbids it. What keeps columns is attacked column by column.
ATTACKS = {
    "refuses_update": ["UPDATE {table} SET id = id"],
    "refuses_delete": ["DELETE FROM {table}", "DELETE FROM {table} WHERE id > 0"],
    "refuses_truncate": ["TRUNCATE {table} CASCADE"],
    "refuses_replacement": ["INSERT OR REPLACE INTO {table} SELECT * FROM {table}"],
    "never_moves_expires_at_back": ["UPDATE {table} SET expires_at = '2000-01-01 00:00:00'"],
    "never_moves_begun_at_back": ["UPDATE {table} SET begun_at = '2000-01-01 00:00:00'"],
}


@pytest.fixture
def books(ben, cleo, olga, job):
    """A row in every guarded table. What the transaction still had to check is checked, so that DDL may follow."""
    services.grant_once(ben, Source.JOINING)
    services.spend(ben.wallet.pk, 6, reference="proposal:1")
    seeing.begin(cleo, by=olga, reason="She asked")
    services.place_hold(ben.wallet.pk, 5, reference="boost:1")
    services.capture_hold("boost:1")
    _payments(ben, olga)
    services.begin_plan(ben.wallet.pk, "plus", at=clock.now(), paid_until=clock.now() + timedelta(days=31))
    lot = ben.wallet.lots.earliest("id")
    TurnedTime.objects.create(wallet=ben.wallet, cause="invoice:1", starts_at=clock.now(), ends_at=clock.now())
    ClaimEntry.objects.create(lot=lot, act="freeze", reference="dispute:1", total=0, reason="Told")
    ClaimEntry.objects.create(lot=lot, act="unfreeze", reference="dispute:1", total=0, reason="Won")
    DebtEntry.objects.create(
        wallet=ben.wallet,
        lot=lot,
        why="taken_back",
        amount=1,
        debt_after=1,
        reference="taken:refund:1",
        effective_at=clock.now(),
    )
    DebtEntry.objects.create(
        wallet=ben.wallet,
        lot=lot,
        why="forgiven",
        amount=-1,
        debt_after=0,
        reference="forgiven:refund:1",
        effective_at=clock.now(),
    )
    policies.change(GrantPolicy.objects.get(source="joining"), actor=olga, reason="Spring", connects=41)
    _conversation(job, cleo)
    _judged(job, cleo, olga)
    _asked(ben, olga)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _conversation(job, cleo) -> None:
    sent = {"letter": "Dear Ada", "bid_minor": 9_000, "paid": 4, "refund_policy": RefundPolicy.objects.get()}
    proposal = Proposal.objects.create(job=job, author=cleo, wallet=cleo.wallet, **sent)
    thread = Thread.objects.create(proposal=proposal, client=job.client, author=cleo, began_at=clock.now())
    Message.objects.create(thread=thread, side="client", author=job.client, text="Hello Cleo")


def _judged(job, cleo, olga) -> None:
    case = Case.objects.create(kind="job", object_id=job.pk, title=job.title, owner=job.client)
    CaseEvent.objects.create(case=case, what="kept", by=olga, why="Nothing is wrong with it")
    StandingEvent.objects.create(person=cleo, kind="lifted", by=olga, reason="A mistake")


def _asked(ben, olga) -> None:
    line = ben.wallet.transactions.latest("id")
    ticket = Ticket.objects.create(
        wallet=ben.wallet, line=line, person=ben, kind=Kind.OTHER, title="A line", connects=1
    )
    TicketMessage.objects.create(ticket=ticket, author=ben, text="Why was that?")
    TicketEvent.objects.create(ticket=ticket, what="opened", by=ben)


def _payments(ben, olga) -> None:
    now = clock.now()
    purchase = Purchase.objects.create(
        wallet=ben.wallet,
        buyer=ben,
        package=Package.objects.first(),
        connects=20,
        list_minor=300,
        amount_minor=300,
        currency="USD",
        session_expires_at=clock.real_now(),
    )
    plan = Plan.objects.get(code="plus")
    membership = Membership.objects.create(wallet=ben.wallet, payer=ben, plan=plan, interval="month")
    Invoice.objects.create(
        membership=membership,
        plan=plan,
        invoice_id="in_1",
        amount_minor=1999,
        currency="USD",
        starts_at=now,
        ends_at=now + timedelta(days=31),
        paid_at=now,
    )
    Refund.objects.create(purchase=purchase, amount_minor=300, reason="Asked for it", actor=olga)
    Dispute.objects.create(
        purchase=purchase,
        dispute_id="du_1",
        amount_minor=300,
        currency="USD",
        status="needs_response",
        opened_at=now,
    )


def every_guard() -> list[guards.Guard]:
    return [guard for guard in guards._guards if connection.vendor in guard.event]


def attacks_on(guard: guards.Guard) -> list[str]:
    if guard.rule != "keeps_what_was_written":
        return [sql.format(table=guard.table) for sql in ATTACKS[guard.rule]]
    columns = guard.event["sqlite"].removeprefix("UPDATE OF ").split(", ")
    return [f"UPDATE {guard.table} SET {column} = {_another(guard.table, column)}" for column in columns]


def _another(table: str, column: str) -> str:
    """A value of the column's type that the row does not have."""
    [model] = [model for model in apps.get_models() if model._meta.db_table == table]
    [field] = [field for field in model._meta.concrete_fields if field.column == column]
    if isinstance(field, models.BooleanField):
        return f"NOT {column}"
    if isinstance(field, models.DateTimeField):
        return "'2000-01-01 00:00:00'"
    if isinstance(field, models.CharField):
        return f"CASE {column} WHEN 'X' THEN 'Y' ELSE 'X' END"
    return f"COALESCE({column}, 0) + 1"


def refused(guard: guards.Guard, sql: str) -> bool:
    """Whether this very guard refuses the statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            # Never kept, even where it went through.
            transaction.set_rollback(True)
    except DatabaseError as error:
        return bool(re.search(re.escape(guard.sentence), str(error)))
    return False


@pytest.mark.parametrize("guard", every_guard(), ids=lambda guard: guard.name)
def test_the_database_refuses(books, guard):
    for sql in attacks_on(guard):
        assert refused(guard, sql), f"{sql} was not refused by {guard.name}"
    assert_books_balance()


@pytest.mark.parametrize("guard", every_guard(), ids=lambda guard: guard.name)
def test_without_the_guard_that_test_is_red_and_the_check_says_so(books, guard):
    assert _errors() == []
    with guards_lifted(guard.name):
        for sql in attacks_on(guard):
            assert not refused(guard, sql), f"{sql} is refused without {guard.name}, so nothing tests it"
        assert [guard.name in error.msg for error in _errors()] == [True]
    assert _errors() == []


def test_the_orm_meets_the_guards_too(books):
    for model in (Transaction, Entry):
        with pytest.raises(DatabaseError, match="refuses update"), transaction.atomic():
            model.objects.update(balance_after=0)
    for model in (Transaction, Entry, Lot, Wallet):
        with pytest.raises(DatabaseError, match="refuses delete"), transaction.atomic():
            model.objects.all()._raw_delete(using="default")
    assert_books_balance()


@pytest.mark.sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_a_reference_cannot_be_replaced_even_by_a_connection_without_recursive_triggers(books, recursive):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
        try:
            with pytest.raises(DatabaseError, match="refuses replacement"), transaction.atomic():
                cursor.execute(
                    "INSERT OR REPLACE INTO connects_transaction"
                    " (wallet_id, kind, reference, amount, balance_after, cause, reason, effective_at, recorded_at)"
                    " SELECT wallet_id, kind, reference, amount + 1, balance_after, cause, reason, effective_at,"
                    " recorded_at FROM connects_transaction"
                )
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")
    assert_books_balance()


@pytest.mark.sqlite
def test_the_check_wants_recursive_triggers(books):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
        found = [error.id for error in _errors()]
        cursor.execute("PRAGMA recursive_triggers = ON")
    assert found == ["guildhall.E002"]


@pytest.mark.postgres
def test_a_session_that_poses_as_a_replica_is_refused_too(books):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(DatabaseError, match="refuses delete"), transaction.atomic():
            cursor.execute("DELETE FROM connects_entry")
    assert_books_balance()


def _errors() -> list[checks.CheckMessage]:
    return checks.run_checks(tags=[checks.Tags.database], databases=["default"])
