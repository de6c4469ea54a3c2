"""What `make run` says when it cannot: in words, with what to do."""

import fcntl
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from house import dotenv, setup
from house.servers import free_port
from tests.ports import free_pair

ROOT = Path(__file__).resolve().parents[2]


def run(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "DOTENV": "off", "DEMO": "on", "SECRET_KEY": "x", "VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-m", "house.run"],
        cwd=ROOT,
        env={**clean, "STRIPE_WEBHOOK_SECRETS": "whsec_x", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@contextmanager
def one_taken_after_a_free_one() -> Iterator[int]:
    """A port that somebody holds, next to one that nobody does."""
    while True:
        free = free_port()
        try:
            holder = socket.create_server(("127.0.0.1", free + 1))
        except OSError:
            continue
        with holder:
            yield free + 1
        return


def test_a_port_in_use_is_named_with_a_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run(tmp_path, PORT=str(port))
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert f"make run PORT={port + 100}" in refused.stderr


def test_the_port_of_the_local_stripe_is_looked_at_too(tmp_path):
    with one_taken_after_a_free_one() as port:
        refused = run(tmp_path, PORT=str(port - 1))
    assert f"Port {port} is in use" in refused.stderr


def test_a_second_start_from_the_same_folder_is_refused(tmp_path):
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = run(tmp_path, PORT=str(free_pair()))
    assert refused.returncode == 1
    assert "already running from this folder" in refused.stderr


def test_a_missing_setting_is_named(tmp_path):
    refused = run(tmp_path, DEMO="off", SITE_URL="https://guildhall.example")
    assert refused.returncode == 1
    assert "REDIS_URL" in refused.stderr
    assert ".env.example" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_child_that_dies_at_once_is_named_and_nothing_is_left_running(tmp_path):
    fallen = run(tmp_path, PORT=str(free_pair()), PYTHONPATH=str(_broken_sandbox(tmp_path)))
    assert fallen.returncode == 1
    assert "The process 'stripe' has ended by itself with exit code 3" in fallen.stderr
    assert "the sandbox is broken today" in fallen.stderr
    assert not (tmp_path / "valkey" / "valkey.sock").exists()


def _broken_sandbox(folder: Path) -> Path:
    # Found before the real one wherever the interpreter starts: it stands in for a program that cannot run.
    site = folder / "path"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import sys\nif 'stripe_sandbox' in ' '.join(sys.orig_argv):\n"
        "    print('the sandbox is broken today', flush=True)\n    import os; os._exit(3)\n"
    )
    return site


def test_the_env_of_a_fresh_clone_is_private_random_and_never_overwritten(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    assert dotenv.write_demo(one, port="8123")
    assert dotenv.write_demo(other, port="8123")
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert "PORT=8123" in one.read_text()
    assert one.read_text() != other.read_text()
    before = one.read_text()
    assert not dotenv.write_demo(one, port="9999")
    assert one.read_text() == before


def test_a_python_that_is_too_old_is_told_so(tmp_path):
    old = tmp_path / "python3.8"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    empty = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        (tmp_path / name).symlink_to(old)
    refused = subprocess.run(["make", "run"], cwd=ROOT, env=empty, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "needs Python 3.11 or newer" in refused.stderr


def test_a_python_without_its_venv_module_is_told_what_to_install(tmp_path, monkeypatch, capsys):
    crippled = tmp_path / "python"
    crippled.write_text("#!/bin/sh\necho 'No module named venv' >&2\nexit 1\n")
    crippled.chmod(0o755)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(sys, "executable", str(crippled))
    assert setup.main([]) == 1
    assert "python3-venv" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nobody"], ["web", "worker"]])
def test_a_role_that_does_not_exist_lists_those_that_do(arguments):
    command = [sys.executable, "-m", "house.role", *arguments]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "web|worker|beat" in refused.stderr
