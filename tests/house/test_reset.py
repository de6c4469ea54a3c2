"""`make reset` wipes a demo's data: asked, never under a running site, never outside a demo."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def var(tmp_path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "guildhall.sqlite3").write_text("a demo's data")
    return folder


def reset(var: Path, *arguments: str, answer: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "DOTENV": "off", "SECRET_KEY": "x", "DEMO": "on", "VAR_DIR": str(var)}
    command = [sys.executable, "-m", "house.reset", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**clean, **environment}, input=answer, capture_output=True, text=True
    )


@pytest.mark.parametrize("answer", ["", "n\n", "what?\n"])
def test_it_asks_and_only_yes_means_yes(var, answer):
    assert reset(var, answer=answer).returncode == 1
    assert (var / "guildhall.sqlite3").exists()


@pytest.mark.parametrize(("arguments", "answer"), [((), "y\n"), (("--force",), "")])
def test_yes_or_force_wipes_everything(var, arguments, answer):
    assert reset(var, *arguments, answer=answer).returncode == 0
    assert not var.exists()


def test_it_leaves_a_running_site_alone(var):
    with (var / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = reset(var, "--force")
    assert refused.returncode == 1
    assert "running" in refused.stderr
    assert (var / "guildhall.sqlite3").exists()


def test_it_leaves_a_real_site_alone(var):
    real = {"DEMO": "off", "SITE_URL": "https://x.example", "REDIS_URL": "redis://x", "EMAIL_URL": "smtp://x"}
    refused = reset(var, "--force", **real, STRIPE_SECRET_KEY="sk_test_x", STRIPE_WEBHOOK_SECRETS="whsec_x")
    assert refused.returncode == 1
    assert "not a demo" in refused.stderr
    assert (var / "guildhall.sqlite3").exists()


def test_nothing_to_forget_is_no_failure(tmp_path):
    assert reset(tmp_path / "nowhere").returncode == 0
