"""What a membership's payer is told about it: a line in the notice centre and a mail, rows of the same transaction."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format

from accounts.agencies import standing
from accounts.models import User
from billing.memberships.holders import of_membership
from billing.models import Invoice, Membership
from common.money import format_money
from common.telling import News, tell


def started(row: Membership, invoice: Invoice) -> None:
    """The receipt of the first payment, and what it brings."""
    _tell(
        row,
        kind="membership",
        reference=f"started:{invoice.invoice_id}",
        subject=f"{row.plan.name} has begun",
        text=f"{row.plan.name} has begun{_for(row)}: {row.plan.monthly} Connects a month, the first are there.",
        lines=(
            f"Thank you. {row.plan.name} has begun{_for(row)}.",
            f"Its first {row.plan.monthly} Connects are in the wallet.",
            "It renews by itself until you cancel it; what is paid for stays to its end.",
        ),
        link=invoice.get_absolute_url(),
        label="Open the receipt",
        facts=_receipt(row, invoice),
    )


def renewed(row: Membership, invoice: Invoice) -> None:
    _tell(
        row,
        kind="membership_renewed",
        reference=f"renewed:{invoice.invoice_id}",
        subject=f"{row.plan.name} renewed until {_day(row, invoice.ends_at)}",
        text=f"{row.plan.name} renewed{_for(row)} for {_amount(invoice)}, until {_day(row, invoice.ends_at)}.",
        lines=(f"{row.plan.name} has been renewed{_for(row)}. Thank you.",),
        link=invoice.get_absolute_url(),
        label="Open the receipt",
        facts=_receipt(row, invoice),
    )


def changed(row: Membership, invoice: Invoice) -> None:
    _tell(
        row,
        kind="membership",
        reference=f"changed:{invoice.invoice_id}",
        subject=f"Your membership is {row.plan.name} now",
        text=f"Your membership{_for(row)} is {row.plan.name} now: {row.plan.monthly} Connects a month.",
        lines=(f"Your membership{_for(row)} is {row.plan.name} now, with {row.plan.monthly} Connects a month.",),
        link=invoice.get_absolute_url(),
        label="Open the receipt",
        facts=_receipt(row, invoice),
    )


def failing(row: Membership, *, invoice: str, next_attempt_at: datetime | None) -> None:
    """A renewal could not be charged: once an invoice, however often it is tried."""
    again = f"It is tried again on {_day(row, next_attempt_at)}." if next_attempt_at else "It is tried again soon."
    _tell(
        row,
        kind="membership_failing",
        reference=f"failing:{invoice}",
        subject=f"{row.plan.name} could not be renewed",
        text=f"{row.plan.name} could not be renewed{_for(row)}: the payment failed. Please check your card.",
        lines=(
            f"The payment for {row.plan.name}{_for(row)} did not go through. {again}",
            "Until it does, no monthly Connects come. Those that you have stay yours, whatever happens.",
            "Please check the card that is on file, or add another.",
        ),
        link=_page(row),
        label="Look after the payment",
    )


def ending(row: Membership) -> None:
    """Cancelled by its payer: it goes on to the end of what is paid."""
    assert row.paid_until is not None
    day = _day(row, row.paid_until)
    _tell(
        row,
        kind="membership_ending",
        reference=f"ending:{row.key}:{row.revision}",
        subject=f"{row.plan.name} ends on {day}",
        text=f"{row.plan.name} is cancelled{_for(row)} and ends on {day}. Until then nothing changes.",
        lines=(
            f"You have cancelled {row.plan.name}{_for(row)}. It ends on {day}; nothing more is charged.",
            "Until then nothing changes, and you can take it up again with one click.",
            "The Connects that it brought stay yours until they expire.",
        ),
        link=_page(row),
        label="Your membership",
    )


def ended(row: Membership) -> None:
    after = "has no plan any more" if _is_agency(row) else "are on Basic again"
    who = _holder_name(row) if _is_agency(row) else "You"
    stays, stay = (
        "Connects that it brought stay.",
        "The Connects that it brought stay until they expire, each lot on its own day.",
    )
    if row.invoices.exclude(status=Invoice.Status.PAID).filter(ends_at__gt=row.ended_at).exists():
        stays = stay = "The Connects of the time that was paid back went with its payment."
    _tell(
        row,
        kind="membership_ended",
        reference=f"ended:{row.key}",
        subject=f"{row.plan.name} has ended",
        text=f"{row.plan.name} has ended{_for(row)}. {who} {after}. {stays}",
        lines=(
            f"{row.plan.name} has ended{_for(row)}. {row.ended_because}",
            f"{who} {after}. {stay}",
        ),
        link=_page(row),
        label="Compare the plans",
    )


def never_paid(row: Membership) -> None:
    _tell(
        row,
        kind="payment_failed",
        reference=f"never-paid:{row.key}",
        subject=f"{row.plan.name} was not paid",
        text=f"The payment for {row.plan.name}{_for(row)} did not go through. Nothing was charged.",
        lines=(f"The payment for {row.plan.name}{_for(row)} did not go through, so it has not begun.",),
        link=_page(row),
        label="Try again",
    )


def _tell(row: Membership, *, reference: str, **news: Any) -> None:
    tell(*(News(to=reader, reference=f"membership:{reference}", **news) for reader in _readers(row)))


def _readers(row: Membership) -> list[User]:
    """Who pays for it; once they no longer run the agency, whoever owns it as well."""
    agency = row.wallet.agency_id
    if agency is None or standing.runs(row.payer, agency):
        return [row.payer]
    return [row.payer, *standing.owners_of([agency]).values()]


def _receipt(row: Membership, invoice: Invoice) -> tuple[tuple[str, str], ...]:
    period = f"{_day(row, invoice.starts_at)} to {_day(row, invoice.ends_at)}"
    return (
        ("Number", invoice.number),
        ("Plan", invoice.plan.name),
        ("Period", period),
        ("Paid", _amount(invoice)),
        ("Paid with", invoice.paid_with or "Stripe"),
    )


def _amount(invoice: Invoice) -> str:
    return format_money(invoice.amount_minor, invoice.currency)


def _day(row: Membership, instant: datetime) -> str:
    return date_format(instant.astimezone(row.payer.zone), "j F Y")


def _for(row: Membership) -> str:
    return f" for {_holder_name(row)}" if _is_agency(row) else ""


def _is_agency(row: Membership) -> bool:
    return row.wallet.agency_id is not None


def _holder_name(row: Membership) -> str:
    return of_membership(row).name


def _page(row: Membership) -> str:
    return of_membership(row).page()
