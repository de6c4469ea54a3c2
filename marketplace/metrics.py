"""`/metrics`: what a Prometheus server reads, for whoever shows METRICS_TOKEN; without a token it is not there.

Requests are counted in this process, or in files that all workers share when PROMETHEUS_MULTIPROC_DIR names a folder
(house/role.py does). The rest is asked of the database when somebody reads: work that waits, and the economy.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from marketplace import health

ADDRESS = "/metrics"
log = logging.getLogger("guildhall.requests")
_requests = Histogram(
    "guildhall_request_seconds",
    "How long answers took, by method, route and status",
    ["method", "route", "status"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=None,
)


def _request_took(method: str, route: str, status: int, seconds: float) -> None:
    known = method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
    _requests.labels(known, route, str(status)).observe(seconds)


class Observed:
    """One line and one measurement a request, by its route: numbers of rows would make each address its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self._get_response(request)
        seconds = time.perf_counter() - began
        route = f"/{request.resolver_match.route}" if request.resolver_match else "(none)"
        _request_took(request.method or "", route, response.status_code, seconds)
        log.info(
            "%s %s %s in %.0f ms",
            request.method,
            route,
            response.status_code,
            seconds * 1000,
            extra={"method": request.method, "route": route, "status": response.status_code, "seconds": seconds},
        )
        return response


class MetricsMiddleware:
    """Answers ahead of hosts and redirects: a collector asks a container by its number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return metrics(request) if request.path == ADDRESS and settings.METRICS_TOKEN else self._get_response(request)


def metrics(request: HttpRequest) -> HttpResponse:
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse("Metrics need the token.\n", content_type="text/plain", status=401)
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_requests)
    registry.register(_Health())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Health(Collector):
    """The parts of the health page as numbers: 1 is well; and for how long the oldest work of each has waited."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("guildhall_part_up", "1 when this part of /healthz/ is well", labels=["part"])
        waits = GaugeMetricFamily(
            "guildhall_oldest_wait_seconds", "How long the oldest due work of a part has waited", labels=["part"]
        )
        for part in health.parts():
            up.add_metric([part.name], int(part.ok))
            if part.seconds is not None:
                waits.add_metric([part.name], part.seconds)
        yield from (up, waits)
