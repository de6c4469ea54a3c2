"""The rules of discounts: the best one, rounded half up, never nearly nothing; and why a code is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.discounts import Code, Discount, Situation, best, chargeable, price_after, refusal, too_little

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MEMBER, SALE, FIRST = Discount("membership", 10, "Plus"), Discount("sale", 20, "Sale"), Discount("first", 10, "First")
CODE = Code("SPRING", 20, 0, True, NOW, None, "", "", False, None, None)
WHO = Situation(NOW, "Japan", "Basic", True, 0, 0)


@pytest.mark.parametrize(
    ("list_minor", "percent", "paid"),
    [(870, 10, 783), (150, 15, 128), (145, 10, 131), (22, 10, 20), (25, 10, 23), (150, 100, 0), (1, 50, 1)],
)
def test_the_price_is_rounded_half_up(list_minor, percent, paid):
    assert price_after(list_minor, percent) == paid


@given(st.integers(1, 10**9), st.integers(1, 100))
def test_a_discount_takes_off_what_it_says_to_half_a_unit(list_minor, percent):
    assert abs(100 * price_after(list_minor, percent) - list_minor * (100 - percent)) <= 50


def test_the_best_one_is_taken_and_they_do_not_add_up():
    assert best(1000, "USD", [MEMBER, SALE, FIRST]) == SALE


def test_of_two_alike_the_one_that_can_be_used_up_is_kept():
    assert best(1000, "USD", [FIRST, MEMBER]) == MEMBER
    assert best(1000, "USD", [Discount("code", 10, "SPRING"), FIRST]) == FIRST


def test_without_any_there_is_none():
    assert best(1000, "USD", []) is None


@pytest.mark.parametrize(
    ("minor", "currency", "can"),
    [
        (49, "USD", False),
        (50, "USD", True),
        (0, "USD", True),
        (29, "GBP", False),
        (49, "JPY", False),
        (0, "JPY", True),
    ],
)
def test_nothing_can_be_charged_and_nearly_nothing_cannot(minor, currency, can):
    assert chargeable(minor, currency) is can


def test_a_discount_that_leaves_nearly_nothing_is_passed_over():
    assert best(100, "USD", [Discount("sale", 90, "Sale"), MEMBER]) == MEMBER
    assert best(100, "USD", [Discount("code", 100, "FREE"), MEMBER]) == Discount("code", 100, "FREE")


def test_a_good_code_is_not_refused():
    assert refusal(CODE, WHO) == ""


@pytest.mark.parametrize(
    ("terms", "who", "words"),
    [
        ({"active": False}, {}, "SPRING is no longer valid."),
        ({"starts_at": NOW + timedelta(days=2)}, {}, "SPRING is valid from 4 March 2026."),
        ({"ends_at": NOW}, {}, "SPRING was valid until 2 March 2026."),
        ({"region": "India"}, {}, "SPRING is for buyers in another region: India."),
        ({"plan": "Freelancer Plus"}, {}, "SPRING is for members of Freelancer Plus."),
        ({"first_purchase_only": True}, {"first_purchase": False}, "SPRING is for a first purchase, and there has"),
        ({"limit_per_person": 1}, {"used_by_person": 1}, "SPRING can be used once by each person, and you have"),
        ({"limit_per_person": 3}, {"used_by_person": 3}, "SPRING can be used 3 times by each person"),
        ({"limit_total": 5}, {"used": 5}, "SPRING has been used up."),
        ({"limit_total": 0}, {}, "SPRING has been used up."),
    ],
)
def test_a_code_says_why_it_is_refused(terms, who, words):
    code = Code(**{name: terms.get(name, getattr(CODE, name)) for name in Code.__slots__})
    situation = Situation(**{name: who.get(name, getattr(WHO, name)) for name in Situation.__slots__})
    assert refusal(code, situation).startswith(words)


def test_a_code_for_this_region_plan_and_first_purchase_is_good():
    terms = {"region": "Japan", "plan": "Basic", "first_purchase_only": True, "limit_total": 1, "limit_per_person": 1}
    code = Code(**{name: terms.get(name, getattr(CODE, name)) for name in Code.__slots__})
    assert refusal(code, WHO) == ""


def test_too_little_left_to_pay_is_said_in_the_buyers_money():
    words = too_little(CODE, 55, "EUR", "DE").replace("\u00a0", " ")
    assert words.startswith("With SPRING less than 0,50 € would be left")
    assert too_little(CODE, 100, "EUR", "DE") == ""
