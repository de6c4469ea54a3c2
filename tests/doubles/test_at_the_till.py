"""What pays tells who pays: Stripe's fingerprint of a card, at a purchase and at a membership's first invoice."""

from datetime import timedelta

import pytest

from billing import stripe_gateway
from billing.memberships import holders, starting
from billing.models import Dispute, Purchase
from billing.referrals import first_purchase
from common import clock
from connects import referral_rewards, referrals, services
from connects.models import HeldGrant, Referral, Source, Suspicion
from tests.billing.conftest import stripe_process, till  # noqa: F401 - fixtures
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
MASTERCARD = "5555555555554444"


def pays(till, person, card: str) -> None:  # noqa: F811
    purchase = till.buy(person)
    till.pay(purchase, number=card)
    till.come_back(person, purchase)
    till.come_back(person, purchase)


def test_one_card_for_two_accounts_holds_the_second(till, ben, cleo):  # noqa: F811
    services.grant_once(ben, Source.JOINING)
    pays(till, ben, MASTERCARD)
    pays(till, cleo, MASTERCARD)
    row = Suspicion.objects.get()
    assert row.person == cleo
    assert [(reason.kind, reason.other) for reason in row.reasons.all()] == [("card", ben)]
    assert services.grant_once(cleo, Source.PROFILE) is None
    assert HeldGrant.objects.get().state == "held"
    # What was bought is there all the same.
    assert services.balance_of(cleo) == 20
    assert_books_balance()


def test_the_card_of_every_trial_says_nothing(till, ben, cleo):  # noqa: F811
    services.grant_once(ben, Source.JOINING)
    for person in (ben, cleo):
        pays(till, person, "4242424242424242")
    assert not Suspicion.objects.exists()
    assert not ben.signs.filter(kind="card").exists()


def test_the_same_number_has_the_same_fingerprint_and_another_has_another(till, ben, cleo):  # noqa: F811
    purchases = []
    for person, card in ((ben, MASTERCARD), (cleo, MASTERCARD), (ben, "4000000000000259")):
        purchase = till.buy(person)
        till.pay(purchase, number=card)
        till.come_back(person, purchase)
        purchases.append(purchase)
    first, same, other = (stripe_gateway.session(each.session_id).means for each in purchases)
    assert first.startswith("card:")
    assert first == same != other


def test_the_number_itself_is_kept_nowhere(till, ben):  # noqa: F811
    pays(till, ben, MASTERCARD)
    assert "4444" not in ben.signs.get(kind="card").mark


def test_a_paid_purchase_starts_the_days_of_a_referral(till, ben, cleo):  # noqa: F811

    referrals.joined(cleo, code=referrals.code_of(ben).code)
    pays(till, cleo, MASTERCARD)
    row = Referral.objects.get()
    assert row.state == "waiting"
    with clock.at(row.due_at - timedelta(seconds=1)):
        assert referral_rewards.reward_due(clock.now()) == 0
    with clock.at(row.due_at):
        assert referral_rewards.reward_due(clock.now()) == 1
    assert services.balance_of(ben) == 20
    assert services.balance_of(cleo) == 30
    assert_books_balance()


@pytest.mark.parametrize(
    ("facts", "found", "settled"),
    [
        ({}, True, True),
        ({"status": "refunded", "refunded_minor": 300}, False, None),
        ({"status": "refunded", "refunded_minor": 1}, False, None),
        ({"status": "disputed"}, True, False),
        ({"status": "expired", "paid_at": None}, False, None),
    ],
)
def test_which_purchase_counts(till, ben, facts, found, settled):  # noqa: F811

    pays(till, ben, MASTERCARD)
    Purchase.objects.update(**facts)
    bought = first_purchase(ben)
    assert (bought is not None) is found
    assert bought is None or bought.settled is settled


def test_a_lost_dispute_does_not_count(till, ben):  # noqa: F811

    pays(till, ben, MASTERCARD)
    purchase = Purchase.objects.get()
    Purchase.objects.update(status="disputed")
    Dispute.objects.create(
        dispute_id="dp_1", purchase=purchase, amount_minor=300, currency="USD", why="fraudulent", status="lost",
        outcome="lost", opened_at=clock.now(), closed_at=clock.now(),
    )  # fmt: skip
    assert first_purchase(ben) is None


def test_a_membership_notes_the_card_before_its_welcome(till, ben, cleo):  # noqa: F811

    services.grant_once(ben, Source.JOINING)
    pays(till, ben, MASTERCARD)
    row = starting.start(cleo, holders.own(cleo), plan="plus", interval="month")
    till.stripe.pay(row.session_id, number=MASTERCARD)
    starting.come_back(row.session_id)
    assert HeldGrant.objects.get(wallet=cleo.wallet).source == "welcome"
    assert services.balance_of(cleo) == 100
    assert_books_balance()
