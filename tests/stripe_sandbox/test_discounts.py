"""What a coupon, a promotion code and tax do to the total of a checkout, down to nothing at all."""

import time

import pytest
import stripe


def refused(client, params) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(params)
    return caught.value


@pytest.fixture
def started(client, order):
    """A checkout of 300 cents with a discount."""

    def start(**changes):
        return client.v1.checkout.sessions.create(order(**changes))

    return start


def again(client, session, *expand):
    return client.v1.checkout.sessions.retrieve(session.id, {"expand": list(expand)})


def code(client, **changes):
    coupon = client.v1.coupons.create({"percent_off": 50})
    params = {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": f"C{time.time_ns()}"}
    return client.v1.promotion_codes.create(params | changes)


def test_a_coupon_lowers_the_total_and_is_used_once_paid(client, sandbox, started):
    coupon = client.v1.coupons.create({"amount_off": 100, "currency": "usd", "max_redemptions": 1})
    session = started(discounts=[{"coupon": coupon.id}])
    assert (session.amount_subtotal, session.amount_total) == (300, 200)
    assert session.total_details.amount_discount == 100
    other = started(discounts=[{"coupon": coupon.id}])
    assert sandbox.pay(session.id)[0] == 303
    paid = again(client, session, "payment_intent", "discounts.coupon", "line_items")
    assert (paid.payment_intent.amount, paid.discounts[0].coupon.times_redeemed) == (200, 1)
    assert [line.amount_discount for line in paid.line_items.data] == [100]
    assert client.v1.coupons.retrieve(coupon.id).valid is False
    assert "used up" in sandbox.pay(other.id)[1]
    assert again(client, other).status == "open"


def test_percentages_are_rounded_to_whole_cents(client, started):
    coupon = client.v1.coupons.create({"percent_off": 12.5})
    assert started(discounts=[{"coupon": coupon.id}]).amount_total == 262


def test_an_order_that_comes_to_nothing_needs_no_payment(client, sandbox, started):
    coupon = client.v1.coupons.create({"percent_off": 100})
    session = started(discounts=[{"coupon": coupon.id}])
    page = sandbox.get(f"/c/pay/{session.id}")[1]
    assert "Complete order" in page
    assert "Card number" not in page
    assert sandbox.post(f"/c/pay/{session.id}", {"email": "ada@example.com"})[0] == 303
    done = again(client, session)
    assert (done.status, done.payment_status, done.amount_total) == ("complete", "no_payment_required", 0)
    assert done.payment_intent is None
    assert client.v1.customers.retrieve(done.customer).email == "ada@example.com"


def test_a_free_order_keeps_its_customer(client, sandbox, started):
    customer = client.v1.customers.create({"email": "ben@example.com"})
    coupon = client.v1.coupons.create({"amount_off": 5000, "currency": "usd"})
    session = started(discounts=[{"coupon": coupon.id}], customer=customer.id)
    assert 'value="ben@example.com"' in sandbox.get(f"/c/pay/{session.id}")[1]
    sandbox.post(f"/c/pay/{session.id}", {"email": "ben@example.com"})
    assert again(client, session).customer == customer.id


@pytest.mark.parametrize(
    ("coupon", "changes", "param", "errcode"),
    [
        ({"amount_off": 260, "currency": "usd"}, {}, "line_items", "amount_too_small"),
        ({"amount_off": 100, "currency": "eur"}, {}, "discounts[0][coupon]", None),
        ({"percent_off": 10}, {"allow_promotion_codes": True}, "allow_promotion_codes", None),
    ],
)
def test_discounts_refused(client, order, coupon, changes, param, errcode):
    made = client.v1.coupons.create(coupon)
    error = refused(client, order(discounts=[{"coupon": made.id}], **changes))
    assert (error.param, error.code) == (param, errcode)


def test_one_discount_and_no_stranger(client, order):
    assert refused(client, order(discounts=[{"coupon": "nothing"}])).code == "resource_missing"
    assert refused(client, order(discounts=[{"coupon": "a"}, {"coupon": "b"}])).param == "discounts"


def test_a_promotion_code_given_with_the_session(client, sandbox, started):
    made = code(client, max_redemptions=1)
    session = started(discounts=[{"promotion_code": made.id}])
    assert session.amount_total == 150
    sandbox.pay(session.id)
    assert client.v1.promotion_codes.retrieve(made.id).active is False


def test_a_promotion_code_typed_on_the_page(client, sandbox, started):
    made = code(client)
    session = started(allow_promotion_codes=True)
    address = f"/c/pay/{session.id}"
    assert "This code is invalid." in sandbox.post(address, {"go": "apply", "code": "NOTHING"})[1]
    assert "Pay $1.50" in sandbox.post(address, {"go": "apply", "code": made.code.lower()})[1]
    assert "Pay $3.00" in sandbox.post(address, {"go": "remove"})[1]
    sandbox.post(address, {"go": "apply", "code": made.code})
    sandbox.pay(session.id)
    paid = again(client, session, "payment_intent")
    assert (paid.amount_total, paid.payment_intent.amount) == (150, 150)
    assert paid.discounts[0].promotion_code == made.id


def test_a_code_for_another_customer_or_a_larger_order(client, order):
    customer = client.v1.customers.create({})
    mine = code(client, customer=customer.id)
    dear = code(client, restrictions={"minimum_amount": 1000, "minimum_amount_currency": "usd"})
    for made in (mine, dear):
        assert refused(client, order(discounts=[{"promotion_code": made.id}])).param == "discounts[0][promotion_code]"


def priced(behavior):
    product = {"name": "20 Connects"}
    data = {"currency": "eur", "unit_amount": 1190, "product_data": product, "tax_behavior": behavior}
    return [{"quantity": 1, "price_data": data}]


def test_tax_inside_the_price_leaves_the_total(client, sandbox, started):
    session = started(line_items=priced("inclusive"), automatic_tax={"enabled": True})
    assert session.automatic_tax.status == "requires_location_inputs"
    assert "Choose your country." in sandbox.pay(session.id)[1]
    assert sandbox.pay(session.id, country="DE")[0] == 303
    paid = again(client, session)
    assert (paid.amount_total, paid.total_details.amount_tax) == (1190, 190)
    assert (paid.automatic_tax.status, paid.customer_details.address.country) == ("complete", "DE")


def test_tax_on_top_is_shown_before_it_is_paid(client, sandbox, started):
    session = started(line_items=priced("exclusive"), automatic_tax={"enabled": True})
    assert "With tax the total is €14.16" in sandbox.pay(session.id, country="DE")[1]
    assert again(client, session).status == "open"
    assert sandbox.pay(session.id, country="DE")[0] == 303
    assert again(client, session, "payment_intent").payment_intent.amount == 1416


def test_tax_needs_to_know_what_and_where(client, order):
    taxed = {"automatic_tax": {"enabled": True}}
    assert refused(client, order(**taxed)).param == "line_items"
    customer = client.v1.customers.create({"email": "ada@example.com"})
    params = order(line_items=priced("inclusive"), customer=customer.id, **taxed)
    assert refused(client, params).code == "customer_tax_location_invalid"


def test_the_address_typed_is_saved_where_asked(client, sandbox, started):
    customer = client.v1.customers.create({"email": "ada@example.com"})
    session = started(
        line_items=priced("inclusive"),
        automatic_tax={"enabled": True},
        customer=customer.id,
        customer_update={"address": "auto"},
    )
    sandbox.pay(session.id, country="FR")
    assert client.v1.customers.retrieve(customer.id).address.country == "FR"
    known = started(line_items=priced("inclusive"), automatic_tax={"enabled": True}, customer=customer.id)
    assert (known.automatic_tax.status, known.total_details.amount_tax) == ("complete", 198)
    assert 'value="FR" selected' in sandbox.get(f"/c/pay/{known.id}")[1]


@pytest.mark.parametrize(("currency", "method"), [("usd", "paypal"), ("inr", "upi"), ("jpy", "konbini")])
def test_each_currency_has_its_methods(client, sandbox, started, currency, method):
    data = {"currency": currency, "unit_amount": 5000, "product_data": {"name": "20 Connects"}}
    session = started(line_items=[{"quantity": 1, "price_data": data}])
    assert method in session.payment_method_types
    if method != "konbini":
        assert "payment was refused" in sandbox.pay(session.id, method=method, wallet="refuse")[1]
    assert sandbox.pay(session.id, method=method)[0] == 303
    done = again(client, session, "payment_intent.latest_charge")
    assert done.payment_status == ("unpaid" if method == "konbini" else "paid")
    assert done.payment_intent.latest_charge.payment_method_details.type == method
