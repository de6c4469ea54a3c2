"""`/healthz/`: for a load balancer one number, for an operator one line a part.

Only the database decides between 200 and 503: without queue, cache or worker the site still answers and loses nothing.
`/healthz/live/` asks nothing but this process, for whoever restarts it; `/healthz/ready/` the database alone, for
whoever sends it visitors. All are answered before hosts and redirects are looked at: a health check knows neither.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse

from billing import alarms as payments
from common import clock, mail, sweeps
from common.models import Mail, SweepRun
from marketplace import heartbeat
from proposals import alarms

ADDRESS, LIVE, READY = "/healthz/", "/healthz/live/", "/healthz/ready/"
# Above these the part counts as late. Beat sends its heartbeat every minute.
WORKER_LATE, BEAT_LATE, WORK_LATE = 90, 180, timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Part:
    """`seconds`: since the last sign of life, or how long the oldest due work has waited."""

    name: str
    ok: bool
    says: str
    seconds: float | None = None


class HealthMiddleware:
    """Answers the health address ahead of everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = _ANSWERS.get(request.path)
        return answer(request) if answer else self._get_response(request)


def healthz(request: HttpRequest) -> HttpResponse:
    return _answer(request, parts())


def live(request: HttpRequest) -> HttpResponse:
    return _answer(request, [Part("process", True, "answers")])


def ready(request: HttpRequest) -> HttpResponse:
    return _answer(request, [_database()])


_ANSWERS = {ADDRESS: healthz, LIVE: live, READY: ready}


def _answer(request: HttpRequest, parts: list[Part]) -> HttpResponse:
    database_up = parts[0].ok
    word = "down" if not database_up else "ok" if all(part.ok for part in parts) else "degraded"
    status = 200 if database_up else 503
    if "application/json" in request.headers.get("Accept", ""):
        response: HttpResponse = JsonResponse(
            {"status": word, "parts": [asdict(part) for part in parts]}, status=status
        )
    else:
        lines = [word, *(f"{part.name}: {part.says}" for part in parts)]
        response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


def parts() -> list[Part]:
    """Everything that the site depends on, the database first."""
    if not (database := _database()).ok:
        return [database]
    queue = _queue()
    found = [database, queue]
    if queue.ok:
        found.append(_lives("worker", heartbeat.age(heartbeat.WORKER), WORKER_LATE))
        found.append(_lives("beat", heartbeat.age(heartbeat.BEAT), BEAT_LATE))
    try:
        return [*found, _mail(), _work_by_the_clock(), _refunds(), _payments()]
    except DatabaseError:
        # Reachable, but its tables are not those of this version of the site.
        return [Part("database", False, "answers, but its tables are not ready")]


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Part("database", False, "does not answer")
    return Part("database", True, "answers")


def _queue() -> Part:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5) as server:
            server.ping()
    except (redis.RedisError, OSError):
        return Part("queue", False, "does not answer; pages work, mail and work by the clock wait")
    return Part("queue", True, "answers")


def _lives(name: str, age: float | None, late: int) -> Part:
    if age is None:
        return Part(name, False, "no sign of life yet")
    return Part(name, age <= late, f"last seen {age:.0f} s ago", age)


def _mail() -> Part:
    oldest = Mail.objects.filter(next_try_at__isnull=False).aggregate(oldest=Min("queued_at"))["oldest"]
    return _waiting("mail", oldest, clock.real_now(), "nothing waits")


def _work_by_the_clock() -> Part:
    failing = sorted(SweepRun.objects.filter(failures__gt=0).values_list("name", flat=True))
    if failing:
        return Part("sweeps", False, f"failing: {', '.join(failing)}")
    # Mail has a line of its own. A sweep on real time does not see the demo's clock move.
    waiting = [
        (due, sweep)
        for sweep in sweeps.known()
        if sweep.name != mail.SWEEP and (due := sweep.next_due()) and due <= _now_of(sweep)
    ]
    if not waiting:
        return Part("sweeps", True, "nothing is overdue")
    due, sweep = min(waiting, key=lambda found: found[0] - _now_of(found[1]))
    return _waiting("sweeps", due, _now_of(sweep), "", sweep.name)


def _now_of(sweep: sweeps.Sweep) -> datetime:
    return clock.real_now() if sweep.real_time else clock.now()


def _refunds() -> Part:
    """Refunds that were announced and are overdue past their alarm time (PRODUCT 8)."""
    late = len(alarms.late(clock.now()))
    return Part("refunds", not late, f"late after {late} ending{'s' if late > 1 else ''}" if late else "none is late")


def _payments() -> Part:
    """Stripe's events, purchases and refunds of money that nobody deals with (PRODUCT 4)."""
    rings = payments.ringing()
    return Part("payments", not rings, "; ".join(map(str, rings)) or "nothing waits too long")


def _waiting(part: str, since: datetime | None, now: datetime, nothing: str, what: str = "the oldest") -> Part:
    if since is None:
        return Part(part, True, nothing, 0)
    waits = now - since
    seconds = max(0.0, waits.total_seconds())
    return Part(part, waits <= WORK_LATE, f"{what} waits for {seconds // 60:.0f} min", seconds)
