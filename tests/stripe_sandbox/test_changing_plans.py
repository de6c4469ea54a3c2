"""Another price: now, with prorations and a preview of them, or with the next period, by a schedule."""

import pytest
import stripe

from tests.stripe_sandbox.conftest import DAY, HOUR, events_of, invoices, items


@pytest.fixture
def plan(client):
    """Prices of one product, by amount."""

    def make(amount, interval="month", **changes):
        params = {
            "product_data": {"name": f"Plan of {amount}"},
            "currency": "usd",
            "unit_amount": amount,
            "recurring": {"interval": interval},
        }
        return client.v1.prices.create(params | changes)

    return make


def refused(ask, *args) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        ask(*args)
    return caught.value


def to(subscription, price, **changes):
    return {"items": [{"id": items(subscription)[0].id, "price": price.id}]} | changes


def halfway(subscription):
    item = items(subscription)[0]
    return (item.current_period_start + item.current_period_end) // 2


def test_an_upgrade_in_mid_period_costs_the_difference_for_the_rest(client, sandbox, subscribe, plan):
    subscription, business = subscribe(), plan(5000)
    at = halfway(subscription)
    details = to(subscription, business, proration_behavior="always_invoice", proration_date=at)
    preview = client.v1.invoices.create_preview({"subscription": subscription.id, "subscription_details": details})
    assert (preview.amount_due, [line.amount for line in preview.lines.data]) == (1500, [-1000, 2500])
    assert preview.lines.data[0].description.startswith("Unused time on Plus after")
    assert preview.lines.data[0].parent.subscription_item_details.proration is True
    assert len(invoices(client, subscription)) == 1
    changed = client.v1.subscriptions.update(
        subscription.id, details | {"payment_behavior": "error_if_incomplete", "expand": ["latest_invoice"]}
    )
    assert items(changed)[0].price.id == business.id
    assert items(changed)[0].current_period_end == items(subscription)[0].current_period_end
    invoice = changed.latest_invoice
    assert (invoice.amount_paid, invoice.billing_reason, invoice.status) == (1500, "subscription_update", "paid")
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    assert [one.amount_paid for one in invoices(client, subscription)] == [2000, 1500, 5000]


def test_an_upgrade_that_cannot_be_paid_does_not_happen(client, sandbox, subscribe, plan):
    subscription, business = subscribe(fields={"number": "4000000000000341"}), plan(5000)
    params = to(subscription, business, proration_behavior="always_invoice", payment_behavior="error_if_incomplete")
    for _ in range(2):
        with pytest.raises(stripe.CardError) as caught:
            client.v1.subscriptions.update(subscription.id, params, {"idempotency_key": f"up-{subscription.id}"})
        assert (caught.value.http_status, caught.value.code) == (402, "card_declined")
    still = client.v1.subscriptions.retrieve(subscription.id)
    assert (still.status, items(still)[0].price.unit_amount) == ("active", 2000)
    assert len(invoices(client, subscription)) == 1


def test_an_upgrade_may_also_leave_the_invoice_open(client, subscribe, plan):
    subscription = subscribe(fields={"number": "4000000000000341"})
    changed = client.v1.subscriptions.update(
        subscription.id, to(subscription, plan(5000), proration_behavior="always_invoice")
    )
    assert (changed.status, items(changed)[0].price.unit_amount) == ("past_due", 5000)
    assert client.v1.invoices.retrieve(changed.latest_invoice).status == "open"


def test_prorations_may_wait_for_the_next_invoice(client, sandbox, subscribe, plan):
    subscription, business = subscribe(), plan(5000)
    details = to(subscription, business, proration_date=halfway(subscription))
    preview = client.v1.invoices.create_preview({"subscription": subscription.id, "subscription_details": details})
    assert [line.amount for line in preview.lines.data] == [-1000, 2500, 5000]
    client.v1.subscriptions.update(subscription.id, details)
    assert len(invoices(client, subscription)) == 1
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    assert invoices(client, subscription)[-1].amount_paid == 6500


def test_from_months_to_a_year_begins_a_new_period(client, sandbox, subscribe, plan):
    subscription, yearly = subscribe(), plan(20000, "year")
    now = sandbox.clock()["now"]
    changed = client.v1.subscriptions.update(
        subscription.id, to(subscription, yearly, proration_behavior="always_invoice")
    )
    item = items(changed)[0]
    assert item.current_period_start == pytest.approx(now, abs=5)
    assert item.current_period_end - item.current_period_start in (365 * DAY, 366 * DAY)
    latest = invoices(client, subscription)[-1]
    assert [line.amount for line in latest.lines.data] == [pytest.approx(-2000, abs=1), 20000]


def test_a_cheaper_plan_at_once_leaves_a_credit_that_pays_later(client, sandbox, subscribe, plan):
    subscription, cheap = subscribe(), plan(500)
    params = to(subscription, cheap, proration_behavior="always_invoice", proration_date=halfway(subscription))
    client.v1.subscriptions.update(subscription.id, params)
    credit = invoices(client, subscription)[-1]
    assert (credit.total, credit.amount_due, credit.status) == (-750, 0, "paid")
    assert client.v1.customers.retrieve(subscription.customer).balance == -750
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    assert invoices(client, subscription)[-1].amount_due == 0
    assert client.v1.customers.retrieve(subscription.customer).balance == -250


