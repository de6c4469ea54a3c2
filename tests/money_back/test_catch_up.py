"""Events that no webhook brought are read from Stripe's own list: by command, by an operator, and every hour."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from billing import catch_up, stripe_gateway
from billing.models import EventCatchUp, StripeEvent
from common import clock, sweeps
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


def paid(till, person):
    purchase = till.buy(person)
    till.pay(purchase)
    return purchase


def test_the_command_does_what_no_webhook_told(new_till, ben, cleo, capsys):
    paid(new_till, ben)
    new_till.webhook(new_till.events(paid(new_till, cleo), "completed")[0])
    call_command("catch_up_with_stripe")
    said = capsys.readouterr().out
    assert "Stripe lists 2 events that concern us, 1 of them new." in said
    assert "Done: 1. Failed, to be tried again: 0. Waiting for an operator: 0." in said
    assert (balance(ben), balance(cleo)) == (20, 20)
    call_command("catch_up_with_stripe", days=30)
    assert "0 of them new" in capsys.readouterr().out
    assert (balance(ben), balance(cleo)) == (20, 20)
    assert_books_balance()


def test_events_may_be_kept_first_and_done_later(new_till, ben):
    paid(new_till, ben)
    call_command("catch_up_with_stripe", keep_only=True)
    assert (StripeEvent.objects.waiting().count(), balance(ben)) == (1, 0)
    call_command("catch_up_with_stripe")
    assert balance(ben) == 20
    assert_books_balance()


@pytest.mark.parametrize("days", [0, -1, 31])
def test_stripe_keeps_thirty_days(new_till, days):
    with pytest.raises(CommandError, match="at most 30"):
        call_command("catch_up_with_stripe", days=days)


def test_a_silent_stripe_is_told_in_words(new_till):
    new_till.stripe.control("faults", kind="500", count=2, match="GET /v1/events")
    with pytest.raises(CommandError, match="Stripe could not be asked"):
        call_command("catch_up_with_stripe")


def test_one_that_fails_or_does_not_match_does_not_stop_the_others(new_till, ben, cleo, person):
    odd, dora = paid(new_till, ben), person("Dora", freelancer=True)
    new_till.tamper(odd, amount_total=1)
    paid(new_till, cleo)
    paid(new_till, dora)
    new_till.stripe.control("faults", kind="500", count=2, match="GET /v1/checkout/sessions/")
    caught = catch_up.catch_up(clock.real_now() - timedelta(days=1))
    assert (caught.listed, caught.failed + caught.quarantined, caught.done) in {(3, 2, 1), (3, 1, 2)}
    assert_books_balance()


def test_the_hourly_look_goes_on_where_the_last_ended(new_till, ben, cleo):
    paid(new_till, ben)
    sweep = sweeps.named("billing.catch_up")
    assert sweeps.run(sweep, clock.now()) == 1
    until = EventCatchUp.objects.get().until
    assert catch_up.next_due() == until + timedelta(hours=1)
    paid(new_till, cleo)
    assert sweeps.run(sweep, clock.now()) == 1
    assert EventCatchUp.objects.get().until > until
    assert (balance(ben), balance(cleo)) == (20, 20)
    assert_books_balance()


def test_a_look_that_failed_is_made_again_from_the_same_instant(new_till, ben):
    sweep = sweeps.named("billing.catch_up")
    sweeps.run(sweep, clock.now())
    until = EventCatchUp.objects.get().until
    new_till.stripe.control("faults", kind="500", count=2, match="GET /v1/events")
    with pytest.raises(Exception, match=r"."):
        sweeps.run(sweep, clock.now())
    assert EventCatchUp.objects.get().until == until


def test_without_stripe_there_is_nothing_to_catch_up_with(db, settings):
    settings.STRIPE_SECRET_KEY = settings.STRIPE_API_BASE = ""
    assert (catch_up.run(clock.now()), catch_up.next_due()) == (0, None)


def test_more_than_one_page_comes_oldest_first(new_till, person):
    for number in range(3):
        paid(new_till, person(f"Buyer{number}", freelancer=True))
    now = clock.real_now()
    listed = stripe_gateway.events_between(
        now - timedelta(hours=1),
        now + timedelta(seconds=2),
        # More types than Stripe takes in one question.
        ["checkout.session.completed", "charge.succeeded", *(f"customer.made_up_{number}" for number in range(25))],
    )
    assert len(listed) == 6
    created = [event.payload["created"] for event in listed]
    assert created == sorted(created)


def test_an_operator_catches_up_from_the_admin(new_till, ben, desk):
    paid(new_till, ben)
    address = reverse("admin:billing_stripeevent_ask_stripe")
    assert "Stripe's own list" in desk.get(address).content.decode().replace("&#x27;", "'")
    assert balance(ben) == 0
    page = desk.post(address, follow=True).content.decode()
    assert "Stripe lists 1 events that concern us, 1 of them new" in page
    assert balance(ben) == 20
    assert_books_balance()
