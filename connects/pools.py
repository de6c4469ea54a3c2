"""The pool of an agency: who has spent what of it, with their limits and what is left of those."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import AgencyMember, User
from connects.limits import Spent, spent_by_person

_NOTHING = Spent(month=0, ever=0, times=0)


@dataclass(frozen=True, slots=True)
class Row:
    """One person: in Connects, without what came back. `share` is the bar's length, of the longest, in percent."""

    name: str
    role: str
    limit: int | None
    month: int
    ever: int
    times: int
    share: int = 0
    present: bool = True

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.month)


def spending(wallet_id: int, seat: AgencyMember) -> list[Row]:
    """Everybody who is in the agency, and whoever else has spent from it, for those who run it; else only oneself."""
    spent = spent_by_person(wallet_id)
    present = seat.agency.memberships.present().select_related("person").order_by("joined_at", "id")
    if not seat.runs:
        own = _row(seat, spent)
        return _drawn([own], highest=own.limit)
    members = list(present)
    former = set(spent) - {member.person_id for member in members}
    rows = [_row(member, spent) for member in members]
    rows += [_gone(person, spent[person.pk]) for person in User.objects.filter(pk__in=former).order_by("name", "id")]
    return _drawn(sorted(rows, key=lambda row: (-row.month, not row.present)))


def _row(member: AgencyMember, spent: dict[int, Spent]) -> Row:
    own = spent.get(member.person_id, _NOTHING)
    role = str(member.get_role_display())
    return Row(member.person.name, role, member.monthly_limit, own.month, own.ever, own.times)


def _gone(person: User, spent: Spent) -> Row:
    role = _("Operator") if person.is_staff else _("Has left")
    return Row(person.name, role, None, spent.month, spent.ever, spent.times, present=False)


def _drawn(rows: list[Row], *, highest: int | None = None) -> list[Row]:
    highest = max(highest or 0, *(row.month for row in rows), 1)
    # Whoever has spent anything can be seen, however much others spent.
    return [replace(row, share=max(2, row.month * 100 // highest) if row.month else 0) for row in rows]
