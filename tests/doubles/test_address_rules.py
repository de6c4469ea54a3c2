"""What two addresses say of each other: a table, because a wrong row holds somebody's Connects."""

from datetime import timedelta

import pytest

from accounts.normalise import email_key, sign_mark
from accounts.rules import Limits, address_signs, telling
from tests.conftest import MONDAY

LIMITS = Limits(devices=True, cards=True, addresses=True, numbered_days=7, domain_accounts=3, domain_days=7)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("jane.doe1@acme.test", "jane.doe2@acme.test", True),
        ("jane.doe@acme.test", "jane.doe7@acme.test", True),
        ("jane-doe_01@acme.test", "jane-doe_999@acme.test", True),
        ("JANE.DOE1@acme.test", "jane.doe2+x@Acme.test", True),
        # Another domain, another person; a year of birth is no running number.
        ("jane.doe1@acme.test", "jane.doe2@other.test", False),
        ("jane.doe1987@acme.test", "jane.doe1988@acme.test", False),
        # Initials are shared by strangers, and so are names.
        ("jd1@acme.test", "jd2@acme.test", False),
        ("jane.doe1@acme.test", "john.doe2@acme.test", False),
        ("123@acme.test", "124@acme.test", False),
    ],
)
def test_running_numbers(one, other, alike):
    first, second = (address_signs(email_key(address), "").get("numbered") for address in (one, other))
    assert (first is not None and first == second) is alike


@pytest.mark.parametrize(
    ("listed_as", "kinds"),
    [
        ("", {"mailbox", "numbered", "domain"}),
        ("shared", {"mailbox", "numbered"}),
        ("disposable", {"mailbox", "numbered", "disposable"}),
    ],
)
def test_a_domain_counts_as_operators_list_it(listed_as, kinds):
    assert set(address_signs("jane.doe@acme.test", listed_as)) == kinds


@pytest.mark.parametrize(
    ("kind", "days_apart", "at_provider", "count"),
    [
        ("device", [400], False, 1),
        ("card", [400], True, 1),
        ("mailbox", [400], True, 1),
        ("disposable", [400], False, 1),
        # At a large provider Jane Does are many; two in a week are one.
        ("numbered", [6], True, 1),
        ("numbered", [8], True, 0),
        ("numbered", [400], False, 1),
        # Two colleagues are two people, three within a week are looked at.
        ("domain", [1], False, 0),
        ("domain", [1, 2], False, 2),
        ("domain", [1, 8], False, 0),
        ("domain", [1, 2, 30], False, 2),
    ],
)
def test_how_much_it_takes(kind, days_apart, at_provider, count):
    others = [MONDAY - DAY * days for days in days_apart]
    assert len(telling(kind, MONDAY, others, at_provider=at_provider, limits=LIMITS)) == count


@pytest.mark.parametrize(
    ("switch", "kind"), [("devices", "device"), ("cards", "card"), ("addresses", "numbered"), ("addresses", "mailbox")]
)
def test_each_is_switched_off_by_its_figure(switch, kind):
    off = Limits(**{name: getattr(LIMITS, name) for name in LIMITS.__slots__} | {switch: False})
    assert telling(kind, MONDAY, [MONDAY], at_provider=False, limits=off) == []


def test_a_mark_tells_nothing_and_is_of_its_kind_alone():
    assert "4242" not in sign_mark("card", "card:4242")
    assert sign_mark("card", "x") != sign_mark("device", "x")
    assert sign_mark("card", "x") == sign_mark("card", "x")
