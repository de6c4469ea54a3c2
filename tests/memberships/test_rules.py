"""Which change of plan comes when."""

import pytest

from billing.memberships.rules import Coming, Standing, comes

AGENCY, BUSINESS = 2, 3


@pytest.mark.parametrize(
    ("present", "wanted", "expected"),
    [
        ((AGENCY, "month"), (AGENCY, "month"), Coming.NOT),
        ((AGENCY, "month"), (BUSINESS, "month"), Coming.NOW),
        ((AGENCY, "month"), (AGENCY, "year"), Coming.NOW),
        ((AGENCY, "month"), (BUSINESS, "year"), Coming.NOW),
        ((AGENCY, "year"), (BUSINESS, "year"), Coming.NOW),
        ((BUSINESS, "month"), (AGENCY, "month"), Coming.PERIOD_END),
        ((BUSINESS, "month"), (AGENCY, "year"), Coming.PERIOD_END),
        ((BUSINESS, "year"), (AGENCY, "month"), Coming.PERIOD_END),
        ((AGENCY, "year"), (AGENCY, "month"), Coming.PERIOD_END),
        # More, but shorter: what is prepaid for a year is had for the year.
        ((AGENCY, "year"), (BUSINESS, "month"), Coming.PERIOD_END),
    ],
)
def test_more_comes_now_and_less_with_the_next_period(present, wanted, expected):
    assert comes(Standing(*present), Standing(*wanted)) is expected
