"""Lines of the log and the metrics: whose they are, what they hold, and what they never hold."""

import io
import json
import logging
import logging.config
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from celery import shared_task
from celery.app.trace import trace_task
from celery.signals import before_task_publish
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django_guid import clear_guid, set_guid
from prometheus_client.parser import text_string_to_metric_families

from common import clock
from common.models import Mail
from marketplace import observing

TOKEN = "a token of sixteen or more"
NUMBER = "7a0d4d1c1b6f4b38a7f0c3a1d2e4f506"


@pytest.fixture
def written(monkeypatch):
    """What a process with JSON lines writes to its terminal, line by line."""
    stream = io.StringIO()
    logging.config.dictConfig(observing.log_settings(level="INFO", form="json"))
    monkeypatch.setattr(logging.getLogger().handlers[0], "stream", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(observing.log_settings(level="WARNING", form="line"))


def about_requests(lines: list[dict]) -> list[dict]:
    return [line for line in lines if line["logger"] == "guildhall.requests"]


def test_a_request_is_one_line_by_its_route_under_the_number_that_its_answer_carries(client, job, written):
    answer = client.get(f"/jobs/{job.pk}/?q=secret")
    [line] = about_requests(written())
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/jobs/<int:pk>/", 200)
    assert line["message"].startswith("GET /jobs/<int:pk>/ 200 in ")
    assert "secret" not in json.dumps(line)


@pytest.mark.parametrize(("given", "kept"), [(NUMBER, True), ("x" * 3000, False), ("<script>", False)])
def test_a_proxys_number_is_kept_when_it_is_one(client, db, written, given, kept):
    answer = client.get("/pricing/", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is kept
    assert len(about_requests(written())) == 1


def test_a_task_says_its_name_and_the_number_of_the_request_that_sent_it(written):
    @shared_task(name="test.observed")
    def observed() -> None:
        logging.getLogger("test").warning("Something to look at")

    set_guid(NUMBER)
    headers: dict[str, str] = {}
    before_task_publish.send("test.observed", headers=headers)
    clear_guid()
    # As a worker does with what it takes from the queue.
    trace_task(observed, "task-1", (), {}, {**headers, "id": "task-1"}, app=observed.app)
    [line] = [line for line in written() if line["logger"] == "test"]
    assert (line["task"], line["task_id"], line["request_id"]) == ("test.observed", "task-1", NUMBER)
    assert (line["level"], line["message"]) == ("WARNING", "Something to look at")
    assert "origin" not in line


def test_what_goes_wrong_is_one_line_too(written):
    try:
        raise RuntimeError("out of paper")
    except RuntimeError:
        logging.getLogger("test").exception("It failed")
    [line] = written()
    assert line["request_id"] == ""
    assert line["exc_info"].endswith("RuntimeError: out of paper")


def test_a_form_that_is_none_is_refused():
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", "DEMO": "on", "DOTENV": "off", "LOG_FORM": "xml"}
    words = [sys.executable, "-c", "import marketplace.settings"]
    ended = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert ended.returncode
    assert f"{ImproperlyConfigured.__name__}: LOG_FORM must be one of line, json" in ended.stderr


# --- metrics ---


def measured(client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}", "host": "10.1.2.3:8000"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_without_a_token_there_are_no_metrics(client, db):
    assert client.get("/metrics").status_code == 404


@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer another", TOKEN])
def test_without_the_token_nothing_is_told(client, db, shown):
    answer = client.get("/metrics", headers={"authorization": shown})
    assert answer.status_code == 401
    assert b"guildhall" not in answer.content


@override_settings(METRICS_TOKEN=TOKEN)
def test_requests_are_counted_by_method_route_and_status(client, job):
    key = ("guildhall_request_seconds_count", "GET", "/jobs/<int:pk>/", "200")
    before = measured(client).get(key, 0)
    client.get(f"/jobs/{job.pk}/")
    client.get(f"/jobs/{job.pk}/")
    client.generic("BREW", f"/jobs/{job.pk}/")
    after = measured(client)
    assert after[key] - before == 2
    assert not [each for each in after if "BREW" in each]


@override_settings(METRICS_TOKEN=TOKEN)
def test_work_that_waits_is_a_number_of_seconds(client, db):
    assert measured(client)["guildhall_oldest_wait_seconds", "mail"] == 0
    now = clock.real_now()
    Mail.objects.create(to="ben@example.com", subject="Hello", reference="a", queued_at=now - timedelta(hours=1))
    Mail.objects.update(next_try_at=now)
    found = measured(client)
    assert found["guildhall_oldest_wait_seconds", "mail"] == pytest.approx(3600, abs=60)
    assert (found["guildhall_part_up", "mail"], found["guildhall_part_up", "database"]) == (0, 1)
