"""Receipts of memberships."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.agencies.standing import runs
from accounts.requests import PersonRequest
from billing.memberships import holders
from billing.models import Invoice


@login_required
@require_safe
def invoice(request: PersonRequest, pk: int) -> HttpResponse:
    """One paid invoice, to print or keep: its payer's, and for an agency's membership also of whoever runs it."""
    rows = Invoice.objects.select_related("membership__payer", "membership__wallet__agency", "plan")
    row = get_object_or_404(rows, pk=pk)
    agency_id = row.membership.wallet.agency_id
    if row.membership.payer_id != request.user.pk and not runs(request.user, agency_id):
        raise Http404("Somebody else's invoice.")
    holder = holders.of_membership(row.membership)
    return render(request, "billing/membership_invoice.html", {"invoice": row, "holder": holder})
