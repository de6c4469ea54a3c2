"""A campaign under way while its people spend, while an operator pauses it, and while another sweeper is at it."""

from functools import partial
from itertools import count

import pytest
from django.db import connection, transaction

from billing.campaigns import acts, sending
from billing.models import Campaign
from common import clock
from connects import services as connects
from connects import set_grants
from connects.models import Lot, Transaction, Wallet
from tests.books import assert_books_balance
from tests.crowd import open_wallets
from tests.races import ORDERS, ROUNDS, hold_still, runners

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PEOPLE = 40


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL races only there")


@pytest.fixture
def wallets() -> list[int]:
    found = open_wallets(PEOPLE, at=clock.now())
    for wallet in found:
        lives = clock.now().replace(year=2099)
        connects.grant(wallet, 400, source=connects.Source.JOINING, expires_at=lives, reference=f"joining:{wallet}")
    return found


def start(olga) -> Campaign:
    draft = Campaign.objects.create(name="Thanks", message="Thank you.", connects=20, lives_days=90)
    return acts.start(draft, actor=olga, reason="Spring", seen=PEOPLE)


def test_sweepers_and_spenders_at_once(wallets, olga):
    numbers = count(1)

    def spend(wallet: int):
        number = next(numbers)
        return lambda: connects.spend(wallet, 3, reference=f"proposal:{number}")

    def work(campaign: Campaign) -> int:
        done = 0
        while (reached := sending.send_batch(campaign.pk, 7)) is not None:
            done += reached
        return done

    with runners(12) as all_of_them:
        for _ in range(ROUNDS):
            campaign = start(olga)
            sweepers = [lambda campaign=campaign: work(campaign)] * 4
            answers = all_of_them.together(*sweepers, *[spend(wallet) for wallet in wallets[:8]])
            assert not [answer for answer in answers if isinstance(answer, Exception)]
            work(campaign)
            campaign.refresh_from_db()
            assert (campaign.state, campaign.reached) == ("sent", PEOPLE)
            assert Transaction.objects.filter(cause=campaign.reference).count() == PEOPLE
    assert not Lot.objects.filter(source="campaign").exclude(granted=20).exists()
    assert set(Wallet.objects.filter(pk__in=wallets[8:]).values_list("balance", flat=True)) == {400 + 20 * ROUNDS}
    assert_books_balance()


def test_control_without_the_wallets_lock_a_spend_gets_lost(wallets, olga, monkeypatch):
    """The wallet's balance is read, and another booking comes between: the books then disagree, and say so."""
    monkeypatch.setattr(set_grants, "LOCK", "")
    plain, between = set_grants.run, 1

    def slowly(steps, answer, params, **more):
        # The grant has read its balances by then, as PostgreSQL would between two of its steps.
        due = steps[0]
        slow = type(due)(due.name, due.sql + f" AND pg_advisory_xact_lock({between}) IS NOT NULL")
        return plain((slow, *steps[1:]), answer, params, **more)

    monkeypatch.setattr(set_grants, "run", slowly)

    def spend(number: int):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [between])
            hold_still()
            return connects.spend(wallets[0], 3, reference=f"proposal:{number}")

    def give(number: int):
        cause = f"campaign:{number}"
        gifts = [(wallets[0], f"{cause}:x")]
        return connects.grant_in_sets(gifts, 20, source=connects.Source.CAMPAIGN, lives_days=9, cause=cause)

    with runners(2) as both:
        for number in range(ORDERS):
            both.together(partial(spend, number), partial(give, number))
    with pytest.raises(AssertionError):
        assert_books_balance()


def test_a_pause_between_batches_holds(wallets, olga):
    with runners(2) as both:
        for _ in range(ROUNDS):
            campaign = start(olga)

            def work(campaign: Campaign = campaign) -> None:
                while sending.send_batch(campaign.pk, 3) is not None:
                    pass

            def pause(campaign: Campaign = campaign) -> object:
                return acts.pause(campaign, actor=olga, reason="Wait")

            _, paused = both.together(work, pause)
            campaign.refresh_from_db()
            given = Transaction.objects.filter(cause=campaign.reference).count()
            assert given == campaign.reached
            if isinstance(paused, Campaign):
                assert campaign.state == "paused"
                assert sending.send_batch(campaign.pk, 3) is None
                acts.resume(campaign, actor=olga, reason="Go on")
            sending.send(clock.now())
            assert Transaction.objects.filter(cause=campaign.reference).count() == PEOPLE
    assert_books_balance()
