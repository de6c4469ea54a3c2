"""The payment page and what Stripe then shows: success, decline, 3-D Secure, delayed, abandoned, expired."""

import time

import pytest
import stripe


@pytest.fixture
def session(client, order):
    return client.v1.checkout.sessions.create(order())


def events(client, session_id) -> list[str]:
    """Types of the events of this session and of its payment, oldest first."""
    session = client.v1.checkout.sessions.retrieve(session_id)
    newest = client.v1.events.list({"limit": 100}).data
    mine = []
    for event in newest:
        subject = event.data.object.to_dict()
        if {subject["id"], subject.get("payment_intent")} & ({session_id, session.payment_intent} - {None}):
            mine.append(event.type)
    return mine[::-1]


def again(client, session, *expand):
    return client.v1.checkout.sessions.retrieve(session.id, {"expand": list(expand)})


def test_the_good_card_pays_and_leads_back(client, sandbox, session):
    status, _, headers = sandbox.pay(session.id)
    assert (status, headers["Location"]) == (303, f"http://shop.example/return/?session_id={session.id}")
    paid = again(client, session, "payment_intent.latest_charge")
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.customer_details.email == "ada@example.com"
    intent = paid.payment_intent
    assert (intent.status, intent.amount_received, intent.metadata["purchase"]) == ("succeeded", 300, "7")
    assert intent.latest_charge.payment_method_details.card.last4 == "4242"
    assert events(client, session.id) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_a_declined_card_stays_on_the_page_and_another_may_pay(client, sandbox, session):
    status, page, _ = sandbox.pay(session.id, number="4000 0000 0000 0002")
    assert status == 200
    assert "Your card was declined." in page
    still = again(client, session, "payment_intent")
    assert (still.status, still.payment_status) == ("open", "unpaid")
    assert still.payment_intent.last_payment_error.decline_code == "generic_decline"
    assert "charge.failed" in events(client, session.id)
    assert sandbox.pay(session.id)[0] == 303
    assert again(client, session).payment_status == "paid"


def test_three_d_secure_completes(client, sandbox, session):
    status, _, headers = sandbox.pay(session.id, number="4000002500003155")
    assert (status, headers["Location"]) == (303, f"/c/pay/{session.id}/3ds")
    assert again(client, session, "payment_intent").payment_intent.status == "requires_action"
    assert "Complete authentication" in sandbox.get(headers["Location"])[1]
    status, _, back = sandbox.post(headers["Location"], {"verdict": "complete"})
    assert back["Location"].startswith("http://shop.example/return/")
    paid = again(client, session, "payment_intent.latest_charge")
    assert paid.payment_status == "paid"
    assert paid.payment_intent.latest_charge.payment_method_details.card.three_d_secure.result == "authenticated"


def test_three_d_secure_fails_and_leaves_the_session_open(client, sandbox, session):
    sandbox.pay(session.id, number="4000002500003155")
    status, page, _ = sandbox.post(f"/c/pay/{session.id}/3ds", {"verdict": "fail"})
    assert status == 200
    assert "unable to authenticate" in page
    assert again(client, session).status == "open"
    assert sandbox.get(f"/c/pay/{session.id}/3ds")[1].count("Complete authentication") == 0


def test_after_three_d_secure_failed_the_page_takes_another_card(client, sandbox, session):
    sandbox.pay(session.id, number="4000002500003155")
    page = sandbox.post(f"/c/pay/{session.id}/3ds", {"verdict": "fail"})[1]
    assert f'<form method="post" action="/c/pay/{session.id}"' in page
    for shown in (page, sandbox.get(f"/c/pay/{session.id}/3ds")[1]):
        assert "Card number" in shown
        assert "has expired" not in shown
    assert sandbox.pay(session.id)[0] == 303
    assert again(client, session).payment_status == "paid"


def test_three_d_secure_cannot_be_skipped_to(client, sandbox, session):
    status, _, _ = sandbox.post(f"/c/pay/{session.id}/3ds", {"verdict": "complete"})
    assert (status, again(client, session).payment_status) == (200, "unpaid")


