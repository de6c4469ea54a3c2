"""What `tests.races` promises to every race and control: the same orders on any machine, and nobody's luck."""

from functools import partial
from threading import Event

import pytest
from django.db import transaction

from accounts.models import ClientProfile
from tests import races
from tests.races import ORDERS, hold_still, runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def count_one(pk: int, *, locked: bool, told: list[str], name: str = "") -> None:
    """Read, add one, write."""
    rows = ClientProfile.objects.select_for_update() if locked else ClientProfile.objects.all()
    with transaction.atomic():
        row = rows.get(pk=pk)
        told.append(f"{name} read")
        hold_still()
        row.jobs_posted += 1
        row.save(update_fields=["jobs_posted"])
        told.append(f"{name} wrote")


def counted(ada, names: str, *, locked: bool) -> tuple[list[int], list[list[str]]]:
    """What they have counted together, and how it went, in each order."""
    profile, sums, stories = ada.client_profile, [], []
    with runners(len(names)) as threads:
        for _ in range(ORDERS):
            ClientProfile.objects.filter(pk=profile.pk).update(jobs_posted=0)
            told: list[str] = []
            act = partial(count_one, profile.pk, locked=locked, told=told)
            assert threads.together(*(partial(act, name=name) for name in names)) == [None] * len(names)
            profile.refresh_from_db()
            sums.append(profile.jobs_posted)
            stories.append(told)
    return sums, stories


def test_without_a_lock_one_of_two_is_lost_in_every_order(ada):
    sums, stories = counted(ada, "ab", locked=False)
    assert sums == [1] * ORDERS
    assert {tuple(story[:2]) for story in stories} == {("a read", "b read"), ("b read", "a read")}
    assert {tuple(story[2:]) for story in stories} == {("a wrote", "b wrote"), ("b wrote", "a wrote")}


def test_the_orders_are_the_same_each_time(ada):
    assert counted(ada, "ab", locked=False) == counted(ada, "ab", locked=False)


def test_without_a_lock_many_are_lost_in_every_order(ada):
    assert counted(ada, "abcdefgh", locked=False)[0] == [1] * ORDERS


def test_with_the_lock_none_is_lost(ada):
    sums, stories = counted(ada, "abc", locked=True)
    assert sums == [3] * ORDERS
    assert all(read[0] == wrote[0] for story in stories for read, wrote in zip(story[::2], story[1::2], strict=True))


def test_rounds_after_the_orders_run_as_they_come(ada):
    """Nobody conducts: each waits for the other, which no order of turns would let happen."""
    here, there = Event(), Event()

    def meet(mine, other):
        mine.set()
        return other.wait(timeout=30)

    with runners(2, rounds=ORDERS) as threads:
        assert threads.together(partial(meet, here, there), partial(meet, there, here)) == [True, True]


def test_an_act_that_waits_for_no_lock_is_found_out(ada, monkeypatch):
    monkeypatch.setattr(races, "LONGEST", 0.5)
    never = Event()
    with runners(1) as threads:
        with pytest.raises(AssertionError, match="for what does it wait"):
            threads.together(partial(never.wait, 20))
        never.set()


def test_a_call_that_is_wrong_is_no_refusal(ada):
    with runners(1) as threads, pytest.raises(TypeError):
        threads.together(partial(count_one, locked=False))


def test_two_who_block_each_other_end_as_postgresql_ends_them(ada, ben):
    """A deadlock is an answer, too."""

    def both(first, second):
        people = type(ada).objects.select_for_update()
        with transaction.atomic():
            people.get(pk=first)
            hold_still()
            people.get(pk=second)

    with runners(2) as threads:
        for _ in range(2):
            results = threads.together(partial(both, ada.pk, ben.pk), partial(both, ben.pk, ada.pk))
            assert sorted(type(each).__name__ for each in results) == ["NoneType", "OperationalError"]
