"""Parts of forms that several pages share: a card's fields, test cards as buttons, what is wrong with a field."""

import datetime

from stripe_sandbox.pages import html
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.payments import cards
from stripe_sandbox.payments.objects import Payer


def card_fields(given: dict[str, str], wrong: dict[str, str]) -> Markup:
    return render(
        "card_fields.html",
        number=given.get("number", ""),
        expiry=given.get("expiry", ""),
        name=given.get("name", ""),
        **faults(wrong, "number", "expiry", "cvc"),
    )


def faults(wrong: dict[str, str], *fields: str) -> dict[str, object]:
    """For each field its attributes and its message."""
    found: dict[str, object] = {}
    for field in fields:
        bad = field in wrong
        found[f"{field}_state"] = (
            Markup(f'aria-invalid="true" aria-describedby="{field}-error"') if bad else Markup("")
        )
        found[f"{field}_error"] = render("error.html", field=field, text=wrong[field]) if bad else ""
    return found


def quick_cards(page: str, legend: str = "Or pay with a test card in one click") -> Markup:
    buttons = [
        render(
            "quick.html",
            number=card.number,
            grouped=" ".join(card.number[at : at + 4] for at in range(0, 16, 4)),
            meaning=card.meaning,
        )
        for card in cards.CARDS.values()
        if page in card.pages
    ]
    return render("quick_cards.html", legend=legend, buttons=html.join(buttons))


def quickly(given: dict[str, str]) -> dict[str, str]:
    """A test card's button fills its fields in."""
    if not given.get("quick"):
        return given
    return given | {"number": given["quick"], "expiry": "12/34", "cvc": "123", "method": "card"}


def card_problems(given: dict[str, str]) -> dict[str, str]:
    today = datetime.datetime.now(datetime.UTC).date()
    return cards.problems(given.get("number", ""), given.get("expiry", ""), given.get("cvc", ""), today)


def payer(given: dict[str, str], method: str, last4: str = "") -> Payer:
    """Who pays, of the fields of a form that has no problems."""
    name, country = given.get("name") or None, given.get("country", "")
    if method != "card":
        return Payer(given["email"], name, method, last4, country=country)
    card, number = cards.card_for(given["number"]), cards.digits(given["number"])
    month, year = cards.expiry_parts(given["expiry"])
    return Payer(given["email"], name, "card", number[-4:], card.brand, month, year, country=country, number=number)
