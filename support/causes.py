"""How a refund by support reads in the history of a wallet."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from connects.causes import Cause
from support.models import Ticket


def tickets(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Ticket.objects.filter(pk__in=ids).values_list("pk", "title")
    return {pk: Cause(_words(pk, title), reverse("ticket", args=[pk])) for pk, title in rows}


def _words(number: int, title: str) -> str:
    return _("Refunded by support: ticket {number} about “{title}”").format(number=number, title=title)
