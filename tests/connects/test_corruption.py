"""Rows corrupted behind the site's back, with the guards off: `check_ledger` names each of them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from common import clock
from connects import judging, services
from connects.models import DebtEntry, Entry, HeldGrant, Hold, HoldPart, Lot, Source, Transaction, Wallet
from connects.proof import prove
from connects.proof_statements import STATEMENTS
from tests.books import assert_books_balance
from tests.database import constraints_lifted, guards_lifted

# What somebody did to the rows of the story below, and the sentence that it makes false.
LIES = {
    "wallet_balance_is_the_sum_of_its_entries": "UPDATE connects_wallet SET balance = balance + 1 WHERE id = {ben}",
    "wallet_balance_is_what_its_lots_hold": "UPDATE connects_wallet SET balance = balance - 1 WHERE id = {cleo}",
    "wallet_knows_its_next_expiry": "UPDATE connects_wallet SET next_expiry_at = NULL WHERE id = {ben}",
    "lot_remains_what_its_entries_leave": "UPDATE connects_lot SET remaining = remaining - 1 WHERE id = {lot}",
    "lot_opens_with_what_was_granted": "UPDATE connects_lot SET granted = granted + 1 WHERE id = {lot}",
    "issuing_booking_opens_one_lot": "UPDATE connects_lot SET opened_by_id = {spend} WHERE id = {lot}",
    "booking_is_the_sum_of_its_entries": "UPDATE connects_transaction SET amount = amount - 1 WHERE id = {spend}",
    "booking_tells_the_balance_after_it": "UPDATE connects_transaction SET balance_after = 7 WHERE id = {spend}",
    "entry_tells_the_balance_after_it": "UPDATE connects_entry SET balance_after = 7 WHERE id = {entry}",
    "entry_moves_the_way_its_booking_does": "UPDATE connects_entry SET amount = -amount WHERE id = {entry}",
    "entry_stays_in_its_wallet": "UPDATE connects_entry SET lot_id = {lot_of_cleo} WHERE id = {entry}",
    "kind_moves_its_own_way": "UPDATE connects_transaction SET kind = 'grant' WHERE id = {spend}",
    "refund_reverses_a_spend": "UPDATE connects_transaction SET reverses_id = {joining} WHERE id = {refund}",
    "refund_mirrors_its_spend": "UPDATE connects_entry SET lot_id = {other_lot} WHERE id = {refund_entry}",
    "spend_is_refunded_once": "UPDATE connects_transaction SET reverses_id = {spend} WHERE id = {second_refund}",
    "reference_books_once": "UPDATE connects_transaction SET reference = 'proposal:1' WHERE id = {joining}",
    "wallet_owes_what_its_lots_owe": "UPDATE connects_wallet SET debt = debt + 1 WHERE id = {dora}",
    "lot_owes_what_its_debt_entries_leave": "UPDATE connects_lot SET owed = owed - 1 WHERE id = {owing_lot}",
    "debt_entry_tells_the_debt_after_it": "UPDATE connects_debtentry SET debt_after = 7 WHERE id = {payment}",
    "debt_is_paid_by_as_many_connects": "UPDATE connects_debtentry SET transaction_id = {spend} WHERE id = {payment}",
    "lot_has_frozen_what_disputes_took": "UPDATE connects_lot SET frozen = frozen - 1 WHERE id = {frozen_lot}",
    "lot_is_disputed_until_each_dispute_is_over": "UPDATE connects_lot SET disputed = NOT disputed WHERE id = {lot}",
    "lot_is_claimed_as_last_told": "UPDATE connects_lot SET claimed = claimed - 1 WHERE id = {owing_lot}",
    "claimed_connects_are_accounted_for": "UPDATE connects_transaction SET kind = 'adjust' WHERE id = {revoked}",
    "lot_in_question_holds_nothing": "UPDATE connects_lot SET remaining = 1 WHERE id = {frozen_lot}",
    "held_grant_is_booked_when_released": "UPDATE connects_heldgrant SET state = 'held' WHERE id = {released}",
    "held_is_captured_returned_or_open": "UPDATE connects_holdend SET how = 'captured' WHERE hold_id = {returned}",
    "held_booking_is_part_of_one_hold": "UPDATE connects_holdpart SET hold_id = {hold_of_cleo} WHERE id = {part}",
    "return_mirrors_its_hold": "UPDATE connects_entry SET lot_id = {lot_of_cleo} WHERE id = {return_entry}",
    "hold_ends_once": "UPDATE connects_holdend SET hold_id = {returned} WHERE hold_id = {captured}",
    "reference_says_what_was_booked": "UPDATE connects_transaction SET reference = 'allowance:0:1' WHERE id = {spend}",
}

# A unique key is part of SQLite's table: there nobody can write these without writing the table anew.
ONLY_WITHOUT_UNIQUE_KEYS = {"spend_is_refunded_once", "reference_books_once", "hold_ends_once"}


@pytest.fixture
def story(ben, cleo, person):
    """Three wallets with grants, spends, refunds, an expiry, a debt and a dispute, all of it true: its rows' ids."""
    services.grant_once(ben, Source.JOINING)
    services.grant_once(ben, Source.PROFILE)
    services.grant_once(cleo, Source.JOINING)
    soon = clock.now() + timedelta(seconds=30)
    services.grant(cleo.wallet.pk, 3, source=Source.PERK, expires_at=soon, reference="gift:1")
    services.spend(ben.wallet.pk, 6, reference="proposal:1")
    services.spend(ben.wallet.pk, 4, reference="proposal:2")
    services.refund("proposal:1", reference="refund:proposal:1")
    services.refund("proposal:2", reference="refund:proposal:2")
    with clock.at(clock.now() + timedelta(minutes=1)):
        services.spend(cleo.wallet.pk, 1, reference="proposal:3")
    dora = person("Dora", freelancer=True)
    owing_lot, frozen_lot = (_bought(dora, number) for number in (1, 2))
    services.spend(dora.wallet.pk, 30, reference="proposal:4")
    services.claim("purchase:1", 40, reference="refund:1", cause="", reason="Asked for it")
    services.freeze("purchase:2", reference="dispute:1", cause="", reason="Not mine")
    services.grant_once(dora, Source.WELCOME)
    released = _released(cleo)
    held = _held(ben, cleo)
    assert_books_balance()
    booked = dict(Transaction.objects.values_list("reference", "id"))
    lots = Lot.objects.filter(wallet=ben.wallet).order_by("id")
    return {
        "ben": ben.wallet.pk,
        "cleo": cleo.wallet.pk,
        "dora": dora.wallet.pk,
        "owing_lot": owing_lot.pk,
        "frozen_lot": frozen_lot.pk,
        "released": released,
        "payment": DebtEntry.objects.get(why="paid").pk,
        **held,
        "revoked": Transaction.objects.get(kind="revoke", reference__startswith="claim:").pk,
        "spend": booked["proposal:1"],
        "refund": booked["refund:proposal:1"],
        "second_refund": booked["refund:proposal:2"],
        "joining": lots[0].opened_by_id,
        "lot": lots[0].pk,
        "other_lot": lots[1].pk,
        "lot_of_cleo": Lot.objects.filter(wallet=cleo.wallet).order_by("id")[0].pk,
        "entry": Entry.objects.get(transaction=booked["proposal:1"]).pk,
        "refund_entry": Entry.objects.get(transaction=booked["refund:proposal:1"]).pk,
    }


