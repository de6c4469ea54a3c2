"""The health page: one number for a load balancer, one line a part for an operator."""

import socket
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import override_settings

from common import clock, sweeps
from common.models import Mail, SweepRun
from house.servers import free_port
from marketplace import heartbeat

NO_REDIS = "redis://127.0.0.1:1/0"


def parts(client, **headers) -> dict[str, dict]:
    answer = client.get("/healthz/", headers={"accept": "application/json", **headers}).json()
    return {part["name"]: part for part in answer["parts"]}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.mark.django_db
def test_without_redis_the_site_is_degraded_and_still_takes_visitors(client):
    with override_settings(REDIS_URL=NO_REDIS):
        answer = client.get("/healthz/")
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    assert lines[0] == "degraded"
    assert "database: answers" in lines
    assert any(line.startswith("queue: does not answer") for line in lines)


@pytest.mark.django_db
def test_without_its_database_the_site_is_down(client):
    class Gone:
        def __enter__(self):
            raise OperationalError("gone")

        def __exit__(self, *_):
            return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", lambda: Gone())
        answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert answer.content.decode().splitlines()[0] == "down"


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["guildhall.example"], SECURE_SSL_REDIRECT=True)
def test_a_health_check_need_not_know_the_host_nor_https(client):
    assert client.get("/healthz/", headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.redis
def test_worker_and_beat_are_told_by_their_last_sign_of_life(client):
    silent = parts(client)
    assert (silent["worker"]["ok"], silent["beat"]["ok"]) == (False, False)
    heartbeat.heartbeat()
    cache.set(heartbeat.WORKER, time.time() - 600)
    told = parts(client)
    assert told["beat"]["ok"]
    assert (told["worker"]["ok"], told["worker"]["says"]) == (False, "last seen 600 s ago")
    assert told["worker"]["seconds"] == pytest.approx(600, abs=5)


@pytest.mark.django_db
def test_mail_that_waits_too_long_is_said(client):
    now = clock.real_now()
    mail = Mail.objects.create(to="ben@example.com", subject="s", text="t", queued_at=now, next_try_at=now)
    assert parts(client)["mail"]["ok"]
    Mail.objects.filter(pk=mail.pk).update(queued_at=now - timedelta(minutes=20))
    assert not parts(client)["mail"]["ok"]


@pytest.mark.django_db
def test_a_redis_that_accepts_and_never_answers_is_given_up_quickly(client):
    port = free_port()
    with socket.create_server(("127.0.0.1", port)), override_settings(REDIS_URL=f"redis://127.0.0.1:{port}/0"):
        began = time.monotonic()
        assert client.get("/healthz/").status_code == 200
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("process", ["worker", "beat"])
def test_the_containers_check_follows_the_sign_of_life(process, capsys):
    with pytest.raises(CommandError, match="no sign of life"):
        call_command("heartbeat", process)
    cache.set(f"heartbeat:{process}", time.time())
    call_command("heartbeat", process)
    assert "last seen" in capsys.readouterr().out
    cache.set(f"heartbeat:{process}", time.time() - 3600)
    with pytest.raises(CommandError, match="silent for 3600 s"):
        call_command("heartbeat", process)


@pytest.mark.django_db
def test_a_sweep_that_fails_is_named(client):
    SweepRun.objects.update_or_create(name="jobs.expiry", defaults={"started_at": clock.real_now(), "failures": 2})
    assert parts(client)["sweeps"] == {
        "name": "sweeps",
        "ok": False,
        "says": "failing: jobs.expiry",
        "seconds": None,
    }


@pytest.mark.django_db
def test_work_that_is_overdue_is_named(client, monkeypatch):
    due = clock.now() - timedelta(minutes=40)
    monkeypatch.setattr(sweeps, "_sweeps", {"late.work": sweeps.Sweep("late.work", lambda at: 0, lambda: due)})
    found = parts(client)["sweeps"]
    assert (found["ok"], found["says"], round(found["seconds"] / 60)) == (False, "late.work waits for 40 min", 40)


def test_alive_asks_nothing_but_the_process(client):
    assert client.get("/healthz/live/").content == b"ok\nprocess: answers\n"


@pytest.mark.django_db
def test_ready_asks_the_database_alone(client, django_assert_num_queries):
    with override_settings(REDIS_URL=NO_REDIS), django_assert_num_queries(1):
        answer = client.get("/healthz/ready/", headers={"host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok\ndatabase: answers\n")
