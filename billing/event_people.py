"""What Stripe's events say of people, and of whom: of somebody who has closed the account nothing of it is kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.privacy.registry import subject
from billing.models import Invoice, Membership, Purchase, StripeCustomer, StripeEvent

# What Stripe's objects say of people, wherever it stands in them.
_PERSONAL = frozenset(
    {
        *("name", "email", "phone", "address", "shipping", "tax_ids", "individual_name", "business_name"),
        *("customer_details", "customer_email", "customer_name", "customer_phone", "customer_address"),
        *("customer_shipping", "customer_tax_ids", "receipt_email", "billing_details", "payment_method_details"),
    }
)
# An id of Stripe's or a key of ours is no longer.
_LONGEST_ID = 120


def told_of(person: User) -> Q:
    """The events about this person: by what they are about, and by any address or customer that stands in them."""
    bought, paid = Purchase.objects.filter(buyer=person), Membership.objects.filter(payer=person)
    customers = StripeCustomer.objects.filter(wallet__person=person).values_list("customer_id", flat=True)
    told = Q(subject__in=bought.exclude(session_id="").values("session_id"))
    told |= Q(subject__in=bought.exclude(payment_intent="").values("payment_intent"))
    told |= Q(subject__in=paid.exclude(session_id=None).values("session_id"))
    told |= Q(subject__in=paid.exclude(subscription_id=None).values("subscription_id"))
    told |= Q(subject__in=Invoice.objects.filter(membership__payer=person).values("invoice_id"))
    for words in (*customers, *subject(person).emails):
        told |= Q(payload__icontains=words)
    return told


def forget(person: User) -> None:
    """Take out of every event what it says of this person."""
    for event in StripeEvent.objects.filter(told_of(person)):
        StripeEvent.objects.filter(pk=event.pk).update(payload=without_people(event.payload))


def fit_to_keep(payload: dict[str, Any]) -> dict[str, Any]:
    """An event's payload as it may be stored: whole, or without people where it is about somebody who has gone."""
    return without_people(payload) if _is_of_somebody_gone(payload) else payload


def look_again(row: StripeEvent) -> None:
    """Of whom it was may have come out since it was stored."""
    if (fit := fit_to_keep(row.payload)) != row.payload:
        StripeEvent.objects.filter(pk=row.pk).update(payload=fit)
        row.payload = fit


def without_people(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: None if key in _PERSONAL else without_people(value) for key, value in told.items()}
    return [without_people(each) for each in told] if isinstance(told, list) else told


def _is_of_somebody_gone(payload: Mapping[str, Any]) -> bool:
    """By whatever it names of ours: a charge its payment, customer and our key, an invoice its subscription."""
    ids = set(_ids((payload.get("data") or {}).get("object")))
    gone = {"closed_at__isnull": False}
    purchase = Q(session_id__in=ids) | Q(payment_intent__in=ids) | Q(key__in=ids)
    membership = Q(session_id__in=ids) | Q(subscription_id__in=ids) | Q(key__in=ids)
    invoice = Q(invoice_id__in=ids) | Q(payment_intent__in=ids)
    return (
        User.objects.filter(pk__in=Purchase.objects.filter(purchase).values("buyer"), **gone).exists()
        or User.objects.filter(pk__in=Membership.objects.filter(membership).values("payer"), **gone).exists()
        or User.objects.filter(pk__in=Invoice.objects.filter(invoice).values("membership__payer"), **gone).exists()
        or User.objects.filter(wallet__stripe_customer__customer_id__in=ids, **gone).exists()
    )


def _ids(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        if 0 < len(told) <= _LONGEST_ID:
            yield told
    elif isinstance(told, dict):
        for key, value in told.items():
            if key not in _PERSONAL:
                yield from _ids(value)
    elif isinstance(told, list):
        for each in told:
            yield from _ids(each)
