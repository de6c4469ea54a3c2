"""Forgetting a setting fails closed: the site refuses to start and names what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "a long and random text, or so the site hopes: 8f3b2c",
    "SITE_URL": "https://guildhall.example",
    "ALLOWED_HOSTS": "guildhall.example",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "STRIPE_SECRET_KEY": "sk_test_unused",
    "STRIPE_WEBHOOK_SECRETS": "whsec_unused",
}


def settings(show: str = "DEBUG", **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own, with that environment and nothing else."""
    code = f"from marketplace import settings; print(repr(settings.{show}))"
    clean = {"PATH": os.environ["PATH"], "DOTENV": "off", **environment}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "REDIS_URL", "EMAIL_URL"])
def test_it_refuses_to_start_without_what_has_no_safe_default(name):
    refused = settings(**{key: value for key, value in PRODUCTION.items() if key != name})
    assert refused.returncode != 0
    assert name in refused.stderr


def test_a_demo_needs_nothing_but_its_secret_key():
    assert settings(DEMO="on", SECRET_KEY="x").returncode == 0
    assert "SECRET_KEY" in settings(DEMO="on").stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DEBUG", "False"),
        ("DEMO", "False"),
        ("STRIPE_API_BASE", "''"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("ALLOWED_HOSTS", "['guildhall.example']"),
    ],
)
def test_production_is_strict_by_default(setting, value):
    read = settings(setting, **PRODUCTION)
    assert read.stdout.strip() == value, read.stderr


def test_no_host_is_answered_unless_named():
    assert settings("ALLOWED_HOSTS", **{**PRODUCTION, "ALLOWED_HOSTS": ""}).stdout.strip() == "[]"


def test_a_site_address_without_a_scheme_is_refused():
    assert "SITE_URL must begin with" in settings(**{**PRODUCTION, "SITE_URL": "guildhall.example"}).stderr


def test_the_local_stripe_follows_the_port_of_a_demo_and_gives_way_to_real_keys():
    demo = {"DEMO": "on", "SECRET_KEY": "x", "PORT": "9100"}
    assert settings("STRIPE_API_BASE", **demo).stdout.strip() == "'http://127.0.0.1:9101'"
    assert settings("SITE_URL", **demo).stdout.strip() == "'http://127.0.0.1:9100'"
    assert settings("STRIPE_API_BASE", **demo, STRIPE_SECRET_KEY="sk_test_x").stdout.strip() == "''"


def test_a_socket_path_that_the_kernel_would_refuse_is_kept_short():
    deep = "/" + "/".join(["deep"] * 30)
    shown = settings("VALKEY_SOCKET", DEMO="on", SECRET_KEY="x", VAR_DIR=deep).stdout
    assert "valkey.sock" in shown
    assert len(shown) < 110


def test_an_error_is_told_in_the_log_when_debug_is_off():
    code = (
        "import django; django.setup(); import logging; "
        "logging.getLogger('django.request').error('this page broke'); logging.getLogger('jobs').warning('look')"
    )
    environment = {"PATH": os.environ["PATH"], "DOTENV": "off", "DJANGO_SETTINGS_MODULE": "marketplace.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment | PRODUCTION, capture_output=True, text=True
    )
    assert "[ERROR] - django.request: this page broke" in ran.stderr
    assert "[WARNING] - jobs: look" in ran.stderr
    assert ran.stderr.count("this page broke") == 1
