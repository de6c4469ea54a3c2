"""The support desk: the queue of tickets; one of them with all that is known of its line; answer, refund, close."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.requests import operator
from common import clock
from common.admin import Pill, PolicyAdmin, ReadOnlyAdmin, ReasonForm, ask
from common.numbers import figure, in_connects
from common.relative import relative
from proposals.talk.forms import WordsField
from support import deciding, desk, lines
from support.errors import SupportError
from support.models import LONGEST, SupportPolicy, Ticket

_WORDS = {"max_length": LONGEST, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 5})}


class AnswerForm(forms.Form):
    text = WordsField(label=gettext_lazy("What the person reads"), **_WORDS)


class SettleForm(ReasonForm):
    text = WordsField(label=gettext_lazy("What the person reads (optional)"), required=False, **_WORDS)


class Late(admin.SimpleListFilter):
    title = gettext_lazy("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        days = SupportPolicy.objects.get(pk=1).late_days
        words = ngettext("Waits for {n} day or longer", "Waits for {n} days or longer", days)
        return [("late", words.format(n=figure(days)))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.late(clock.now()) if self.value() == "late" else queryset


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    list_display = ("number", "title", "person", "kind", "stands", "age", "connects", "refunded")
    list_select_related = ("person",)
    list_filter = ("state", Late, "kind")
    search_fields = ("title", "person__email", "person__name", "=id")
    fields = ("stands", "who", "thread", "line_shown", "rule_shown", "spent_on", "earlier", "history")
    readonly_fields = fields
    actions_detail = ("refund", "answer", "close", "reopen")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        return Ticket.objects.select_related("person", "wallet__person", "wallet__agency").as_a_queue()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        # The operators' turn first, the longest wait on top, until a column is clicked.
        return ("turn", "asked_at", "id")

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[UnfoldAction]:
        """Only what can be done with this ticket now; the refund says how many."""
        ticket = Ticket.objects.filter(pk=object_id).first()
        may_refund = request.user.has_perm("support.refund_ticket")
        possible = desk.acts(ticket, may_refund=may_refund) if ticket else {}
        found = {each.path: each for each in super().get_actions_detail(request, object_id)}
        for path, words in possible.items():
            if path in found:
                found[path].description = words
        return [each for path, each in found.items() if path in possible]

    @admin.display(description=gettext_lazy("ticket"), ordering="id")
    def number(self, row: Ticket) -> str:
        return _("Ticket {number}").format(number=row.pk)

    @admin.display(description=gettext_lazy("asked"), ordering="asked_at")
    def age(self, row: Ticket) -> str:
        return relative(row.asked_at, now=clock.now())

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={"open": "warning", "answered": "info", "refunded": "success", "closed": "default"},
    )
    def stands(self, row: Ticket) -> Pill:
        return Pill(row.state, row.get_state_display())

    @admin.display(description=gettext_lazy("who asks, and whose wallet it is"))
    def who(self, row: Ticket) -> SafeString:
        return render_to_string("admin/guildhall/ticket_who.html", {"ticket": row})

    @admin.display(description=gettext_lazy("what was said"))
    def thread(self, row: Ticket) -> SafeString:
        messages = row.messages.select_related("author").order_by("id")
        return render_to_string("admin/guildhall/ticket_thread.html", {"ticket": row, "messages": messages})

    @admin.display(description=gettext_lazy("the line and its lots"))
    def line_shown(self, row: Ticket) -> SafeString:
        return render_to_string("admin/guildhall/ticket_line.html", desk.of_line(row))

    @admin.display(description=gettext_lazy("the rule that applied, and what has come back"))
    def rule_shown(self, row: Ticket) -> SafeString:
        return render_to_string("admin/guildhall/ticket_rule.html", desk.of_rule(row))

    @admin.display(description=gettext_lazy("what it was spent on"))
    def spent_on(self, row: Ticket) -> SafeString | str:
        context = desk.of_proposal(row)
        return render_to_string("admin/guildhall/ticket_proposal.html", context) if context else _("No proposal.")

    @admin.display(description=gettext_lazy("other tickets of the same person or wallet"))
    def earlier(self, row: Ticket) -> SafeString:
        return render_to_string("admin/guildhall/ticket_others.html", {"tickets": desk.others(row)})

    @admin.display(description=gettext_lazy("what was done"))
    def history(self, row: Ticket) -> SafeString:
        events = row.events.select_related("by").order_by("id")
        return render_to_string("admin/guildhall/ticket_events.html", {"events": events})

    @action(
        permissions=["support.refund_ticket"],
        description=gettext_lazy("Refund"),
        url_path="refund",
        variant=ActionVariant.PRIMARY,
    )
    def refund(self, request: HttpRequest, object_id: int) -> HttpResponse:
        ticket = get_object_or_404(Ticket, pk=object_id)
        asked = lines.find(ticket.wallet_id, ticket.line_id)
        number = in_connects(asked.taken.connects) if asked.taken else _("nothing")
        refund = _("Refund {connects}").format(connects=number)
        return self._decide(
            request,
            ticket,
            deciding.refund,
            _("{connects} are back in the wallet, and the person is told.").format(connects=number),
            title=refund,
            explain=desk.foreseen(asked),
            button=refund,
            form_class=SettleForm,
        )

    @action(permissions=["support.change_ticket"], description=gettext_lazy("Answer"), url_path="answer")
    def answer(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._decide(
            request,
            get_object_or_404(Ticket, pk=object_id),
            deciding.answer,
            _("Answered. The person is told."),
            title=_("Answer"),
            explain=_(
                "The person reads it on the ticket's page and by mail. It is then their turn: the ticket leaves "
                "the queue until they write again."
            ),
            button=_("Send the answer"),
            form_class=AnswerForm,
        )

    @action(permissions=["support.change_ticket"], description=gettext_lazy("Close"), url_path="close")
    def close(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._decide(
            request,
            get_object_or_404(Ticket, pk=object_id),
            deciding.close,
            _("Closed. The person is told, and may write again."),
            title=_("Close without a refund"),
            explain=_("The person is told. The reason is for the record; what they should know goes below it."),
            button=_("Close"),
            form_class=SettleForm,
        )

    @action(permissions=["support.change_ticket"], description=gettext_lazy("Open again"), url_path="reopen")
    def reopen(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._decide(
            request,
            get_object_or_404(Ticket, pk=object_id),
            deciding.reopen,
            _("Open again."),
            title=_("Open the ticket again"),
            explain=_("It is the operators' turn again. What was refunded stays refunded."),
            button=_("Open again"),
        )

    def _decide(
        self,
        request: HttpRequest,
        ticket: Ticket,
        act: Callable[..., Ticket],
        done: str,
        **page: Any,
    ) -> HttpResponse:
        def decide(answers: dict[str, Any]) -> str:
            words = {"why" if name == "reason" else name: value for name, value in answers.items()}
            try:
                act(ticket, by=operator(request), **words)
            except SupportError as refused:
                raise ValidationError(str(refused)) from refused
            return done

        return ask(request, self, ticket, act=decide, **page)


@admin.register(SupportPolicy)
class SupportPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "reopen_days", "late_days")
