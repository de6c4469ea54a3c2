"""The till of tests/billing, and an operator who looks after the money."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.billing.conftest import Till, stripe_process, till  # noqa: F401 - fixtures
from tests.stripe_process import SECRET, StripeProcess


@pytest.fixture
def new_till(till, tmp_path, settings) -> Iterator[Till]:  # noqa: F811 - the fixture of this name
    """A till whose Stripe has no past: for what reads its list of events."""
    process = StripeProcess(tmp_path / "stripe.sqlite3").start()
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRETS = process.url, [SECRET]
    yield Till(process)
    process.stop()


@pytest.fixture
def desk(olga) -> Client:
    """Olga's browser, in the admin."""
    browser = Client()
    browser.force_login(olga)
    return browser