def test_the_end_of_the_period_may_be_the_end_and_be_taken_back(client, sandbox, subscribe):
    subscription = subscribe()
    ends = items(subscription)[0].current_period_end
    leaving = client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    assert (leaving.status, leaving.cancel_at, leaving.cancel_at_period_end) == ("active", ends, True)
    error = refused(client.v1.invoices.create_preview, {"subscription": subscription.id})
    assert error.code == "invoice_upcoming_none"
    staying = client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
    assert (staying.cancel_at, staying.canceled_at) == (None, None)
    client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    sandbox.move_clock(ends)
    over = client.v1.subscriptions.retrieve(subscription.id)
    assert (over.status, over.ended_at) == ("canceled", ends)
    assert over.cancellation_details.reason == "cancellation_requested"
    assert len(invoices(client, subscription)) == 1


def scheduled(client, subscription, price, interval="month"):
    schedule = client.v1.subscription_schedules.create({"from_subscription": subscription.id})
    running = schedule.phases[0]
    kept = {
        "items": [{"price": items(subscription)[0].price.id, "quantity": 1}],
        "start_date": running.start_date,
        "end_date": running.end_date,
    }
    then = {
        "items": [{"price": price.id, "quantity": 1}],
        "duration": {"interval": interval, "interval_count": 1},
        "proration_behavior": "none",
    }
    params = {"phases": [kept, then], "end_behavior": "release", "metadata": {"plan": "cheap"}}
    return client.v1.subscription_schedules.update(schedule.id, params)


def test_a_downgrade_waits_for_the_next_period(client, sandbox, subscribe, plan):
    subscription, cheap = subscribe(), plan(500)
    ends = items(subscription)[0].current_period_end
    schedule = scheduled(client, subscription, cheap)
    assert [phase.start_date for phase in schedule.phases][1] == ends
    held = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["schedule"]})
    assert (held.schedule.metadata["plan"], items(held)[0].price.unit_amount) == ("cheap", 2000)
    sandbox.move_clock(ends + HOUR)
    after = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["schedule"]})
    assert (items(after)[0].price.id, after.schedule.status) == (cheap.id, "active")
    assert items(after)[0].id == items(subscription)[0].id
    sandbox.move_clock(items(after)[0].current_period_end + HOUR)
    assert client.v1.subscriptions.retrieve(subscription.id).schedule is None
    assert client.v1.subscription_schedules.retrieve(schedule.id).status == "released"
    assert [one.amount_paid for one in invoices(client, subscription)] == [2000, 500, 500]
    assert "subscription_schedule.released" in events_of(client, schedule.id)


def test_from_a_year_to_months_with_the_next_period(client, sandbox, subscribe, plan):
    subscription, monthly = subscribe(plan(20000, "year").id), plan(2000)
    ends = items(subscription)[0].current_period_end
    scheduled(client, subscription, monthly)
    sandbox.move_clock(ends + 70 * DAY)
    assert [one.amount_paid for one in invoices(client, subscription)] == [20000, 2000, 2000, 2000]
    assert client.v1.subscriptions.retrieve(subscription.id).billing_cycle_anchor == ends


def test_a_downgrade_is_taken_back(client, sandbox, subscribe, plan):
    subscription = subscribe()
    schedule = scheduled(client, subscription, plan(500))
    assert (
        "managed by the subscription schedule"
        in refused(client.v1.subscriptions.update, subscription.id, {"cancel_at_period_end": True}).user_message
    )
    released = client.v1.subscription_schedules.release(schedule.id)
    assert (released.status, released.released_subscription) == ("released", subscription.id)
    assert client.v1.subscriptions.retrieve(subscription.id).schedule is None
    assert "`released` status" in refused(client.v1.subscription_schedules.release, schedule.id).user_message
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    assert invoices(client, subscription)[-1].amount_paid == 2000


def test_a_subscription_has_one_schedule_which_ends_with_it(client, subscribe, plan):
    subscription = subscribe()
    schedule = scheduled(client, subscription, plan(500))
    again = refused(client.v1.subscription_schedules.create, {"from_subscription": subscription.id})
    assert "already attached to a schedule" in again.user_message
    client.v1.subscriptions.cancel(subscription.id)
    assert client.v1.subscription_schedules.retrieve(schedule.id).status == "canceled"


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"items": [{"id": "si_nothing"}]}, "items[0][id]"),
        ({"items": [{"price": "price_nothing"}]}, "items[0][price]"),
        ({"cancel_at": 1}, "cancel_at"),
        ({"payment_behavior": "pending_if_incomplete"}, "payment_behavior=pending_if_incomplete"),
        ({"billing_cycle_anchor": "now"}, "billing_cycle_anchor"),
        ({"default_payment_method": "pm_of_another"}, "default_payment_method"),
        ({"coupon": "old"}, "coupon"),
    ],
)
def test_updates_refused(client, subscribe, changes, param):
    assert refused(client.v1.subscriptions.update, subscribe().id, changes).param == param


def test_a_price_of_another_currency_or_without_rhythm_is_refused(client, subscribe, plan):
    subscription = subscribe()
    for price in (
        plan(2000, currency="eur"),
        client.v1.prices.create({"product_data": {"name": "Once"}, "currency": "usd", "unit_amount": 100}),
    ):
        assert refused(client.v1.subscriptions.update, subscription.id, to(subscription, price)).param == (
            "items[0][price]"
        )


def test_an_item_without_its_id_comes_to_the_others(client, subscribe, plan):
    subscription = subscribe()
    changed = client.v1.subscriptions.update(subscription.id, {"items": [{"price": plan(500).id}]})
    assert len(items(changed)) == 2
