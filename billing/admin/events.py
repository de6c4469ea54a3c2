"""The events that Stripe sent: what waits, what is in quarantine, with replay, dismissal and catching up."""

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import action, display

from accounts.requests import operator
from billing import catch_up, services
from billing.errors import PaymentsError
from billing.models import StripeEvent
from common import clock
from common.admin import ReadOnlyAdmin, ask

CAUGHT_UP = timedelta(days=3)


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("quarantine", "In quarantine"), ("waiting", "Waiting"), ("failed", "Failed so far"), ("done", "Done")]

    def queryset(self, request: HttpRequest, rows: QuerySet[StripeEvent]) -> QuerySet[StripeEvent]:
        known = StripeEvent.objects
        return {
            "quarantine": known.with_operator,
            "waiting": known.waiting,
            "failed": lambda: known.waiting().exclude(error=""),
            "done": lambda: known.filter(processed_at__isnull=False),
        }.get(self.value() or "", lambda: rows)()


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "type", "state", "received_at", "attempts", "note")
    list_filter = (StateFilter, "type")
    search_fields = ("event_id", "type", "subject")
    ordering = ("-id",)
    show_full_result_count = False
    fields = (
        *("event_id", "type", "subject", "state", "quarantine", "error"),
        *("received_at", "attempts", "try_at", "processed_at", "body"),
    )
    readonly_fields = ("state", "body")
    actions_detail = ("replay", "dismiss")
    actions_list = ("ask_stripe",)

    @display(
        description="state",
        label={"In quarantine": "danger", "Failed": "warning", "Waiting": "info", "Done": "success", "Kept": ""},
    )
    def state(self, event: StripeEvent) -> str:
        return event.state

    @admin.display(description="remark")
    def note(self, event: StripeEvent) -> str:
        return event.quarantine or event.error

    @admin.display(description="as it came")
    def body(self, event: StripeEvent) -> SafeString:
        return format_html('<pre class="overflow-x-auto text-xs">{}</pre>', json.dumps(event.payload, indent=2))

    @action(permissions=["billing.change_stripeevent"], description="Replay", url_path="replay")
    def replay(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = get_object_or_404(StripeEvent, pk=object_id)

        def process(answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
            if not services.replay(event):
                event.refresh_from_db()
                raise ValidationError(f"It failed again: {event.quarantine or event.error}")
            return "Processed. What it had already done was not done again."

        return ask(
            request,
            self,
            event,
            title="Replay the event",
            explain="The stored event is processed once more, as if Stripe had sent it now. Paid once, credited once.",
            button="Replay",
            act=process,
        )

    @action(permissions=["billing.change_stripeevent"], description="Dismiss", url_path="dismiss")
    def dismiss(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = get_object_or_404(StripeEvent, pk=object_id)

        def close(answers: dict[str, Any]) -> str:
            if not services.dismiss(event, actor=operator(request), reason=answers["reason"]):
                raise ValidationError("It has been processed or dismissed meanwhile.")
            return "Dismissed. It stays here with your reason, and can still be replayed."

        return ask(
            request,
            self,
            event,
            title="Dismiss the event",
            explain="Nothing is done with this event, now or later, and no alarm rings for it any more. What it tells "
            f"of stays as it is. It waits because: {event.quarantine or event.error or 'it was not processed yet'}",
            button="Dismiss",
            act=close,
            danger=True,
        )

    @action(permissions=["billing.change_stripeevent"], description="Catch up with Stripe", url_path="catch-up")
    def ask_stripe(self, request: HttpRequest) -> HttpResponse:

        def catch(answers: dict[str, Any]) -> str:  # noqa: ARG001 - nothing is asked
            try:
                caught = catch_up.catch_up(clock.real_now() - CAUGHT_UP)
            except PaymentsError as trouble:
                raise ValidationError(f"Stripe could not be asked: {trouble or trouble.__doc__}") from trouble
            return (
                f"Stripe lists {caught.listed} events that concern us, {caught.new} of them new. Done: {caught.done}; "
                f"failed: {caught.failed}; in quarantine: {caught.quarantined}."
            )

        return ask(
            request,
            self,
            None,
            title="Catch up with Stripe",
            explain=f"Stripe's own list of the last {CAUGHT_UP.days} days is read, and every event that no webhook "
            "brought is processed now. The site does the same by itself every hour. It may be done twice.",
            button="Catch up",
            act=catch,
            form_class=forms.Form,
        )
