"""Stripe's test cards and test bank accounts, and the words that Stripe has for each refusal."""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    PAYS = "pays"
    DECLINED = "declined"
    AUTHENTICATES = "authenticates"
    # Can be kept, but not charged later.
    ATTACHES = "attaches"


class Refunds(StrEnum):
    """What becomes of a refund to this card."""

    SUCCEED = "succeed"
    FAIL_LATER = "fail later"
    PENDING = "pending"


# Where a card is typed: for an order, to begin a subscription, to be kept, for an invoice that is open.
ORDER, SUBSCRIBE, KEEP, INVOICE = "order", "subscribe", "keep", "invoice"
EVERYWHERE = (ORDER, SUBSCRIBE, KEEP, INVOICE)


@dataclass(frozen=True)
class TestCard:
    number: str
    brand: str
    outcome: Outcome
    meaning: str
    message: str = ""
    code: str = ""
    decline_code: str = ""
    refunds: Refunds = Refunds.SUCCEED
    # Whether its holder goes to the bank after paying: "chargeback", "inquiry", or nothing.
    disputes: str = ""
    # The pages that offer it as a button.
    pages: tuple[str, ...] = (ORDER,)


CARDS = {
    card.number: card
    for card in (
        TestCard("4242424242424242", "visa", Outcome.PAYS, "Pays", pages=EVERYWHERE),
        TestCard("5555555555554444", "mastercard", Outcome.PAYS, "Pays", pages=()),
        TestCard(
            "4000000000000002", "visa", Outcome.DECLINED, "Declined",
            "Your card was declined.", "card_declined", "generic_decline", pages=EVERYWHERE,
        ),
        TestCard(
            "4000000000009995", "visa", Outcome.DECLINED, "Insufficient funds",
            "Your card has insufficient funds.", "card_declined", "insufficient_funds",
        ),
        TestCard(
            "4000000000000069", "visa", Outcome.DECLINED, "Expired card",
            "Your card has expired.", "expired_card",
        ),
        TestCard("4000002500003155", "visa", Outcome.AUTHENTICATES, "Asks for 3-D Secure", pages=(ORDER, SUBSCRIBE)),
        TestCard(
            "4000000000000341", "visa", Outcome.ATTACHES, "Is kept, renewals fail",
            "Your card was declined.", "card_declined", "generic_decline", pages=(SUBSCRIBE, KEEP),
        ),
        TestCard("4000000000005126", "visa", Outcome.PAYS, "Pays, refunds fail later", refunds=Refunds.FAIL_LATER),
        TestCard("4000000000007726", "visa", Outcome.PAYS, "Pays, refunds take time", refunds=Refunds.PENDING),
        TestCard(
            "4000000000000259", "visa", Outcome.PAYS, "Pays, then disputes it",
            disputes="chargeback", pages=(ORDER, KEEP),
        ),
        TestCard("4000000000001976", "visa", Outcome.PAYS, "Pays, then asks the bank", disputes="inquiry"),
    )
}  # fmt: skip
ALWAYS_PAYS = TestCard("", "", Outcome.PAYS, "")
NOT_A_TEST_CARD = TestCard(
    "", "visa", Outcome.DECLINED, "",
    "Your card was declined. Your request was in test mode, but used a non test (live) card.",
    "card_declined", "test_mode_live_card",
)  # fmt: skip
AUTHENTICATION_FAILED = (
    "We are unable to authenticate your payment method. Please choose a different payment method and try again."
)
DEBIT_RETURNED = "The customer's bank account has insufficient funds."


def wallet_refusal(method: str) -> TestCard:
    """What a payment refused on a wallet's own page leaves behind."""
    return TestCard("", method, Outcome.DECLINED, "", "The payment was refused.", "payment_method_customer_decline")


def card_for(number: str) -> TestCard:
    return CARDS.get(digits(number), NOT_A_TEST_CARD)


def digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def problems(number: str, expiry: str, cvc: str, today: datetime.date) -> dict[str, str]:
    """What is wrong with the fields, by field, in the words of the payment page."""
    wrong: dict[str, str] = {}
    typed = re.sub(r"[\s-]", "", number)
    if not re.fullmatch(r"\d{13,19}", typed):
        wrong["number"] = "Your card number is incomplete."
    elif not _luhn(typed):
        wrong["number"] = "Your card number is invalid."
    match = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(\d{2}|\d{4})\s*", expiry)
    if not match or not 1 <= int(match[1]) <= 12:
        wrong["expiry"] = "Your card's expiration date is incomplete."
    elif (int(match[2]) % 100 + 2000, int(match[1])) < (today.year, today.month):
        wrong["expiry"] = "Your card's expiration year is in the past."
    if not re.fullmatch(r"\d{3,4}", cvc):
        wrong["cvc"] = "Your card's security code is incomplete."
    return wrong


def expiry_parts(expiry: str) -> tuple[int, int]:
    month, year = re.findall(r"\d+", expiry)[:2] if "/" in expiry else (expiry[:-2], expiry[-2:])
    return int(month), int(year) % 100 + 2000


def _luhn(number: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