@pytest.mark.parametrize(
    ("outcome", "payment_status", "event"),
    [
        ("succeeded", "paid", "checkout.session.async_payment_succeeded"),
        ("failed", "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_a_bank_debit_completes_first_and_is_decided_later(client, sandbox, session, outcome, payment_status, event):
    status, _, headers = sandbox.pay(session.id, method="us_bank_account", account=outcome)
    assert (status, headers["Location"].endswith(session.id)) == (303, True)
    under_way = again(client, session, "payment_intent")
    assert (under_way.status, under_way.payment_status) == ("complete", "unpaid")
    assert under_way.payment_intent.status == "processing"
    sandbox.control("settle", session=session.id)
    assert again(client, session).payment_status == payment_status
    assert events(client, session.id)[-1] == event


def test_the_desk_may_decide_otherwise(client, sandbox, session):
    sandbox.pay(session.id, method="us_bank_account", account="succeeded")
    assert sandbox.post(f"/desk/sessions/{session.id}", {"verb": "failed"})[0] == 303
    assert events(client, session.id)[-1] == "checkout.session.async_payment_failed"


def test_the_way_back_leaves_it_open(client, sandbox, session):
    assert 'href="http://shop.example/buy/"' in sandbox.get(f"/c/pay/{session.id}")[1]
    assert again(client, session).status == "open"


def test_nobody_pays_twice(client, sandbox, session):
    sandbox.pay(session.id)
    status, page, _ = sandbox.pay(session.id)
    assert status == 200
    assert "all done here" in page
    assert events(client, session.id).count("charge.succeeded") == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "4242"}, "card number is incomplete"),
        ({"number": "4242424242424241"}, "card number is invalid"),
        ({"expiry": "13/34"}, "expiration date is incomplete"),
        ({"expiry": "01/20"}, "expiration year is in the past"),
        ({"cvc": ""}, "security code is incomplete"),
        ({"email": "nobody"}, "email is incomplete"),
        ({"method": "konbini"}, "Choose a payment method"),
        ({"number": "4111111111111111"}, "non test (live) card"),
    ],
)
def test_the_page_says_what_is_wrong(client, sandbox, session, fields, words):
    status, page, _ = sandbox.pay(session.id, **fields)
    assert status == 200
    assert words in page
    assert again(client, session).status == "open"


def test_what_was_typed_is_shown_as_text(sandbox, session):
    page = sandbox.pay(session.id, name='"><script>alert(1)</script>', number="4242")[1]
    assert "<script>" not in page


def test_a_session_expires_by_request(client, sandbox, session):
    expired = client.v1.checkout.sessions.expire(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    assert events(client, session.id) == ["checkout.session.expired"]
    assert "has expired" in sandbox.pay(session.id)[1]
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        client.v1.checkout.sessions.expire(session.id)


def test_a_session_expires_by_the_clock(client, sandbox, session):
    fields = {"expires_at": int(time.time()) - 1}
    sandbox.control("tamper", id=session.id, object="checkout.session", fields=fields)
    assert "has expired" in sandbox.pay(session.id)[1]
    assert again(client, session).status == "expired"


def test_a_paid_session_does_not_expire(client, sandbox, session):
    sandbox.pay(session.id)
    with pytest.raises(stripe.InvalidRequestError, match="status of `complete`"):
        client.v1.checkout.sessions.expire(session.id)


def test_forms_of_other_sites_are_refused(sandbox, session):
    status, _, _ = sandbox.post(f"/c/pay/{session.id}", {}, Origin="http://evil.example")
    assert status == 403


def test_refunds_never_exceed_the_charge(client, sandbox, session):
    sandbox.pay(session.id)
    intent = again(client, session).payment_intent
    part = client.v1.refunds.create({"payment_intent": intent, "amount": 100, "reason": "requested_by_customer"})
    assert (part.status, part.amount) == ("succeeded", 100)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": intent, "amount": 201})
    assert client.v1.refunds.create({"payment_intent": intent}).amount == 200
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"payment_intent": intent})
    assert caught.value.code == "charge_already_refunded"
    assert [refund.amount for refund in client.v1.refunds.list({"payment_intent": intent}).data] == [200, 100]
    assert client.v1.charges.retrieve(part.charge).refunded is True


def test_a_customer_is_kept_and_named_on_the_session(client, order):
    customer = client.v1.customers.create({"email": "ben@example.com", "metadata": {"user": "2"}})
    assert client.v1.customers.retrieve(customer.id).email == "ben@example.com"
    session = client.v1.checkout.sessions.create(order(customer=customer.id))
    assert client.v1.checkout.sessions.retrieve(session.id, {"expand": ["customer"]}).customer.metadata["user"] == "2"


def test_lists_are_newest_first_and_paged(client, order):
    made = [client.v1.checkout.sessions.create(order()).id for _ in range(5)]
    first = client.v1.checkout.sessions.list({"limit": 2})
    assert [session.id for session in first.data] == made[:2:-1]
    assert first.has_more is True
    following = client.v1.checkout.sessions.list({"limit": 2, "starting_after": first.data[-1].id})
    assert [session.id for session in following.data] == [made[2], made[1]]
    back = client.v1.checkout.sessions.list({"limit": 2, "ending_before": following.data[0].id})
    assert [session.id for session in back.data] == made[:2:-1]
    walked = [session.id for session in client.v1.checkout.sessions.list({"limit": 2}).auto_paging_iter()]
    assert walked[:5] == made[::-1]


def test_events_are_filtered_by_type_and_time(client, sandbox, session):
    sandbox.pay(session.id)
    found = client.v1.events.list({"type": "checkout.session.completed", "limit": 1}).data
    assert found[0].data.object["id"] == session.id
    assert client.v1.events.retrieve(found[0].id).type == "checkout.session.completed"
    assert client.v1.events.list({"created": {"gt": int(time.time()) + 60}}).data == []
    both = client.v1.events.list({"types": ["charge.succeeded", "payment_intent.succeeded"], "limit": 2})
    assert {event.type for event in both.data} == {"charge.succeeded", "payment_intent.succeeded"}
