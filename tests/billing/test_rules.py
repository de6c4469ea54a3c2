"""The arithmetic of the shop window."""

from dataclasses import dataclass

import pytest

from billing import rules


@dataclass(frozen=True)
class P:
    connects: int
    price_minor: int


SHELF = [P(10, 150), P(20, 300), P(40, 600), P(60, 870), P(80, 1140), P(100, 1400)]


def test_the_savings_of_the_six_packages():
    assert [rules.saving_percent(each, SHELF) for each in SHELF] == [0, 0, 0, 3, 5, 7]


@pytest.mark.parametrize(
    ("package", "words"),
    [
        (P(10, 150), "$0.15"),
        (P(60, 870), "$0.145"),
        (P(80, 1140), "$0.1425"),
        (P(100, 1400), "$0.14"),
        (P(3, 100), "$0.3333"),
        (P(3, 200), "$0.6667"),
        (P(1, 100), "$1.00"),
    ],
)
def test_the_price_of_one_connect(package, words):
    assert rules.price_per_connect(package.price_minor, package.connects, "USD") == words


def test_the_price_of_one_connect_without_minor_unit():
    assert rules.price_per_connect(220, 10, "JPY") == "¥22"
    assert rules.price_per_connect(1276, 60, "JPY") == "¥21.27"


@pytest.mark.parametrize(("missing", "connects"), [(1, 10), (10, 10), (11, 20), (61, 80), (100, 100)])
def test_the_smallest_package_that_is_enough(missing, connects):
    found = rules.smallest_enough(SHELF[::-1], missing)
    assert found is not None
    assert found.connects == connects


def test_no_single_package_is_enough():
    assert rules.smallest_enough(SHELF, 101) is None
