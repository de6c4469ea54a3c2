"""Stripe's word about memberships, answered at once: for races, where what is raced for is ours and fifty are run."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from billing import stripe_gateway
from billing.models import Membership, PlanPrice, StripeCustomer
from billing.stripe_gateway import MembershipSession, PaidInvoice, Subscription
from common import clock
from connects import periods
from connects.models import Plan

_numbers = count(1)


class InstantStripe:
    """Each membership `begun` has one subscription, with the invoices that have been paid for it."""

    def __init__(self, monkeypatch: Any) -> None:
        self.subscriptions: dict[str, Subscription] = {}
        self.paid: dict[str, list[PaidInvoice]] = {}
        self.sessions: dict[str, MembershipSession] = {}
        answers = {
            "subscription": lambda id: self.subscriptions[id],
            "paid_invoices": lambda id, known: [each for each in self.paid[id] if each.id not in known],
            "membership_session": lambda id: self.sessions[id],
            "create_membership_session": self._open,
            "create_customer": lambda payer, idempotency_key: f"cus_{payer.wallet_id}",
            "price_of": lambda offer: "price_1",
            "expire": self._expire,
            "end_at_once": self.ends,
            "delete_customer": lambda id: None,
            "write_to": lambda id, payer: None,
            "write_to_nobody": lambda id, name: None,
            "has_a_clock": lambda: False,
        }
        for name, answer in answers.items():
            monkeypatch.setattr(stripe_gateway, name, answer)

    def begun(self, person, plan: str, *, wallet=None, at: datetime) -> Membership:
        """A membership whose checkout has been paid at an instant, and of which we have not heard yet."""
        number, wallet = next(_numbers), wallet or person.wallet
        price = PlanPrice.objects.get(plan__code=plan, interval="month")
        row = Membership.objects.create(
            wallet=wallet, payer=person, plan_id=price.plan_id, interval="month", price_minor=price.price_minor
        )
        Membership.objects.filter(pk=row.pk).update(session_id=f"cs_test_{number}")
        row.refresh_from_db()
        customer = StripeCustomer.objects.get_or_create(wallet=wallet, defaults={"customer_id": f"cus_{wallet.pk}"})[0]
        until, sub = periods.after(at, at), f"sub_{number}"
        self.subscriptions[sub] = Subscription(
            **{"id": sub, "key": row.key, "status": "active", "live": False, "customer": customer.customer_id},
            **{"item": "si_1", "price": "price_1", "plan": plan, "interval": "month", "price_minor": row.price_minor},
            **{"currency": "USD", "period_starts_at": at, "period_ends_at": until, "ends_at_period_end": False},
            **{"ended_at": None, "schedule": "", "next_plan": "", "next_interval": "", "latest_invoice": ""},
            **{"latest_invoice_status": "paid", "next_attempt_at": None},
        )
        self.sessions[row.session_id] = MembershipSession(
            **{"id": row.session_id, "url": "", "status": "complete", "payment_status": "paid", "subscription": sub},
            **{"customer": customer.customer_id, "key": row.key, "number": row.number, "mode": "subscription"},
            **{"live": False, "amount_minor": row.price_minor, "currency": "USD"},
        )
        self.paid[sub] = []
        self._invoice(sub, plan, at, until, "subscription_create")
        return row

    def renews(self, subscription: str) -> None:
        """One more month is paid."""
        told = self.subscriptions[subscription]
        starts = told.period_ends_at
        ends = periods.after(self.paid[subscription][0].starts_at, starts)
        self.subscriptions[subscription] = replace(told, period_starts_at=starts, period_ends_at=ends)
        self._invoice(subscription, told.plan, starts, ends, "subscription_cycle")

    def goes_over(self, subscription: str, plan: str, at: datetime) -> None:
        """It is upgraded in the middle of its period."""
        told = self.subscriptions[subscription]
        self.subscriptions[subscription] = replace(told, plan=plan)
        self._invoice(subscription, plan, at, told.period_ends_at, "subscription_update")

    def is_not_paid_yet(self, subscription: str) -> list[PaidInvoice]:
        """Its payer's bank takes days. Answers with what is going to be paid."""
        coming, self.paid[subscription] = self.paid[subscription], []
        self.subscriptions[subscription] = replace(
            self.subscriptions[subscription], status="incomplete", latest_invoice_status="open"
        )
        return coming

    def is_paid_by_hand(self, subscription: str) -> None:
        """An operator marks it as paid in Stripe's dashboard: no payment of Stripe's is behind it."""
        told = self.subscriptions[subscription]
        self._invoice(subscription, told.plan, told.period_starts_at, told.period_ends_at, "subscription_create")
        self.paid[subscription] = [replace(self.paid[subscription][-1], payment_intent="")]

    def ends(self, subscription: str, *, idempotency_key: str) -> None:
        told = self.subscriptions[subscription]
        self.subscriptions[subscription] = replace(told, status="canceled", ended_at=clock.now())

    def _invoice(self, subscription: str, plan: str, starts: datetime, ends: datetime, why: str) -> None:
        assert Plan.objects.filter(code=plan).exists()
        number, customer = next(_numbers), self.subscriptions[subscription].customer
        self.paid[subscription].append(
            PaidInvoice(
                **{"id": f"in_{number}", "number": "", "why": why, "live": False, "customer": customer, "plan": plan},
                **{"amount_minor": 1999, "tax_minor": 0, "currency": "USD", "starts_at": starts, "ends_at": ends},
                **{"paid_at": starts, "payment_intent": f"pi_{number}", "paid_with": ""},
            )
        )

    def _expire(self, id: str) -> None:
        if self.sessions[id].status == "open":
            self.sessions[id] = replace(self.sessions[id], status="expired")

    def _open(self, enrolment: Any, *, idempotency_key: str) -> MembershipSession:
        id = f"cs_test_{idempotency_key}"
        row = Membership.objects.get(key=enrolment.key)
        self.sessions[id] = MembershipSession(
            **{
                "id": id,
                "url": f"https://checkout.stripe.com/c/pay/{id}",
                "status": "open",
                "payment_status": "unpaid",
            },
            **{"subscription": "", "customer": enrolment.customer, "key": enrolment.key, "number": enrolment.number},
            **{"mode": "subscription", "live": False, "amount_minor": row.price_minor, "currency": "USD"},
        )
        return self.sessions[id]
