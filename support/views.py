"""A ticket from a line of history, and its thread afterwards. What is not one's own to see is not there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import throttles
from accounts.agencies.doors import seat_in
from accounts.models import AgencyMember
from accounts.requests import PersonRequest
from common import paging
from connects import history
from connects import services as connects
from connects.errors import NoWallet
from support import asking, lines, thread, told
from support.errors import NoSuchLine, SupportError
from support.forms import MessageForm, TicketForm
from support.lines import Asked
from support.models import Ticket

_READS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(_READS)
def ask(request: PersonRequest, pk: int, handle: str = "") -> HttpResponse:
    """What the site knows of the line first, then the form. A ticket about it that waits is gone to."""
    asked, seat = _asked(request, pk, handle)
    if earlier := Ticket.objects.waiting().filter(person=request.user, line=asked.number).first():
        messages.info(request, _("You have asked about this line already. Write here if there is more to say."))
        return redirect(earlier)
    form = TicketForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _may_try(request, form):
        opened, _new = asking.open_ticket(asked, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. A person reads it, and you are told of the answer."))
        return redirect(opened)
    context = {"asked": asked, "line": asked.line, "told": told.about(asked), "form": form, "seat": seat}
    return render(request, "support/ask.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def my_tickets(request: PersonRequest) -> HttpResponse:
    mine = Ticket.objects.seen_by(request.user).select_related("person", "wallet__agency")
    return render(request, "support/tickets.html", {"page": paging.page(mine, request.GET, size=20)})


@login_required
@require_http_methods(_READS)
def ticket(request: PersonRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _may_try(request, form):
        try:
            asking.write(row, by=request.user, text=form.cleaned_data["text"])
        except SupportError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Sent. You are told of the answer."))
            return redirect(row)
    asked = lines.find(row.wallet_id, row.line_id)
    context = {
        "ticket": row,
        "asked": asked,
        "line": asked.line,
        "told": told.about(asked),
        "entries": thread.of(row, request.user),
        "form": form,
        "may_write": asking.may_reopen(row),
        "line_page": thread.line_page(row),
    }
    return render(request, "support/ticket.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def close(request: PersonRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    try:
        asking.close(row, by=request.user)
    except SupportError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("Closed. Write here if it is not settled after all."))
    return redirect(row)


def _asked(request: PersonRequest, pk: int, handle: str) -> tuple[Asked, AgencyMember | None]:
    """The line, of one's own wallet or of the pool of the agency in the address; whose it is not, there is none."""
    try:
        if handle:
            seat = seat_in(request, handle, running=True)
            pool = connects.open_wallet(agency=seat.agency)
            return lines.find(pool.pk, pk, read=history.pool_lines), seat
        return lines.find(connects.wallet_of(request.user).pk, pk), None
    except (NoWallet, NoSuchLine) as none:
        raise Http404("No line of this person's.") from none


def _own(request: PersonRequest, pk: int) -> Ticket:
    rows = Ticket.objects.seen_by(request.user).select_related("person", "wallet__agency")
    if pk >= 2**63:
        raise Http404("Nobody's ticket.")
    return get_object_or_404(rows, pk=pk)


def _may_try(request: PersonRequest, form: TicketForm | MessageForm) -> bool:
    if throttles.count(request, "support"):
        return True
    wait = throttles.minutes_left(request, "support")
    words = ngettext(
        "That is a lot of messages in a short time. Try again in {n} minute.",
        "That is a lot of messages in a short time. Try again in {n} minutes.",
        wait,
    )
    form.add_error(None, words.format(n=wait))
    return False
