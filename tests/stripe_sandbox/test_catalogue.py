"""Products, prices, coupons and promotion codes: made, found, changed, refused."""

import time

import pytest
import stripe


def refused(ask, *args) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        ask(*args)
    return caught.value


@pytest.fixture
def plus(client):
    return client.v1.products.create({"name": "Plus", "metadata": {"plan": "plus"}})


def monthly(plan, **changes):
    return {"product": plan.id, "currency": "usd", "unit_amount": 2000, "recurring": {"interval": "month"}} | changes


def test_a_product_is_made_found_and_changed(client, plus):
    assert client.v1.products.retrieve(plus.id).name == "Plus"
    changed = client.v1.products.update(plus.id, {"name": "Plus plan", "metadata": {"plan": "", "tier": "2"}})
    assert (changed.name, changed.metadata.to_dict()) == ("Plus plan", {"tier": "2"})
    client.v1.products.update(plus.id, {"active": False})
    assert plus.id not in [product.id for product in client.v1.products.list({"active": True, "limit": 100}).data]
    told = client.v1.events.list({"type": "product.updated", "limit": 1}).data[0]
    assert told.data.previous_attributes["active"] is True


def test_a_price_is_found_by_its_lookup_key(client, plus):
    key = f"plus-{plus.id}"
    made = client.v1.prices.create(monthly(plus, lookup_key=key))
    assert (made.type, made.recurring.interval, made.recurring.interval_count) == ("recurring", "month", 1)
    found = client.v1.prices.list({"lookup_keys": [key, "nothing"], "expand": ["data.product"]}).data
    assert [(price.id, price.product.name) for price in found] == [(made.id, "Plus")]
    again = refused(client.v1.prices.create, monthly(plus, lookup_key=key))
    assert again.param == "lookup_key"
    newer = client.v1.prices.create(monthly(plus, lookup_key=key, unit_amount=2500, transfer_lookup_key=True))
    assert [price.id for price in client.v1.prices.list({"lookup_keys": [key]}).data] == [newer.id]
    assert client.v1.prices.retrieve(made.id).lookup_key is None


def test_an_archived_price_is_not_sold(client, plus, order):
    price = client.v1.prices.create({"product": plus.id, "currency": "usd", "unit_amount": 300})
    items = [{"price": price.id, "quantity": 2}]
    assert client.v1.checkout.sessions.create(order(line_items=items)).amount_total == 600
    client.v1.prices.update(price.id, {"active": False})
    assert "inactive" in refused(client.v1.checkout.sessions.create, order(line_items=items)).user_message


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"currency": "xxx"}, "currency"),
        ({"product": "prod_nothing"}, "product"),
        ({"product_data": {"name": "Twice"}}, "product"),
        ({"recurring": {"interval": "decade"}}, "recurring[interval]"),
        ({"recurring": {"interval_count": 2}}, "recurring[interval]"),
        ({"unit_amount": -1}, "unit_amount"),
        ({"unit_amount_decimal": "20"}, "unit_amount"),
        ({"tiers_mode": "volume"}, "tiers_mode"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_prices_refused(client, plus, changes, param):
    assert refused(client.v1.prices.create, monthly(plus, **changes)).param == param


def test_a_coupon_is_made_used_up_and_deleted(client):
    coupon = client.v1.coupons.create({"amount_off": 100, "currency": "usd", "name": "First purchase"})
    assert (coupon.duration, coupon.valid, coupon.times_redeemed) == ("once", True, 0)
    assert client.v1.coupons.update(coupon.id, {"metadata": {"purchase": "7"}}).metadata["purchase"] == "7"
    assert client.v1.coupons.delete(coupon.id).deleted is True
    assert refused(client.v1.coupons.retrieve, coupon.id).code == "resource_missing"


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({}, "percent_off"),
        ({"percent_off": 10, "amount_off": 100, "currency": "usd"}, "percent_off"),
        ({"percent_off": 101}, "percent_off"),
        ({"percent_off": 0}, "percent_off"),
        ({"amount_off": 100}, "currency"),
        ({"amount_off": 0, "currency": "usd"}, "amount_off"),
        ({"percent_off": 10, "duration": "repeating"}, "duration_in_months"),
        ({"percent_off": 10, "redeem_by": 1}, "redeem_by"),
        ({"percent_off": 10, "name": "x" * 41}, "name"),
        ({"percent_off": 10, "applies_to": {"products": ["prod_1"]}}, "applies_to"),
    ],
)
def test_coupons_refused(client, params, param):
    assert refused(client.v1.coupons.create, params).param == param


def test_a_coupon_of_a_name_is_made_once(client):
    name = f"SPRING{time.time_ns()}"
    client.v1.coupons.create({"id": name, "percent_off": 10})
    assert refused(client.v1.coupons.create, {"id": name, "percent_off": 10}).code == "resource_already_exists"


def test_promotion_codes_differ_in_more_than_case(client):
    coupon = client.v1.coupons.create({"percent_off": 20})
    promotion = {"type": "coupon", "coupon": coupon.id}
    code = f"Hello{time.time_ns()}"
    made = client.v1.promotion_codes.create({"promotion": promotion, "code": code})
    assert made.active is True
    assert refused(client.v1.promotion_codes.create, {"promotion": promotion, "code": code.upper()}).param == "code"
    found = client.v1.promotion_codes.list({"code": code.lower(), "expand": ["data.promotion.coupon"]}).data
    assert [one.promotion.coupon.percent_off for one in found] == [20]
    assert client.v1.promotion_codes.update(made.id, {"active": False}).active is False
    client.v1.promotion_codes.create({"promotion": promotion, "code": code.upper()})


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"promotion": {"type": "coupon"}}, "promotion[coupon]"),
        ({"promotion": {"type": "coupon", "coupon": "nothing"}}, "promotion[coupon]"),
        ({"code": "not this!"}, "code"),
        ({"coupon": "old"}, "coupon"),
        ({"customer": "cus_nobody"}, "customer"),
        ({"restrictions": {"minimum_amount": 100}}, "restrictions[minimum_amount_currency]"),
    ],
)
def test_promotion_codes_refused(client, changes, param):
    coupon = client.v1.coupons.create({"percent_off": 20})
    params = {"promotion": {"type": "coupon", "coupon": coupon.id}} | changes
    assert refused(client.v1.promotion_codes.create, params).param == param


def test_a_customer_is_changed_found_by_email_and_deleted(client):
    email = f"ada{time.time_ns()}@example.com"
    customer = client.v1.customers.create({"email": email, "metadata": {"wallet": "7", "x": "y"}})
    address = {"country": "DE", "city": "Berlin"}
    changed = client.v1.customers.update(customer.id, {"name": "Ada", "address": address, "metadata": {"x": ""}})
    assert (changed.name, changed.address.city, changed.metadata.to_dict()) == ("Ada", "Berlin", {"wallet": "7"})
    assert client.v1.customers.update(customer.id, {"name": "", "address": ""}).address is None
    assert [one.id for one in client.v1.customers.list({"email": email}).data] == [customer.id]
    assert client.v1.customers.delete(customer.id).deleted is True
    assert client.v1.customers.retrieve(customer.id).deleted is True
    assert client.v1.customers.list({"email": email}).data == []
