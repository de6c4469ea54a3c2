"""The demo clock's page: the time on the site, what will happen, the buttons that move it, and what happened."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from common import clock, horizons, outlook, sweeps, time_travel
from common.views.demo import demo_only, operators_only
from common.voyage import Voyage

# How far the list can look ahead, and how its tabs say so.
_AHEAD = {
    horizons.NEXT: gettext_lazy("The next event"),
    horizons.DAY: gettext_lazy("A day"),
    horizons.WEEK: gettext_lazy("A week"),
    horizons.MONTH: gettext_lazy("To the next month"),
}


def patience() -> float:
    """Seconds that one answer may take; the rest of a long journey goes on with the next."""
    return 2.5


@demo_only
@operators_only
@require_GET
def demo_clock(request: HttpRequest) -> HttpResponse:
    voyage = Voyage.load(request.session)
    context = {"ahead": _in_words(clock.offset()), "can_move": clock.can_move(), "voyage": voyage}
    if voyage is None or voyage.arrived:
        context |= _what_comes(request.GET.get("to", ""))
    return render(request, "demo/clock.html", context)


@demo_only
@operators_only
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Start a journey with `by`, or go on with the one that was broken off."""
    voyage = Voyage.load(request.session)
    if "by" in request.POST:
        target = horizons.target(request.POST["by"])
        if target is None:
            messages.error(request, _("Choose how far the clock should move."))
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


def _what_comes(chosen: str) -> dict[str, object]:
    """What will happen until the chosen horizon, and what the work behind it waits for."""
    to = chosen if chosen in _AHEAD else horizons.DAY
    now, until = clock.now(), horizons.target(to)
    agenda = sorted(time_travel.agenda(), key=lambda entry: (entry[0] is None, entry[0], entry[1].name))
    return {
        "to": to,
        "tabs": _AHEAD.items(),
        "until": until,
        "coming": outlook.coming(sweeps.outlooks(), now, until) if until else [],
        "next_month": horizons.next_month(now),
        "agenda": agenda,
        "next_due": agenda[0][0] if agenda else None,
    }


def _in_words(span: timedelta) -> str:
    """ "3 days, 4 hours"; empty for nothing."""
    now = clock.real_now()
    return timesince(now - span, now, depth=2) if span else ""
