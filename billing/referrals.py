"""Which purchase of a newcomer counts for whoever invited them: the first whose money has stayed (PRODUCT 3)."""

from accounts.models import User
from billing.models import Dispute, Purchase
from connects.services import Bought

Status = Purchase.Status


def first_purchase(person: User) -> Bought | None:
    """The first of more than nothing that was not refunded, not even in part; a disputed one is not settled.

    For whichever wallet it was. None when there is none.
    """
    paid = Purchase.objects.filter(
        buyer=person, status__in=(Status.PAID, Status.DISPUTED), amount_minor__gt=0, refunded_minor=0
    )
    kept = paid.exclude(disputes__outcome=Dispute.Outcome.LOST)
    found = kept.order_by("paid_at", "id").first()
    if found is None or found.paid_at is None:
        return None
    return Bought(found.reference, found.paid_at, settled=found.status == Status.PAID)
