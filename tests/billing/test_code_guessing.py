"""Promo codes cannot be found by trying: ten refused ones an hour, then a wait; without a code one buys as ever."""

import time
from datetime import timedelta

import pytest
from allauth.core.internal import ratelimit
from django.test import Client

from billing.models import Package, PromoCode, Purchase
from common import cache as house
from common import clock

pytestmark = pytest.mark.django_db
SHOP = "/settings/connects/buy/"
TOO_MANY = "Too many codes were tried; try again in "


@pytest.fixture
def spring(db) -> PromoCode:
    return PromoCode.objects.create(code="SPRING", percent=20, starts_at=clock.now() - timedelta(days=1))


@pytest.fixture
def without_redis(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "common.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    house.breaker.reset()
    house._memory.clear()
    yield
    house._memory.clear()
    house.breaker.reset()


def written(browser: Client, code: str, **headers: str) -> str:
    """What the shop says once a code was written."""
    response = browser.get(SHOP, {"code": code}, headers=headers)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def guess(browser: Client, times: int, **headers: str) -> str:
    for number in range(times):
        page = written(browser, f"GUESS{number}", **headers)
    return page


def buy(browser: Client, code: str = ""):
    package = Package.objects.get(connects=20, region__currency="USD")
    return browser.post(SHOP, {"package": package.pk, "code": code})


def test_after_ten_refused_codes_nobody_looks_at_an_eleventh(till, ben, spring):
    browser = till.browser(ben)
    assert "There is no such code" in guess(browser, 10)
    page = written(browser, "SPRING")
    assert TOO_MANY + "60 minutes." in page
    assert "SPRING is taken" not in page
    assert 'aria-describedby="code_error"' in page


def test_buying_with_a_code_waits_too_and_without_one_it_does_not(till, ben, spring):
    browser = till.browser(ben)
    guess(browser, 10)
    refused = buy(browser, "SPRING")
    assert (refused.status_code, Purchase.objects.count()) == (400, 0)
    assert TOO_MANY in refused.content.decode()
    assert buy(browser).status_code == 302
    assert Purchase.objects.get().amount_minor == 300


def test_posted_codes_count_like_those_in_the_address(till, ben):
    browser = till.browser(ben)
    for number in range(10):
        assert "There is no such code" in buy(browser, f"GUESS{number}").content.decode()
    assert TOO_MANY in buy(browser, "GUESS11").content.decode()


def test_an_hour_later_it_is_looked_at_again(till, ben, spring, monkeypatch):
    browser = till.browser(ben)
    guess(browser, 10)
    began = time.time()
    monkeypatch.setattr(ratelimit.time, "time", lambda: began + 59 * 60)
    assert TOO_MANY + "1 minute." in written(browser, "SPRING")
    monkeypatch.setattr(ratelimit.time, "time", lambda: began + 3601)
    assert "SPRING is taken" in written(browser, "SPRING")


def test_a_good_code_and_the_same_code_again_cost_no_try(till, ben, spring):
    browser = till.browser(ben)
    for _ in range(12):
        assert "SPRING is taken" in written(browser, "spring")
    for _ in range(12):
        assert "There is no such code" in written(browser, "SPRNG")
    assert "SPRING is taken" in written(browser, "SPRING")


def test_a_new_session_does_not_forget_and_others_are_not_kept_waiting(till, ben, cleo, spring):
    guess(till.browser(ben), 10)
    assert TOO_MANY in written(till.browser(ben), "SPRING")
    assert "SPRING is taken" in written(till.browser(cleo), "SPRING")


def test_many_accounts_at_one_address_wait_together(till, person, settings, spring):
    for number in range(4):
        guess(till.browser(person(f"Guest{number}", freelancer=True)), 10)
    newcomer = till.browser(person("Dora", freelancer=True))
    assert TOO_MANY in written(newcomer, "SPRING")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    elsewhere.force_login(person("Emil", freelancer=True))
    assert "SPRING is taken" in written(elsewhere, "SPRING")


def test_while_redis_is_gone_guessing_stays_slow_and_the_shop_open(without_redis, till, ben, spring):
    browser = till.browser(ben)
    guess(browser, 10)
    assert TOO_MANY in written(browser, "SPRING")
    assert buy(browser).status_code == 302
