"""The events that Stripe sent, with replay."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from unfold.decorators import action

from billing import services
from billing.models import StripeEvent
from common.admin import ReadOnlyAdmin, ask, may


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "type", "received_at", "processed_at", "attempts", "error")
    list_filter = ("type", ("processed_at", admin.EmptyFieldListFilter))
    search_fields = ("event_id", "type")
    ordering = ("-id",)
    actions_detail = ("replay",)

    @action(description="Replay", url_path="replay")
    def replay(self, request: HttpRequest, object_id: int) -> HttpResponse:
        may(request, "billing.change_stripeevent")
        event = get_object_or_404(StripeEvent, pk=object_id)

        def process(answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
            if not services.replay(event):
                event.refresh_from_db()
                raise ValidationError(f"It failed again: {event.error}")
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
