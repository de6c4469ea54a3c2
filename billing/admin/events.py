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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from accounts.requests import operator
from billing import catch_up, services
from billing.errors import PaymentsError
from billing.models import StripeEvent
from common import clock
from common.admin import Pill, ReadOnlyAdmin, ask
from common.numbers import figure

CAUGHT_UP = timedelta(days=3)
# As the model names them, and as operators read them.
_STATES = {
    "In quarantine": gettext_lazy("In quarantine"),
    "Failed": gettext_lazy("Failed"),
    "Waiting": gettext_lazy("Waiting"),
    "Done": gettext_lazy("Done"),
}


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("quarantine", _("In quarantine")),
            ("waiting", _("Waiting")),
            ("failed", _("Failed so far")),
            ("done", _("Done")),
        ]

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
        description=gettext_lazy("state"),
        label={"In quarantine": "danger", "Failed": "warning", "Waiting": "info", "Done": "success"},
    )
    def state(self, event: StripeEvent) -> Pill:
        return Pill(event.state, str(_STATES[event.state]))

    @admin.display(description=gettext_lazy("remark"))
    def note(self, event: StripeEvent) -> str:
        return event.quarantine or event.error

    @admin.display(description=gettext_lazy("as it came"))
    def body(self, event: StripeEvent) -> SafeString:
        return format_html('<pre class="overflow-x-auto text-xs">{}</pre>', json.dumps(event.payload, indent=2))

    @action(permissions=["billing.change_stripeevent"], description=gettext_lazy("Replay"), url_path="replay")
    def replay(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = get_object_or_404(StripeEvent, pk=object_id)

        def process(answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
            if not services.replay(event):
                event.refresh_from_db()
                raise ValidationError(_("It failed again: {why}").format(why=event.quarantine or event.error))
            return _("Processed. What it had already done was not done again.")

        return ask(
            request,
            self,
            event,
            title=_("Replay the event"),
            explain=_(
                "The stored event is processed once more, as if Stripe had sent it now. Paid once, credited once."
            ),
            button=_("Replay"),
            act=process,
        )

    @action(permissions=["billing.change_stripeevent"], description=gettext_lazy("Dismiss"), url_path="dismiss")
    def dismiss(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = get_object_or_404(StripeEvent, pk=object_id)

        def close(answers: dict[str, Any]) -> str:
            if not services.dismiss(event, actor=operator(request), reason=answers["reason"]):
                raise ValidationError(_("It has been processed or dismissed meanwhile."))
            return _("Dismissed. It stays here with your reason, and can still be replayed.")

        return ask(
            request,
            self,
            event,
            title=_("Dismiss the event"),
            explain=_(
                "Nothing is done with this event, now or later, and no alarm rings for it any more. What it tells "
                "of stays as it is. It waits because: {why}"
            ).format(why=event.quarantine or event.error or _("it was not processed yet")),
            button=_("Dismiss"),
            act=close,
            danger=True,
        )

    @action(
        permissions=["billing.change_stripeevent"],
        description=gettext_lazy("Catch up with Stripe"),
        url_path="catch-up",
    )
    def ask_stripe(self, request: HttpRequest) -> HttpResponse:

        def catch(answers: dict[str, Any]) -> str:  # noqa: ARG001 - nothing is asked
            try:
                caught = catch_up.catch_up(clock.real_now() - CAUGHT_UP)
            except PaymentsError as trouble:
                raise ValidationError(
                    _("Stripe could not be asked: {why}").format(why=trouble or trouble.__doc__)
                ) from trouble
            return _(
                "Stripe lists {listed} events that concern us, {new} of them new. Done: {done}; "
                "failed: {failed}; in quarantine: {quarantined}."
            ).format(
                listed=figure(caught.listed),
                new=figure(caught.new),
                done=figure(caught.done),
                failed=figure(caught.failed),
                quarantined=figure(caught.quarantined),
            )

        return ask(
            request,
            self,
            None,
            title=_("Catch up with Stripe"),
            explain=_(
                "Stripe's own list of the last {n} days is read, and every event that no webhook "
                "brought is processed now. The site does the same by itself every hour. It may be done twice."
            ).format(n=CAUGHT_UP.days),
            button=_("Catch up"),
            act=catch,
            form_class=forms.Form,
        )
