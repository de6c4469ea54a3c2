"""The operators' lists of money back cost the same number of queries however long they are."""

import pytest
from django.urls import reverse

from billing.models import Dispute, Package, Purchase, Refund, StripeEvent
from common import clock
from common.admin import change_url
from connects import services as connects
from tests.queries import cost

pytestmark = pytest.mark.django_db


def add(person, olga, count: int) -> None:
    package = Package.objects.filter(region__currency="USD").first()
    wallet = connects.wallet_of(person)
    for _ in range(count):
        purchase = Purchase.objects.create(
            wallet_id=wallet.pk,
            buyer=person,
            package=package,
            connects=20,
            list_minor=300,
            amount_minor=300,
            currency="USD",
            status="paid",
            paid_at=clock.now(),
        )
        Refund.objects.create(purchase=purchase, amount_minor=100, reason="Asked for it", actor=olga)
        Dispute.objects.create(
            purchase=purchase,
            dispute_id=f"du_{purchase.pk}",
            amount_minor=300,
            currency="USD",
            status="needs_response",
            opened_at=clock.now(),
        )
        StripeEvent.objects.create(event_id=f"evt_{purchase.pk}", type="refund.created", payload={})


@pytest.mark.parametrize("page", ["refund", "dispute", "stripeevent", "purchase"])
def test_fifty_rows_cost_what_five_do(desk, ben, olga, page):
    address = reverse(f"admin:billing_{page}_changelist")
    add(ben, olga, 5)
    few = cost(desk, address)
    add(ben, olga, 45)
    assert cost(desk, address) == few


@pytest.mark.parametrize(("model", "word"), [(Refund, "Asked"), (Dispute, "Open"), (StripeEvent, "Waiting")])
def test_the_page_of_a_row_says_its_state_in_a_word(desk, ben, olga, model, word):
    add(ben, olga, 1)
    page = desk.get(change_url(model.objects.get())).content.decode()
    assert word in page
    assert "(&#x27;" not in page
