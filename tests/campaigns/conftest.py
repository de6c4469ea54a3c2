"""An operator's campaigns: Olga writes them, Ben, Cleo and others get them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from billing.campaigns import acts, sending
from billing.models import Campaign, PromoCode, Sale
from common import clock
from tests.billing.conftest import found_agency
from tests.conftest import MONDAY


@pytest.fixture
def monday():
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def campaign(monday, olga) -> Callable[..., Campaign]:
    """Write a draft: `campaign(connects=20, country="NL")`; `campaign("sale", sale=sale)`."""

    def make(kind: str = "grant", **fields: Any) -> Campaign:
        gives = {"connects": 20, "lives_days": 90} if kind == "grant" else {}
        words = {"name": "Spring thanks", "message": "Thank you for being here."}
        return Campaign.objects.create(kind=kind, **{**words, **gives, **fields})

    return make


@pytest.fixture
def start(olga) -> Callable[..., Campaign]:
    """Start a draft, as it stands."""

    def begin(campaign: Campaign) -> Campaign:
        return acts.start(campaign, actor=olga, reason="Spring", seen=acts.reach_of(campaign).people)

    return begin


@pytest.fixture
def sent(campaign, start) -> Callable[..., Campaign]:
    """Write, start and send: `sent(connects=20)`."""

    def make(kind: str = "grant", **fields: Any) -> Campaign:
        made = start(campaign(kind, **fields))
        sending.send(clock.now())
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def sale(monday) -> Sale:
    return Sale.objects.create(name="Spring sale", percent=20, starts_at=monday, ends_at=monday + timedelta(days=7))


@pytest.fixture
def code(monday) -> Callable[..., PromoCode]:
    """Make a code that needs no purchase: `code("GIFT", connects=5)`."""

    def make(name: str = "GIFT", **terms: Any) -> PromoCode:
        plain = {"connects": 5, "without_purchase": True, "lives_days": 60, "starts_at": monday}
        return PromoCode.objects.create(code=name, **{**plain, **terms})

    return make


@pytest.fixture
def agency_of(db):
    """`agency_of(ben, plan="agency")`"""
    return found_agency
