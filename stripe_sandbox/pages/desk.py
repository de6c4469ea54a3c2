"""The desk at `/`: every session and every event, with the buttons that make trouble on purpose."""

import datetime
import json
import sqlite3
from urllib.parse import parse_qs

from stripe_sandbox import money
from stripe_sandbox.checkout import delayed, paying
from stripe_sandbox.checkout.closing import NotOpen
from stripe_sandbox.config import Config
from stripe_sandbox.errors import StripeError
from stripe_sandbox.messages import Json, Response, redirect
from stripe_sandbox.pages import html
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.store import Store
from stripe_sandbox.webhooks import BACKOFF, Webhooks

EVENTS_A_PAGE, SESSIONS = 40, 15
TONES = {"delivered": "good", "failed": "bad", "dropped": "bad"}


class Desk:
    def __init__(self, store: Store, config: Config, webhooks: Webhooks) -> None:
        self._store = store
        self._config = config
        self._webhooks = webhooks

    def show(self, query: str) -> Response:
        before = parse_qs(query).get("before", [""])[0]
        events = self._events(int(before) if before.isdigit() else 2**62)
        older = render("link.html", url=f"/?before={events[-1]['seq']}", label="Older events") if events else ""
        paused = self._webhooks.paused
        body = render(
            "desk.html",
            target=f"Webhooks go to {self._config.webhook_url}."
            if self._config.webhook_url
            else "No webhook address was given, so events only wait here.",
            backoff=", ".join(f"{seconds} s" for seconds in BACKOFF[:5]) + " and so on",
            toggle="resume" if paused else "pause",
            toggle_label="Resume webhooks" if paused else "Pause webhooks",
            sessions=html.join([_session(s, self._waits(s)) for s in self._store.where("checkout.session", SESSIONS)]),
            events=html.join([self._event(json.loads(row["body"])) for row in events]),
            older=older,
        )
        return html.page("Stripe sandbox", body, wide=True)

    def show_event(self, event_id: str) -> Response:
        event = self._store.get(event_id, "event")
        if event is None:
            raise StripeError(f"No such event: {event_id}", status=404)
        body = render("event.html", title=event["type"], body=json.dumps(event, indent=2))
        return html.page(event["type"], body, wide=True)

    def act(self, subject: str, identifier: str, verb: str) -> Response:
        match subject, verb:
            case "webhooks", "pause" | "resume":
                self._webhooks.pause(verb == "pause")
            case "events", "again":
                self._webhooks.again(identifier)
            case "events", "twice":
                self._webhooks.again(identifier, times=2)
            case "events", "late":
                self._webhooks.late(identifier)
            case "events", "drop":
                self._webhooks.drop(identifier)
            case "sessions", "succeeded" | "failed":
                delayed.settle(self._store, identifier, verb)
            case "sessions", "expire":
                self._expire(identifier)
            case _:
                raise StripeError("The desk has no such button.", status=404)
        return redirect("/")

    def _expire(self, session_id: str) -> None:
        try:
            paying.expire(self._store, session_id)
        except NotOpen as state:
            raise StripeError(f"This session is {state} already.") from None

    def _events(self, before: int) -> list[sqlite3.Row]:
        return self._store.rows(
            "SELECT seq, body FROM object WHERE kind = 'event' AND seq < ? ORDER BY seq DESC LIMIT ?",
            (before, EVENTS_A_PAGE),
        )

    def _waits(self, session: Json) -> bool:
        return bool(self._store.rows("SELECT 1 FROM settlement WHERE session = ?", (session["id"],)))

    def _event(self, event: Json) -> Markup:
        deliveries = self._store.rows("SELECT * FROM delivery WHERE event = ? ORDER BY id", (event["id"],))
        return render(
            "desk_event.html",
            id=event["id"],
            type=event["type"],
            about=_short(event["data"]["object"]["id"]),
            when=_clock(event["created"]),
            deliveries=html.join([_delivery(row) for row in deliveries]),
        )


def _session(session: Json, waits: bool) -> Markup:
    buttons = [("succeeded", "Bank pays"), ("failed", "Bank refuses")] if waits else []
    if session["status"] == "open":
        buttons = [("expire", "Expire")]
    return render(
        "desk_session.html",
        id=session["id"],
        short=_short(session["id"]),
        reference=session["client_reference_id"] or "",
        amount=money.written(session["amount_total"], session["currency"]),
        state=f"{session['status']}, {session['payment_status']}",
        made=_clock(session["created"]),
        buttons=html.join([render("desk_button.html", verb=verb, label=label) for verb, label in buttons]),
    )


def _delivery(row: sqlite3.Row) -> Markup:
    when = f" at {_clock(row['due_at'])}" if row["state"] == "waiting" else ""
    answer = f": {row['answer']}" if row["answer"] else ""
    return render("desk_delivery.html", tone=TONES.get(row["state"], ""), text=f"{row['state']}{when}{answer}")


def _short(identifier: str) -> str:
    return identifier if len(identifier) < 32 else f"{identifier[:14]}…{identifier[-6:]}"


def _clock(seconds: float) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%H:%M:%S}"
