"""What this room knows of a person: purchases stay as numbers, what receipts and Stripe say of the buyer goes."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.privacy.registry import Blanked, Gone, Holding, Kept, Later, Room, Subject
from billing import checkout, customers, event_people, gone, stripe_gateway
from billing.errors import NoSuchSession, PaymentsError
from billing.memberships import ending, starting
from billing.memberships.errors import NotRunning
from billing.models import (
    BillingDetails,
    Campaign,
    CampaignPerson,
    Dispute,
    Invoice,
    Membership,
    Purchase,
    Redemption,
    Refund,
    StripeCustomer,
    StripeEvent,
)

_BOOKS = Kept("What was paid, for how many Connects: amounts and numbers.")
_BILLED: dict[str, Any] = {"billed_company": "", "billed_tax_id": "", "billed_address": ""}


def _effects(person: User) -> list[str]:
    own = Membership.objects.running().filter(wallet__person=person).select_related("plan").first()
    ends = _("Your membership {plan} ends at once; what is paid is not paid back.")
    said = [ends.format(plan=own.plan.name)] if own else []
    paying = _for_agencies(person).select_related("plan", "wallet__agency")
    not_renewed = _("{plan} of {agency} is not renewed: you pay for it.")
    return said + [not_renewed.format(plan=each.plan.name, agency=each.wallet.agency) for each in paying]


def _wind_up(person: User) -> None:
    """Asks Stripe, outside any transaction. Raises Later."""
    try:
        _close_checkouts(person)
        for row in Membership.objects.running().filter(wallet__person=person):
            ending.end_now(row, because=gone.ACCOUNT_CLOSED)
        for row in _for_agencies(person):
            _let_end(row)
        # Last, when nothing of theirs runs any more.
        if stripe_gateway.is_set_up():
            customers.forget_person(person)
    except PaymentsError as unwell:
        raise Later(str(unwell)) from unwell


def _close_checkouts(person: User) -> None:
    """So that nobody pays on a page that is still open somewhere. What was paid a moment ago goes on from there."""
    for purchase in Purchase.objects.filter(buyer=person, status=Purchase.Status.OPEN):
        try:
            checkout.cancel(purchase)
        except NoSuchSession:
            # Nobody can pay it either; the look at checkouts sets it aside.
            continue
    for row in Membership.objects.filter(payer=person, status=Membership.Status.STARTING):
        try:
            starting.abandon(row)
        except NoSuchSession:
            continue


def _for_agencies(person: User) -> QuerySet[Membership]:
    paid = Membership.objects.running().filter(payer=person, wallet__agency__isnull=False, ends_at_period_end=False)
    return paid.exclude(interval="")


def _let_end(row: Membership) -> None:
    try:
        ending.cancel(row)
    except NotRunning:
        return


def _erase(of: Subject) -> None:
    event_people.forget(of.person)


ROOM = Room(
    "billing",
    (
        Holding(
            Purchase,
            ("buyer",),
            Blanked({**_BILLED, "paid_with": "", "session_url": ""}),
            hidden=("key", "session_url", "mismatch"),
        ),
        Holding(
            Membership, ("payer",), Blanked({"session_url": ""}), hidden=("key", "session_url", "mismatch", "contract")
        ),
        Holding(Invoice, ("membership__payer",), Blanked({**_BILLED, "paid_with": ""})),
        Holding(Refund, ("purchase__buyer", "invoice__membership__payer"), _BOOKS, hidden=("actor", "key", "failure")),
        Holding(Dispute, ("purchase__buyer", "invoice__membership__payer"), _BOOKS),
        Holding(
            StripeCustomer,
            ("wallet__person",),
            Kept("The number that refunds and disputes are found by."),
        ),
        Holding(BillingDetails, ("wallet__person",), Gone()),
        Holding(Redemption, ("person",), _BOOKS, hidden=("key",)),
        Holding(CampaignPerson, ("person",), _BOOKS, hidden=("mark",)),
        Holding(Campaign, ("started_by",), Kept("What operators did stays on the record.")),
        Holding(
            StripeEvent,
            (),
            Kept("That Stripe told of a payment; what it says of a person is taken out."),
            more=event_people.told_of,
            hidden=("error", "quarantine"),
        ),
    ),
    effects=_effects,
    wind_up=_wind_up,
    erase=_erase,
)
