"""The desk at `/`: the clock, everything that was sold, every event, with the buttons that make trouble on purpose."""

import datetime
import json
import sqlite3
from urllib.parse import parse_qs

from stripe_sandbox.config import Config
from stripe_sandbox.errors import StripeError
from stripe_sandbox.messages import Json, Response, redirect
from stripe_sandbox.pages import desk_acts, html
from stripe_sandbox.pages.desk_rows import day, sections, short
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import due
from stripe_sandbox.webhooks import BACKOFF, Webhooks

EVENTS_A_PAGE = 40
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
        told = due.told(self._store)
        body = render(
            "desk.html",
            target=f"Webhooks go to {self._config.webhook_url}."
            if self._config.webhook_url
            else "No webhook address was given, so events only wait here.",
            backoff=", ".join(f"{seconds} s" for seconds in BACKOFF[:5]) + " and so on",
            toggle="resume" if paused else "pause",
            toggle_label="Resume webhooks" if paused else "Pause webhooks",
            now=day(told["now"]),
            next=day(told["next"]) if told["next"] else "nothing",
            sections=sections(self._store),
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
        """What a button could not do is said on a page; nothing of it stands then."""
        try:
            with self._store.transaction():
                desk_acts.act(self._store, self._webhooks, subject, identifier, verb)
        except StripeError as refused:
            link = render("link.html", url="/", label="To the desk")
            body = render("notice.html", title="That cannot be done", text=refused.message, link=link)
            return html.page("That cannot be done", body, status=refused.status)
        return redirect("/")

    def _events(self, before: int) -> list[sqlite3.Row]:
        return self._store.rows(
            "SELECT seq, body FROM object WHERE kind = 'event' AND seq < ? ORDER BY seq DESC LIMIT ?",
            (before, EVENTS_A_PAGE),
        )

    def _event(self, event: Json) -> Markup:
        deliveries = self._store.rows("SELECT * FROM delivery WHERE event = ? ORDER BY id", (event["id"],))
        return render(
            "desk_event.html",
            id=event["id"],
            type=event["type"],
            about=short(event["data"]["object"]["id"]),
            when=_clock(event["created"]),
            deliveries=html.join([_delivery(row) for row in deliveries]),
        )


def _delivery(row: sqlite3.Row) -> Markup:
    when = f" at {_clock(row['due_at'])}" if row["state"] == "waiting" else ""
    answer = f": {row['answer']}" if row["answer"] else ""
    return render("desk_delivery.html", tone=TONES.get(row["state"], ""), text=f"{row['state']}{when}{answer}")


def _clock(seconds: float) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%H:%M:%S}"
