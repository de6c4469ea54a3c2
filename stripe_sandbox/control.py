"""`/__control/`: what a test says to the sandbox. JSON in, JSON out; no part of Stripe."""

import json
import time
from collections.abc import Callable
from typing import Any

from stripe_sandbox.calls import known
from stripe_sandbox.checkout import delayed, paying
from stripe_sandbox.errors import StripeError, unrecognized_url
from stripe_sandbox.faults import Faults, Kind
from stripe_sandbox.messages import Json, Request, Response, json_response
from stripe_sandbox.payments import disputes, payment_methods, refunds
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import due
from stripe_sandbox.webhooks import Webhooks

DRAIN_SECONDS = 20


class Control:
    def __init__(self, store: Store, webhooks: Webhooks, faults: Faults) -> None:
        self._store = store
        self._webhooks = webhooks
        self._faults = faults
        self._verbs: dict[str, Callable[[Json], Any]] = {
            "faults": self._add_fault,
            "reset": self._reset,
            "pause": self._pause,
            "drain": self._drain,
            "settle": self._settle,
            "expire": self._expire,
            "tamper": self._tamper,
            "deliver": self._deliver,
            "signed": self._signed,
            "drop": self._drop,
            "clock": self._clock,
            "card": self._card,
            "refund": self._refund,
            "refund-outcome": self._refund_outcome,
            "dispute": self._dispute,
            "dispute-outcome": self._dispute_outcome,
        }

    def answer(self, request: Request) -> Response:
        verb = request.path.removeprefix("/__control/").strip("/")
        if request.method == "GET" and verb == "clock":
            return json_response(due.told(self._store))
        if request.method != "POST" or verb not in self._verbs:
            raise unrecognized_url(request.method, request.path)
        try:
            said = json.loads(request.body or b"{}")
            return json_response({"result": self._verbs[verb](said)})
        except (KeyError, TypeError, ValueError) as trouble:
            raise StripeError(f"Not understood: {trouble!r}") from None

    def _add_fault(self, said: Json) -> None:
        """{"kind": "500", "count": 1, "match": "POST /v1/checkout/sessions", "seconds": 5}"""
        self._faults.add(
            Kind(said["kind"]),
            count=int(said.get("count", 1)),
            match=str(said.get("match", "")),
            seconds=float(said.get("seconds", 5)),
        )

    def _reset(self, said: Json) -> None:
        self._faults.clear()
        self._webhooks.drop_all()
        self._webhooks.pause(False)

    def _pause(self, said: Json) -> None:
        self._webhooks.pause(bool(said["paused"]))

    def _drain(self, said: Json) -> bool:
        """Wait until every delivery that is due has been tried; retries that lie ahead do not count."""
        deadline = time.monotonic() + float(said.get("seconds", DRAIN_SECONDS))
        while time.monotonic() < deadline:
            if self._webhooks.idle():
                return True
            self._webhooks.wake()
            time.sleep(0.05)
        return False

    def _settle(self, said: Json) -> None:
        delayed.settle(self._store, said["session"], said.get("outcome"))

    def _expire(self, said: Json) -> None:
        paying.expire(self._store, said["session"])

    def _tamper(self, said: Json) -> None:
        """Change fields of a stored object behind everybody's back, to see who notices."""
        with self._store.transaction():
            held = self._store.get(said["id"], said["object"])
            if held is None:
                raise KeyError(said["id"])
            self._store.put(held | said["fields"])

    def _clock(self, said: Json) -> Json:
        """Move the clock of subscriptions forward to `now`; everything due until then happens, in order."""
        due.advance(self._store, int(said["now"]))
        return due.told(self._store)

    def _card(self, said: Json) -> str:
        """Give a customer another card, for everything that is asked of them from now on."""
        return payment_methods.replace(self._store, said["customer"], said["number"])

    def _refund(self, said: Json) -> str:
        """Give money back as somebody would in Stripe's dashboard: no API request is behind it."""
        return str(refunds.refund(self._store, said)["id"])

    def _refund_outcome(self, said: Json) -> None:
        """{"refund": "re_...", "outcome": "failed"}: what the bank says of a refund in the end."""
        refunds.decide(self._store, said["refund"], said.get("outcome"))

    def _dispute(self, said: Json) -> str:
        """{"payment_intent": "pi_..."}: its payer's bank takes the money back. `inquiry` only asks."""
        intent = known(self._store, "payment_intent", said["payment_intent"], "payment_intent")
        charge = known(self._store, "charge", intent["latest_charge"] or "", "charge")
        made = disputes.open_dispute(
            self._store,
            charge,
            amount=said.get("amount"),
            reason=said.get("reason", "fraudulent"),
            inquiry=bool(said.get("inquiry")),
        )
        return str(made["id"])

    def _dispute_outcome(self, said: Json) -> None:
        """{"dispute": "du_...", "outcome": "won" or "lost"}"""
        if said["outcome"] not in ("won", "lost"):
            raise ValueError(said["outcome"])
        disputes.decide(self._store, said["dispute"], said["outcome"])

    def _deliver(self, said: Json) -> None:
        self._webhooks.again(said["event"], times=int(said.get("times", 1)), after=float(said.get("after", 0)))

    def _signed(self, said: Json) -> Json:
        """The body and signature that a delivery of this event would have now."""
        event = self._store.get(said["event"], "event")
        if event is None:
            raise KeyError(said["event"])
        body, signature = self._webhooks.signed(event)
        return {"body": body.decode(), "signature": signature}

    def _drop(self, said: Json) -> int:
        if "event" in said:
            self._webhooks.drop(said["event"])
            return 1
        return self._webhooks.drop_all()
