"""Who has a place, from tables."""

import pytest

from proposals.boost_rules import Bid, Figures, in_place, least

FOUR = Figures(places=4, cap=50)
KEPT = Figures(places=4, cap=50, newcomers_place=True)


def bids(*amounts, newcomers=(), fixed=()):
    """In the order in which they came, numbered from 1."""
    return [Bid(n, amount, n, n in newcomers, n in fixed) for n, amount in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    ("found", "figures", "winners"),
    [
        ([], FOUR, set()),
        (bids(5), FOUR, {1}),
        (bids(1, 2, 3, 4), FOUR, {1, 2, 3, 4}),
        (bids(1, 2, 3, 4, 5), FOUR, {2, 3, 4, 5}),
        # Of equal bids the earlier wins.
        (bids(5, 5, 5, 5, 5), FOUR, {1, 2, 3, 4}),
        (bids(5, 5, 5, 5, 6), FOUR, {1, 2, 3, 5}),
        # What the client has looked at keeps its place, however low.
        (bids(1, 9, 9, 9, 9, fixed={1}), FOUR, {1, 2, 3, 4}),
        (bids(1, 1, 1, 1, 50, fixed={1, 2, 3, 4}), FOUR, {1, 2, 3, 4}),
        # One place is kept for newcomers, who may have the others too.
        (bids(9, 8, 7, 6), KEPT, {1, 2, 3}),
        (bids(9, 8, 7, 1, newcomers={4}), KEPT, {1, 2, 3, 4}),
        (bids(9, 8, 7, 1, 2, newcomers={4, 5}), KEPT, {1, 2, 3, 5}),
        (bids(9, 8, 1, 7, 2, newcomers={1, 2, 3, 4}), KEPT, {1, 2, 4, 5}),
    ],
)
def test_in_place(found, figures, winners):
    assert in_place(found, figures) == winners


@pytest.mark.parametrize(
    ("found", "figures", "newcomer", "lowest"),
    [
        ([], FOUR, False, 1),
        (bids(9, 9, 9), FOUR, False, 1),
        (bids(2, 9, 9, 9), FOUR, False, 3),
        (bids(50, 50, 50, 50), FOUR, False, None),
        (bids(1, 9, 9, 9, fixed={1}), FOUR, False, 10),
        (bids(1, 1, 1, 1, fixed={1, 2, 3, 4}), FOUR, False, None),
        (bids(9, 8, 7), KEPT, False, 8),
        (bids(9, 8, 7), KEPT, True, 1),
        (bids(9, 8, 7, 3, newcomers={4}), KEPT, True, 4),
        (bids(9, 8, 7, 3, newcomers={4}), KEPT, False, 8),
    ],
)
def test_the_least_that_takes_a_place(found, figures, newcomer, lowest):
    assert least(found, figures, newcomer=newcomer) == lowest
