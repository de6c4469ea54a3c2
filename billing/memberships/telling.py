"""What a membership's payer is told about it: a line in the notice centre and a mail, rows of the same transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.agencies import standing
from accounts.models import User
from billing import kept
from billing.memberships.holders import of_membership
from billing.models import Invoice, Membership
from common import dates
from common.numbers import figure
from common.prices import format_price
from common.reading import read_by, said
from common.telling import News, tell

# What a piece of news says, in the language in force.
Words = dict[str, Any]


def started(row: Membership, invoice: Invoice) -> None:
    """The receipt of the first payment, and what it brings."""

    def words() -> Words:
        facts = _facts(row)
        return {
            "subject": _("{plan} has begun").format(**facts),
            "text": _begun(row).format(**facts),
            "lines": (
                _either(row, _("Thank you. {plan} has begun."), _("Thank you. {plan} has begun for {agency}.")).format(
                    **facts
                ),
                ngettext(
                    "Its first {n} Connect is in the wallet.",
                    "Its first {n} Connects are in the wallet.",
                    row.plan.monthly,
                ).format(**facts),
                _("It renews by itself until you cancel it; what is paid for stays to its end."),
            ),
            "label": _("Open the receipt"),
            "facts": _receipt(row, invoice),
        }

    _tell(row, words, kind="membership", reference=f"started:{invoice.invoice_id}", link=invoice.get_absolute_url())


def renewed(row: Membership, invoice: Invoice) -> None:
    def words() -> Words:
        facts = {**_facts(row), "price": _amount(row, invoice), "day": dates.long_day(invoice.ends_at)}
        return {
            "subject": _("{plan} renewed until {day}").format(**facts),
            "text": _either(
                row,
                _("{plan} renewed for {price}, until {day}."),
                _("{plan} renewed for {agency} for {price}, until {day}."),
            ).format(**facts),
            "lines": (
                _either(
                    row,
                    _("{plan} has been renewed. Thank you."),
                    _("{plan} has been renewed for {agency}. Thank you."),
                ).format(**facts),
            ),
            "label": _("Open the receipt"),
            "facts": _receipt(row, invoice),
        }

    _tell(
        row,
        words,
        kind="membership_renewed",
        reference=f"renewed:{invoice.invoice_id}",
        link=invoice.get_absolute_url(),
    )


def changed(row: Membership, invoice: Invoice) -> None:
    def words() -> Words:
        facts = _facts(row)
        return {
            "subject": _("Your membership is {plan} now").format(**facts),
            "text": _either(
                row,
                _("Your membership is {plan} now: {n} Connects a month."),
                _("Your membership for {agency} is {plan} now: {n} Connects a month."),
            ).format(**facts),
            "lines": (
                _either(
                    row,
                    _("Your membership is {plan} now, with {n} Connects a month."),
                    _("Your membership for {agency} is {plan} now, with {n} Connects a month."),
                ).format(**facts),
            ),
            "label": _("Open the receipt"),
            "facts": _receipt(row, invoice),
        }

    _tell(row, words, kind="membership", reference=f"changed:{invoice.invoice_id}", link=invoice.get_absolute_url())


def failing(row: Membership, *, invoice: str, next_attempt_at: datetime | None) -> None:
    """A renewal could not be charged: once an invoice, however often it is tried."""

    def words() -> Words:
        facts = _facts(row)
        return {
            "subject": _("{plan} could not be renewed").format(**facts),
            "text": _either(
                row,
                _("{plan} could not be renewed: the payment failed. Please check your card."),
                _("{plan} could not be renewed for {agency}: the payment failed. Please check your card."),
            ).format(**facts),
            "lines": (
                f"{_did_not_go_through(row).format(**facts)} {_again(next_attempt_at)}",
                _("Until it does, no monthly Connects come. Those that you have stay yours, whatever happens."),
                _("Please check the card that is on file, or add another."),
            ),
            "label": _("Look after the payment"),
        }

    _tell(row, words, kind="membership_failing", reference=f"failing:{invoice}", link=_page(row))


def ending(row: Membership) -> None:
    """Cancelled by its payer: it goes on to the end of what is paid."""
    until = row.paid_until
    assert until is not None

    def words() -> Words:
        facts = {**_facts(row), "day": dates.long_day(until)}
        return {
            "subject": _("{plan} ends on {day}").format(**facts),
            "text": _either(
                row,
                _("{plan} is cancelled and ends on {day}. Until then nothing changes."),
                _("{plan} is cancelled for {agency} and ends on {day}. Until then nothing changes."),
            ).format(**facts),
            "lines": (
                _either(
                    row,
                    _("You have cancelled {plan}. It ends on {day}; nothing more is charged."),
                    _("You have cancelled {plan} for {agency}. It ends on {day}; nothing more is charged."),
                ).format(**facts),
                _("Until then nothing changes, and you can take it up again with one click."),
                _("The Connects that it brought stay yours until they expire."),
            ),
            "label": _("Your membership"),
        }

    _tell(row, words, kind="membership_ending", reference=f"ending:{row.key}:{row.revision}", link=_page(row))


def ended(row: Membership) -> None:
    paid_back = row.invoices.exclude(status=Invoice.Status.PAID).filter(ends_at__gt=row.ended_at).exists()

    def words() -> Words:
        facts = _facts(row)
        has_ended = _either(row, _("{plan} has ended."), _("{plan} has ended for {agency}.")).format(**facts)
        after = _either(row, _("You are on Basic again."), _("{agency} has no plan any more.")).format(**facts)
        stays = _("Connects that it brought stay.")
        stay = _("The Connects that it brought stay until they expire, each lot on its own day.")
        if paid_back:
            stays = stay = _("The Connects of the time that was paid back went with its payment.")
        return {
            "subject": _("{plan} has ended").format(**facts),
            "text": f"{has_ended} {after} {stays}",
            "lines": (f"{has_ended} {said(row.ended_because)}", f"{after} {stay}"),
            "label": _("Compare the plans"),
        }

    _tell(row, words, kind="membership_ended", reference=f"ended:{row.key}", link=_page(row))


def never_paid(row: Membership) -> None:
    def words() -> Words:
        facts = _facts(row)
        not_begun = _either(
            row,
            _("The payment for {plan} did not go through, so it has not begun."),
            _("The payment for {plan} for {agency} did not go through, so it has not begun."),
        )
        return {
            "subject": _("{plan} was not paid").format(**facts),
            "text": _either(
                row,
                _("The payment for {plan} did not go through. Nothing was charged."),
                _("The payment for {plan} for {agency} did not go through. Nothing was charged."),
            ).format(**facts),
            "lines": (not_begun.format(**facts),),
            "label": _("Try again"),
        }

    _tell(row, words, kind="payment_failed", reference=f"never-paid:{row.key}", link=_page(row))


def _tell(row: Membership, words: Callable[[], Words], *, kind: str, reference: str, link: str) -> None:
    """`words` are asked for once for each reader, in their language."""
    for reader in _readers(row):
        with read_by(reader):
            tell(News(to=reader, kind=kind, reference=f"membership:{reference}", link=link, **words()))


def _readers(row: Membership) -> list[User]:
    """Who pays for it; once they no longer run the agency, whoever owns it as well."""
    agency = row.wallet.agency_id
    if agency is None or standing.runs(row.payer, agency):
        return [row.payer]
    return [row.payer, *standing.owners_of([agency]).values()]


def _facts(row: Membership) -> dict[str, str]:
    return {"plan": row.plan.name, "agency": _holder_name(row), "n": figure(row.plan.monthly)}


def _either(row: Membership, own: str, of_agency: str) -> str:
    return of_agency if _is_agency(row) else own


def _begun(row: Membership) -> str:
    if _is_agency(row):
        return _("{plan} has begun for {agency}: {n} Connects a month, the first are there.")
    return _("{plan} has begun: {n} Connects a month, the first are there.")


def _did_not_go_through(row: Membership) -> str:
    if _is_agency(row):
        return _("The payment for {plan} for {agency} did not go through.")
    return _("The payment for {plan} did not go through.")


def _again(next_attempt_at: datetime | None) -> str:
    if next_attempt_at is None:
        return _("It is tried again soon.")
    return _("It is tried again on {day}.").format(day=dates.long_day(next_attempt_at))


def _receipt(row: Membership, invoice: Invoice) -> tuple[tuple[str, str], ...]:
    period = _("{first} to {last}").format(
        first=dates.long_day(invoice.starts_at), last=dates.long_day(invoice.ends_at)
    )
    return (
        (_("Number"), invoice.number),
        (_("Plan"), invoice.plan.name),
        (_("Period"), period),
        (_("Paid"), _amount(row, invoice)),
        (_("Paid with"), kept.means(invoice.paid_with) or "Stripe"),
    )


def _amount(row: Membership, invoice: Invoice) -> str:
    return format_price(invoice.amount_minor, invoice.currency, row.payer.country)


def _is_agency(row: Membership) -> bool:
    return row.wallet.agency_id is not None


def _holder_name(row: Membership) -> str:
    return of_membership(row).name


def _page(row: Membership) -> str:
    return of_membership(row).page()
