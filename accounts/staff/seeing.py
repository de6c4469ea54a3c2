"""Seeing the site as somebody: begun with a reason, for half an hour, on record.

What a visit may not do is refused, and whatever a page writes meanwhile is undone: accounts.staff.middleware.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.staff.models import Impersonation
from common import clock

# Short on purpose, and no figure of an operator's: whoever is watched should not depend on who watches.
LASTS = timedelta(minutes=30)
PERMISSION = "accounts.impersonate_user"
_KEPT = "seeing_as"
# The person's log-in, the operators' own pages, what leaves the site as a file, and addresses that ask Stripe.
_SHUT = ("/accounts/", "/admin/", "/demo/", "/stripe/", "/settings/privacy/", "/settings/roles/", "/settings/hat/")
_SHUT_NAMES = ("checkout_return", "membership_return")


@transaction.atomic
def begin(person: User, *, by: User, reason: str) -> Impersonation:
    """Put on record that `by` sees the site as `person` from now on. Raises ValidationError for an operator."""
    if person.is_staff or person.is_superuser or person.pk == by.pk:
        raise ValidationError(_("Nobody sees the site as an operator."))
    if not reason.strip():
        raise ValidationError(_("Say why: it is kept for good."))
    now = clock.real_now()
    return Impersonation.objects.create(
        operator=by, person=person, reason=reason.strip(), started_at=now, expires_at=now + LASTS
    )


def remember(request: HttpRequest, visit: Impersonation) -> None:
    """From the next page on this browser sees the site as that person."""
    request.session[_KEPT] = visit.pk


def current(request: HttpRequest) -> Impersonation | None:
    """The visit of this browser, over or not, if it is this operator's."""
    number = request.session.get(_KEPT) if isinstance(request.user, User) else None
    if number is None:
        return None
    visits = Impersonation.objects.select_related("person", "operator")
    return visits.filter(pk=number, operator_id=request.user.pk).first()


def may_go_on(visit: Impersonation, at: datetime) -> bool:
    """Not out of time, not stopped elsewhere, and both are still who they were when it began."""
    allowed = visit.operator.is_staff and visit.operator.has_perm(PERMISSION) and not visit.person.is_staff
    return visit.ended_at is None and at < visit.expires_at and allowed


def end(request: HttpRequest, visit: Impersonation) -> None:
    """Stop it, or note that it has run out. Twice is once."""
    request.session.pop(_KEPT, None)
    now = clock.real_now()
    Impersonation.objects.filter(pk=visit.pk, ended_at=None).update(ended_at=min(now, visit.expires_at))


def count(visit: Impersonation) -> None:
    Impersonation.objects.filter(pk=visit.pk).update(pages=F("pages") + 1)


def why_not(request: HttpRequest) -> str:
    """Why this page is not shown to a visit; empty for one that is."""
    if request.method not in ("GET", "HEAD"):
        return _("You only look: nothing is sent, changed or bought in somebody else's name.")
    path = request.path_info
    if path.startswith(_SHUT):
        return _("This is theirs alone, or the operators' own: log-in, e-mail, second factors, the admin.")
    if path.endswith(".csv") or path in {reverse(name) for name in _SHUT_NAMES}:
        return _("What leaves the site as a file, and the way back from a payment, are theirs alone.")
    return ""


def of(person: User) -> QuerySet[Impersonation]:
    """Every time somebody saw the site as this person, newest first: for them to read in the export of their data."""
    return Impersonation.objects.filter(person=person).order_by("-id")
