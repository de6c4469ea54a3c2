"""Who gets into an agency's pages. Whoever may not is told what everybody is told of a page that is not there: 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.http.response import HttpResponseBase

from accounts.agencies.models import AgencyMember
from accounts.agencies.standing import seat_of
from accounts.requests import PersonRequest

SeatView = Callable[Concatenate[PersonRequest, AgencyMember, ...], HttpResponseBase]


def for_members(view: SeatView) -> Callable[..., HttpResponseBase]:
    """Hand the view its reader's place in the agency of the address."""
    return _door(view, running=False)


def for_running(view: SeatView) -> Callable[..., HttpResponseBase]:
    """The same, for owner and managers only."""
    return _door(view, running=True)


def seat_in(request: PersonRequest, handle: str, *, running: bool) -> AgencyMember:
    """The reader's place in the agency. Raises Http404 for everybody else."""
    seat = seat_of(request.user, handle)
    if seat is None or (running and not seat.runs):
        raise Http404("Not an agency of this person's, or not theirs to look after.")
    return seat


def _door(view: SeatView, *, running: bool) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: PersonRequest, handle: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, seat_in(request, handle, running=running), *args, **kwargs)

    return login_required(guarded)
