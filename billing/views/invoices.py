"""Receipts of memberships."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from billing.memberships import holders
from billing.models import Invoice


@login_required
@require_safe
def invoice(request: PersonRequest, pk: int) -> HttpResponse:
    """One paid invoice, to print or keep. Its payer's alone."""
    rows = Invoice.objects.select_related("membership__payer", "membership__wallet__agency", "plan")
    row = get_object_or_404(rows, pk=pk, membership__payer=request.user)
    holder = holders.of_membership(row.membership)
    return render(request, "billing/membership_invoice.html", {"invoice": row, "holder": holder})
