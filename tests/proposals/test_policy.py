"""Switching a cell: who and why is kept, a new version begins, and the versions before it never change."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from common import policies
from common.models import PolicyChange
from proposals import policy
from proposals.models import RefundPolicy, RefundRule
from tests.races import ORDERS, ROUNDS, held_open, runners


def rule(outcome, column):
    return RefundRule.objects.get(outcome=outcome, column=column)


@pytest.mark.django_db
def test_switching_a_cell_begins_a_version_and_leaves_the_one_before_as_it_was(olga):
    before = policy.current()
    after = policy.switch_cell(rule("cancelled", "late"), refunded=True, actor=olga, reason="Interviews count too")
    assert after.pk != before.pk
    assert after.cells == {**before.cells, "cancelled/late": True}
    assert RefundPolicy.objects.get(pk=before.pk).cells["cancelled/late"] is False
    assert policy.current() == after


@pytest.mark.django_db
def test_it_is_on_record_who_switched_and_why(olga):
    policy.switch_cell(rule("cancelled", "late"), refunded=True, actor=olga, reason="Interviews count too")
    change = PolicyChange.objects.get()
    assert (change.actor, change.reason) == (olga, "Interviews count too")
    assert (change.before["refunded"], change.after["refunded"]) == ("False", "True")


@pytest.mark.django_db
def test_it_asks_why(olga):
    with pytest.raises(ValidationError):
        policy.switch_cell(rule("cancelled", "late"), refunded=True, actor=olga, reason=" ")
    assert RefundPolicy.objects.count() == 1
    assert rule("cancelled", "late").refunded is False


@pytest.mark.django_db
def test_switching_to_where_it_stands_makes_no_version(olga):
    policy.switch_cell(rule("cancelled", "early"), refunded=True, actor=olga, reason="To be sure")
    assert RefundPolicy.objects.count() == 1


@pytest.mark.django_db
def test_the_days_of_a_dated_rule_are_part_of_the_version(olga):
    assert policy.dated_rules() == []
    now = policy.switch_cell(rule("never_viewed", "early"), refunded=True, actor=olga, reason="Fair", after_days=14)
    assert policy.dated_rules() == [(now.pk, 14)]


@pytest.mark.django_db
def test_a_change_made_in_any_other_way_makes_a_version_too(olga):
    policies.change(rule("expired", "early"), actor=olga, reason="Clients who vanish", refunded=True)
    assert policy.current().cells["expired/early"] is True


@pytest.mark.django_db
def test_a_version_cannot_be_saved_over():
    row = policy.current()
    row.cells = {}
    with pytest.raises(TypeError):
        row.save()


@pytest.mark.django_db
def test_only_the_dated_rule_has_days():
    with pytest.raises(IntegrityError), transaction.atomic():
        RefundRule.objects.filter(outcome="cancelled").update(after_days=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        RefundRule.objects.filter(outcome="never_viewed").update(after_days=None)


def two_switches_agree(threads, olga):
    """The newest version says what both operators have switched."""
    switches = [rule("cancelled", "late"), rule("expired", "early")]
    wanted = [not each.refunded for each in switches]
    threads.together(
        *[
            partial(policy.switch_cell, each, refunded=to, actor=olga, reason="At once")
            for each, to in zip(switches, wanted, strict=True)
        ]
    )
    cells = policy.current().cells
    return [cells["cancelled/late"], cells["expired/early"]] == wanted


@pytest.fixture
def window(monkeypatch):
    monkeypatch.setattr(policy, "_as_they_stand", held_open(policy._as_they_stand))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_operators_switching_at_once_both_end_up_in_the_newest_version(window, olga):
    with runners(2) as threads:
        assert all(two_switches_agree(threads, olga) for _ in range(ROUNDS))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_newest_version_misses_one_of_them(monkeypatch, window, olga):
    monkeypatch.setattr(policy, "_one_at_a_time", lambda: None)
    with runners(2) as threads:
        assert not all(two_switches_agree(threads, olga) for _ in range(ORDERS))