def _held(ben, cleo) -> dict[str, int]:
    """Two holds of Ben's, one returned and one captured after a raise, and an open one of Cleo's."""
    for number in (1, 2):
        services.place_hold(ben.wallet.pk, 5, reference=f"boost:{number}")
    services.return_hold("boost:1")
    services.raise_hold("boost:2", to=8)
    services.capture_hold("boost:2")
    services.place_hold(cleo.wallet.pk, 5, reference="boost:3")
    holds = dict(Hold.objects.values_list("reference", "id"))
    return {
        "returned": holds["boost:1"],
        "captured": holds["boost:2"],
        "hold_of_cleo": holds["boost:3"],
        "part": HoldPart.objects.filter(hold=holds["boost:2"]).earliest("id").pk,
        "return_entry": Entry.objects.get(transaction__kind="return").pk,
    }


def _released(person) -> int:
    """A grant that waited for an operator and was booked then."""
    Wallet.objects.filter(person=person).update(held_since=clock.now())
    services.grant_once(person, Source.PROFILE)
    held = HeldGrant.objects.get(wallet__person=person)
    judging.release(held.pk, by=person, why="Looked at it")
    return held.pk


def _bought(person, number: int) -> Lot:
    reference = f"purchase:{number}"
    services.credit_purchase(
        person.wallet.pk, 40, reference=reference, cause="", paid_minor=600, paid_currency="USD", actor=person
    )
    return Lot.objects.get(opened_by__reference=reference)


def test_every_sentence_has_its_lie():
    assert set(LIES) == {statement.name for statement in STATEMENTS}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.postgres if n in ONLY_WITHOUT_UNIQUE_KEYS else ()) for n in LIES]
)
def test_check_ledger_names(story, name):
    with guards_lifted(), constraints_lifted(), connection.cursor() as cursor:
        cursor.execute(LIES[name].format(**story))
        proof = prove()
        assert name in proof.counts, f"found only {proof.counts}"
        [first, *_] = [difference for difference in proof.differences if difference.name == name]
        said, out = StringIO(), StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("check_ledger", stderr=said, stdout=out)
        assert left.value.code == 1
        assert f"{name}: {first.table} {first.id}" in said.getvalue()


def test_rows_taken_out_are_missed(story):
    with guards_lifted(), constraints_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM connects_entry WHERE id = {entry}".format(**story))
        assert {
            "wallet_balance_is_the_sum_of_its_entries",
            "lot_remains_what_its_entries_leave",
            "booking_is_the_sum_of_its_entries",
            "refund_mirrors_its_spend",
        } <= set(prove().counts)


def test_true_books_exit_quietly(story):
    out = StringIO()
    call_command("check_ledger", stdout=out)
    assert "The books balance." in out.getvalue()
    assert "3 wallets" in out.getvalue()


def test_lots_past_their_expiry_are_told_but_are_no_difference(story):
    out = StringIO()
    with clock.at(clock.now() + timedelta(days=400)):
        call_command("check_ledger", stdout=out)
    assert "wait for the sweep" in out.getvalue()
    assert "The books balance." in out.getvalue()
