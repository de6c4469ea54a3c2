"""Disputes: payments that a payer's bank has questioned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from billing.stripe_gateway.client import talking


@dataclass(frozen=True, slots=True)
class StripeDispute:
    """A dispute as Stripe tells it now. `answer_by` is the last instant for evidence."""

    id: str
    status: str
    amount_minor: int
    currency: str
    payment_intent: str
    why: str
    live: bool
    opened_at: datetime
    answer_by: datetime | None


def dispute(dispute_id: str) -> StripeDispute:
    """Ask Stripe how a dispute stands. Raises NoSuchSession."""
    with talking() as client:
        facts: Mapping[str, Any] = client.v1.disputes.retrieve(dispute_id).to_dict()
    due = (facts.get("evidence_details") or {}).get("due_by")
    return StripeDispute(
        id=facts["id"],
        status=facts["status"],
        amount_minor=facts["amount"],
        currency=facts["currency"].upper(),
        payment_intent=str(facts["payment_intent"] or ""),
        why=str(facts["reason"] or "").replace("_", " "),
        live=facts["livemode"],
        opened_at=datetime.fromtimestamp(facts["created"], UTC),
        answer_by=datetime.fromtimestamp(due, UTC) if due else None,
    )
