"""The demo clock's page: what time it is on the site, what is due next, and the buttons that move it."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timesince import timesince
from django.views.decorators.http import require_GET, require_POST

from common import clock, time_travel
from common.views.demo import demo_only, operators_only
from common.voyage import Voyage


def patience() -> float:
    """Seconds that one answer may take; the rest of a long journey goes on with the next."""
    return 2.5


@demo_only
@operators_only
@require_GET
def demo_clock(request: HttpRequest) -> HttpResponse:
    agenda = sorted(time_travel.agenda(), key=lambda entry: (entry[0] is None, entry[0], entry[1].name))
    context = {
        "agenda": agenda,
        "ahead": _in_words(clock.offset()),
        "can_move": clock.can_move(),
        "voyage": Voyage.load(request.session),
        "next_due": agenda[0][0] if agenda else None,
    }
    return render(request, "demo/clock.html", context)


@demo_only
@operators_only
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Start a journey with `by`, or go on with the one that was broken off."""
    voyage = Voyage.load(request.session)
    if "by" in request.POST:
        target = _target(request.POST["by"])
        if target is None:
            messages.error(request, "Choose how far the clock should move.")
            return redirect("demo_clock")
        voyage = Voyage.begin(clock.now(), target)
    if voyage is None or voyage.arrived:
        return redirect("demo_clock")
    try:
        voyage.add(time_travel.travel(voyage.target, patience=patience()))
    except clock.ClockRefuses as refusal:
        messages.error(request, str(refusal))
        return redirect("demo_clock")
    voyage.save(request.session)
    return redirect("demo_clock")


def _in_words(span: timedelta) -> str:
    """ "3 days, 4 hours"; empty for nothing."""
    now = clock.real_now()
    return timesince(now - span, now, depth=2) if span else ""


def _target(by: str) -> datetime | None:
    now = clock.now()
    if by == "next":
        stop = time_travel.next_stop()
        return max(now, stop.at) if stop else None
    steps = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
    if by in steps:
        return now + steps[by]
    return time_travel.a_month_after(now) if by == "month" else None
