"""How each referral reads for its two people: a status, and what happens next. Never why somebody is doubted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from common import dates
from common.numbers import figure
from connects.models import Referral, ReferralPolicy
from connects.referrals import policy

State = Referral.State


@dataclass(frozen=True, slots=True)
class Line:
    who: str
    came_at: datetime
    state: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Sums:
    joined: int
    rewarded: int


_LABELS = {
    State.JOINED: gettext_lazy("Joined"),
    State.WAITING: gettext_lazy("Waiting"),
    State.REWARDED: gettext_lazy("Rewarded"),
    State.OVER_CAP: gettext_lazy("Over the limit"),
    State.NOT_COUNTED: gettext_lazy("Not counted"),
}


def lines(rows: Iterable[Referral]) -> list[Line]:
    """As the referrer reads them."""
    figures = policy()
    return [_line(row, row.newcomer, _note(row, figures)) for row in rows]


def of_newcomer(row: Referral) -> Line:
    """As the newcomer reads their own."""
    state = State.REWARDED if row.state == State.OVER_CAP else State(row.state)
    note = {
        State.NOT_COUNTED: _("This invitation does not count: invitations are for people who are new here."),
        State.REWARDED: _("It counted on {day}.").format(day=_day(row.decided_at)),
    }.get(state) or _note(row, policy())
    return Line(row.referrer.get_short_name(), row.came_at, state, str(_LABELS[state]), note)


def sums(person: User) -> Sums:
    counted = dict(Referral.objects.filter(referrer=person).order_by().values_list("state").annotate(Count("id")))
    return Sums(sum(counted.values()), counted.get(State.REWARDED, 0))


def _line(row: Referral, who: User, note: str) -> Line:
    return Line(who.get_short_name(), row.came_at, row.state, str(_LABELS[State(row.state)]), note)


def _note(row: Referral, figures: ReferralPolicy) -> str:
    match row.state:
        case State.WAITING:
            words = _("There is a first purchase. It counts from {day} if it is not paid back before.")
            return words.format(day=_day(row.due_at))
        case State.REWARDED:
            return _("Counted on {day}.").format(day=_day(row.decided_at))
        case State.OVER_CAP:
            return _("The month in which it counted had brought as many rewards as a month can bring.")
        case State.NOT_COUNTED:
            return _("Invitations count for people who are new here, and not between accounts that belong together.")
    return ngettext(
        "Counts with a first purchase, {days} day after it, "
        "or with a first finished contract with a client who is a stranger to you both.",
        "Counts with a first purchase, {days} days after it, "
        "or with a first finished contract with a client who is a stranger to you both.",
        figures.age_days,
    ).format(days=figure(figures.age_days))


def _day(instant: datetime | None) -> str:
    return dates.long_day(instant) if instant else ""
