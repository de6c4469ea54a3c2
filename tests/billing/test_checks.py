"""A site that would take payments wrongly does not start."""

import os
import subprocess
import sys

import pytest
from django.core import checks

from billing.checks import payments_are_safe
from tests.stripe_process import ROOT

SAFE = {
    "DEMO": True,
    "STRIPE_SECRET_KEY": "sk_test_x",
    "STRIPE_WEBHOOK_SECRETS": ["whsec_x"],
    "STRIPE_API_BASE": "http://127.0.0.1:8001",
}
REAL = SAFE | {"DEMO": False, "STRIPE_API_BASE": "", "STRIPE_SECRET_KEY": "sk_live_x"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (SAFE, []),
        (REAL, []),
        (SAFE | {"STRIPE_WEBHOOK_SECRETS": []}, ["billing.E001"]),
        (SAFE | {"STRIPE_WEBHOOK_SECRETS": [" "]}, ["billing.E001"]),
        (SAFE | {"STRIPE_SECRET_KEY": "sk_live_x"}, ["billing.E002"]),
        (SAFE | {"STRIPE_SECRET_KEY": "rk_live_x"}, ["billing.E002"]),
        (REAL | {"STRIPE_API_BASE": "http://127.0.0.1:8001"}, ["billing.E003"]),
        (REAL | {"STRIPE_SECRET_KEY": ""}, ["billing.W001"]),
    ],
)
def test_unsafe_payments_are_found(settings, said, expected):
    for name, value in said.items():
        setattr(settings, name, value)
    assert [message.id for message in payments_are_safe(None)] == expected


def test_the_check_belongs_to_deployment(settings):
    settings.STRIPE_WEBHOOK_SECRETS = []
    found = checks.run_checks(tags=["payments"], include_deployment_checks=True)
    assert [message.id for message in found] == ["billing.E001"]
    assert checks.run_checks(tags=["payments"]) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unsafe", "words"),
    [
        ({"STRIPE_WEBHOOK_SECRETS": ""}, "STRIPE_WEBHOOK_SECRETS is empty"),
        ({"STRIPE_SECRET_KEY": "sk_live_x"}, "A live Stripe key in demo mode"),
    ],
)
def test_the_web_process_ends_at_once(tmp_path, unsafe, words):
    env = os.environ | {"DEMO": "on", "DOTENV": "off", "VAR_DIR": str(tmp_path), "DATABASE_URL": "sqlite://:memory:"}
    env |= {"SECRET_KEY": "only for this test", "DJANGO_SETTINGS_MODULE": "marketplace.settings"} | unsafe
    start = [sys.executable, "-c", "import marketplace.wsgi"]
    ended = subprocess.run(start, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert words in ended.stderr
