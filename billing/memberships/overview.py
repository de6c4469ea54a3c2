"""The membership page of one wallet: where it stands, what else it could have, and what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from billing.memberships import offers, wording
from billing.memberships.holders import Holder
from billing.memberships.rules import Coming, Standing, comes
from billing.models import Invoice, Membership, PlanPrice, StripeCustomer
from connects import services as connects

INVOICES = 24


@dataclass(frozen=True, slots=True)
class Option:
    """One price in the comparison table. `act` is what choosing it is called, empty when it cannot be chosen."""

    price: PlanPrice
    act: str
    is_present: bool = False
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One plan of the comparison table."""

    column: offers.Column
    options: list[Option]
    is_present: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows. `membership` is the live one, if there is one."""

    holder: Holder
    membership: Membership | None
    standing: connects.PlanStanding
    choices: list[Choice]
    invoices: Sequence[Invoice]
    cancelling: list[str]
    resuming: str
    has_paid: bool

    @property
    def next_connects_at(self) -> datetime | None:
        """When the next monthly Connects come; none while nothing is going to pay for them."""
        at, until = self.standing.next_period_at, self.standing.paid_until
        if at is None or not self.standing.code:
            return None
        return at if until is None or at < until or self._renews else None

    @property
    def _renews(self) -> bool:
        row = self.membership
        return row is not None and row.status == row.Status.ACTIVE and not (row.is_contract or row.ends_at_period_end)

    @property
    def shows_all_invoices(self) -> bool:
        return len(self.invoices) < INVOICES


def overview(holder: Holder) -> Overview:
    rows = Membership.objects.live().filter(wallet_id=holder.wallet_id)
    membership = rows.select_related("plan__terms", "next_plan", "payer").first()
    standing = connects.plan_of(holder.wallet_id)
    running = membership if membership and membership.runs else None
    invoices = list(Invoice.objects.filter(membership__wallet_id=holder.wallet_id).select_related("plan")[:INVOICES])
    stays = running is not None and not running.is_contract
    return Overview(
        holder=holder,
        membership=membership,
        standing=standing,
        choices=[_choice(each, membership, standing.code) for each in offers.columns(for_agencies=holder.is_agency)],
        invoices=invoices,
        cancelling=wording.before_cancelling(running, holder) if running and stays else [],
        has_paid=StripeCustomer.objects.filter(wallet_id=holder.wallet_id).exists() and bool(invoices or running),
        resuming=wording.before_resuming(running) if running and running.ends_at_period_end else "",
    )


def _choice(column: offers.Column, membership: Membership | None, code: str) -> Choice:
    sold = [] if column.terms.by_contract else column.prices
    options = [_option(price, column, membership) for price in sold]
    return Choice(column, options, is_present=column.terms.plan.code == code)


def _option(price: PlanPrice, column: offers.Column, membership: Membership | None) -> Option:
    if membership is None or not membership.runs:
        return Option(price, gettext("Choose"))
    if membership.is_contract:
        return Option(price, "")
    wanted = Standing(column.terms.rank, price.interval)
    coming = comes(Standing(membership.plan.terms.rank, membership.interval), wanted)
    if coming is Coming.NOT:
        return Option(price, "", is_present=True)
    if (membership.next_plan_id, membership.next_interval) == (price.plan_id, price.interval):
        return Option(price, "", is_next=True)
    if membership.status != Membership.Status.ACTIVE or membership.payer.closed_at:
        return Option(price, "")
    return Option(price, _act(coming, membership, price))


def _act(coming: Coming, membership: Membership, price: PlanPrice) -> str:
    if price.plan_id == membership.plan_id:
        return gettext("Pay yearly") if price.interval == "year" else gettext("Pay monthly")
    return gettext("Upgrade") if coming is Coming.NOW else gettext("Change over")
