"""Ways to earn: each source, what is left of it for this person, and how (PRODUCT 3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock, policies
from connects import services, ways
from connects.models import GrantPolicy, HeldGrant, Source, Wallet
from connects.ways import Standing
from tests.books import assert_books_balance
from tests.queries import cost

pytestmark = pytest.mark.django_db
EARN = "/settings/connects/earn/"


def way(person, source) -> ways.Way:
    [found] = [each for each in ways.for_person(person) if each.source == source]
    return found


def test_what_is_not_earned_yet_is_open_and_says_how(client, ben):
    client.force_login(ben)
    page = client.get(EARN).content.decode()
    assert "Complete your profile" in page
    assert reverse("profile_edit") in page
    assert way(ben, Source.PROFILE).standing == Standing.OPEN


def test_what_was_earned_is_done_with_its_day(ben):
    services.grant_once(ben, Source.JOINING)
    found = way(ben, Source.JOINING)
    assert (found.standing, found.connects, found.url) == (Standing.DONE, 40, "")
    assert "Granted on" in found.note


def test_the_months_of_the_plan_come_by_themselves(ben):
    found = way(ben, Source.PERK)
    assert (found.standing, found.connects) == (Standing.COMES, 10)


def test_a_source_that_is_switched_off_is_no_way(ben, olga):
    policies.change(GrantPolicy.objects.get(source="profile"), actor=olga, reason="Enough of them", enabled=False)
    assert not [each for each in ways.for_person(ben) if each.source == Source.PROFILE]


def test_what_is_held_waits_and_says_so(client, ben):
    services.wallet_of(ben)
    ben.wallet.held_since = clock.now()
    ben.wallet.save(update_fields=["held_since"])
    for _ in range(2):
        assert services.grant_once(ben, Source.JOINING) is None
    held = HeldGrant.objects.get()
    assert (held.connects, held.source, held.state) == (40, "joining", "held")
    assert way(ben, Source.JOINING).standing == Standing.WAITS
    client.force_login(ben)
    assert "wait for a look" in client.get(EARN).content.decode()
    assert services.balance_of(ben) == 0
    assert_books_balance()


def test_what_was_given_before_stays_given_while_others_wait(ben):
    services.grant_once(ben, Source.JOINING)
    ben.wallet.held_since = clock.now()
    ben.wallet.save(update_fields=["held_since"])
    assert services.grant_once(ben, Source.JOINING).again
    assert not HeldGrant.objects.exists()


def test_whoever_has_no_wallet_reads_what_connects_are_for(client, ada):
    client.force_login(ada)
    assert "hiring costs no Connects" in client.get(EARN).content.decode()


def test_a_stranger_logs_in_first(client):
    assert client.get(EARN).status_code == 302
    assert client.post(EARN).status_code in (302, 405)


def test_it_costs_the_same_with_many_grants_waiting(client, ben):
    client.force_login(ben)

    def wait(numbers: range) -> None:
        for number in numbers:
            reference = f"campaign:{number}:{ben.pk}"
            HeldGrant.objects.create(
                wallet=ben.wallet, source="campaign", connects=5, lives_days=30, reference=reference
            )

    wait(range(5))
    few = cost(client, EARN)
    wait(range(5, 50))
    assert cost(client, EARN) == few


def test_every_free_source_is_on_the_page():
    paid_or_by_hand = {Source.PURCHASE, Source.ADJUSTMENT}
    assert set(ways._providers) == set(Source) - paid_or_by_hand


def test_on_basic_it_says_what_a_membership_brings_and_does_not_count_it(client, ben):
    found = way(ben, Source.ALLOWANCE)
    assert (found.title, found.connects, found.standing) == ("Every month with Freelancer Plus", 100, Standing.OPEN)
    client.force_login(ben)
    left = client.get(EARN).context["left"]
    assert left == sum(
        each.connects
        for each in ways.for_person(ben)
        if each.standing == Standing.OPEN and each.source != Source.ALLOWANCE
    )


def test_a_member_reads_when_the_next_ones_come(ben):
    now = clock.now()
    services.begin_plan(ben.wallet.pk, "plus", at=now, paid_until=now + timedelta(days=365))
    found = way(ben, Source.ALLOWANCE)
    assert (found.title, found.standing) == ("Every month on Freelancer Plus", Standing.COMES)
    assert found.note.startswith("Next on ")


def test_a_welcome_is_open_then_given(ben):
    assert way(ben, Source.WELCOME).standing == Standing.OPEN
    services.welcome(ben.wallet.pk)
    assert way(ben, Source.WELCOME).standing == Standing.DONE


def test_a_welcome_that_waits_says_so(ben):
    Wallet.objects.filter(person=ben).update(held_since=clock.now())
    services.welcome(ben.wallet.pk)
    assert way(ben, Source.WELCOME).standing == Standing.WAITS
