"""The judging desk: reports and flags as one case for each thing, what is known beside it, the decision."""

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
from django.utils.translation import gettext_lazy
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from accounts.requests import operator
from accounts.trust import judging, registry
from accounts.trust.errors import TrustError
from accounts.trust.models import Block, Case, Reason, StandingEvent
from common.admin import ReadOnlyAdmin, ReasonForm, ask, link

VIOLATIONS = Reason.choices[:4]


class VerdictForm(ReasonForm):
    said = forms.CharField(
        label=gettext_lazy("What its owner reads"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("In plain words: what was wrong. Never who reported it."),
    )


class RemovalForm(VerdictForm):
    violation = forms.ChoiceField(
        label=gettext_lazy("Violation"), choices=VIOLATIONS, widget=UnfoldAdminSelectWidget()
    )
    field_order = ["violation", "reason", "said"]


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "owner", "reports", "flags", "opened_at", "state", "judged_by")
    list_select_related = ("owner", "judged_by")
    list_filter = ("verdict", "kind")
    search_fields = ("title", "owner__email", "owner__name")
    readonly_fields = (
        "thing",
        "whose",
        "beside",
        "earlier",
        "state",
        "judged_at",
        "judged_by",
        "why",
        "said",
        "history",
    )
    actions_detail = ("remove", "warn", "keep", "reopen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return Case.objects.as_a_queue()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        # What waits first, the most reported on top, until a column is clicked.
        return ("waits", "-reports_count", "opened_at", "id")

    def get_fields(self, request: HttpRequest, obj: Case | None = None) -> tuple[str, ...]:
        known = ("thing", "whose", "beside", "earlier")
        return (*known, "history") if obj and obj.is_open and not obj.events.exists() else self.readonly_fields

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[UnfoldAction]:
        """Only what can still be done to the case; its addresses answer by themselves when that has changed since."""
        row = Case.objects.filter(pk=object_id).first()
        fitting = _fitting(row) if row else set()
        return [each for each in super().get_actions_detail(request, object_id) if each.method.__name__ in fitting]

    @admin.display(description=gettext_lazy("reports"), ordering="reports_count")
    def reports(self, row: Case) -> int:
        return row.reports_count

    @admin.display(description=gettext_lazy("flags"), ordering="flags_count")
    def flags(self, row: Case) -> int:
        return row.flags_count

    @admin.display(description=gettext_lazy("verdict"), ordering="verdict")
    def state(self, row: Case) -> str:
        return str(row.get_verdict_display())

    @admin.display(description=gettext_lazy("what it is about"))
    def thing(self, row: Case) -> SafeString:
        kind, found = registry.named(row.kind), registry.find(row.kind, row.object_id, None)
        context = {"case": row, "thing": found, "public": kind and kind.public}
        return render_to_string("admin/guildhall/case_thing.html", context)

    @admin.display(description=gettext_lazy("whose"))
    def whose(self, row: Case) -> SafeString | str:
        return link(row.owner, f"{row.owner} ({row.owner.email})")

    @admin.display(description=gettext_lazy("reports, flags, and what is beside it"))
    def beside(self, row: Case) -> SafeString:
        kind = registry.named(row.kind)
        context = {
            "reports": row.reports.select_related("reporter").order_by("id")[:100],
            "flags": row.flags.order_by("id")[:50],
            "sections": kind.sections(row) if kind and kind.sections else [],
        }
        return render_to_string("admin/guildhall/case_beside.html", context)

    @admin.display(description=gettext_lazy("earlier cases"))
    def earlier(self, row: Case) -> SafeString:
        others = Case.objects.filter(owner=row.owner_id).exclude(pk=row.pk).order_by("-id")[:20]
        return render_to_string("admin/guildhall/case_earlier.html", {"cases": others})

    @admin.display(description=gettext_lazy("what was done"))
    def history(self, row: Case) -> SafeString:
        events = row.events.select_related("by").order_by("id")
        return render_to_string("admin/guildhall/case_history.html", {"events": events})

    @action(
        permissions=["accounts.change_case"],
        description=gettext_lazy("Remove"),
        url_path="remove",
        variant=ActionVariant.DANGER,
    )
    def remove(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._decide(
            request,
            object_id,
            judging.remove,
            _("Removed. Everybody concerned is told; what is due back is announced."),
            title=_("Remove for a violation"),
            explain=_(
                "It leaves the site at once. Of a message, words and files are shown to nobody any more; a "
                "proposal is withdrawn and nothing comes back. For a job, proposals are refunded by the row “removed "
                "for a violation” and running contracts end. Its owner and whoever reported it are told. This "
                "cannot be undone."
            ),
            effects=registry.effects_of(get_object_or_404(Case, pk=object_id)),
            button=_("Remove"),
            form_class=RemovalForm,
            danger=True,
        )

    @action(permissions=["accounts.change_case"], description=gettext_lazy("Warn its owner"), url_path="warn")
    def warn(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._decide(
            request,
            object_id,
            judging.warn,
            _("Its owner is warned, and whoever reported it is told."),
            title=_("Warn its owner"),
            explain=_("It stays. Its owner is told by mail what was wrong; whoever reported it is thanked."),
            button=_("Warn"),
            form_class=VerdictForm,
        )

    @action(permissions=["accounts.change_case"], description=gettext_lazy("Keep"), url_path="keep")
    def keep(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._decide(
            request,
            object_id,
            judging.keep,
            _("Kept. Whoever reported it is told."),
            title=_("Keep it as it is"),
            explain=_("Nothing is wrong with it. Its owner is not troubled; whoever reported it is thanked."),
            button=_("Keep"),
        )

    @action(permissions=["accounts.change_case"], description=gettext_lazy("Open again"), url_path="reopen")
    def reopen(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._decide(
            request,
            object_id,
            judging.reopen,
            _("Open again."),
            title=_("Open the case again"),
            explain=_("Only a case that changed nothing can be opened again: removals and warnings stand."),
            button=_("Open again"),
        )

    def _decide(
        self, request: HttpRequest, object_id: int, act: Callable[..., Case], done: str, **page: Any
    ) -> HttpResponse:
        row = get_object_or_404(Case, pk=object_id)

        def decide(answers: dict[str, Any]) -> str:
            try:
                act(row, by=operator(request), why=answers.pop("reason"), **answers)
            except TrustError as refused:
                raise ValidationError(str(refused)) from refused
            return done

        return ask(request, self, row, act=decide, **page)


def _fitting(row: Case) -> set[str]:
    if row.is_open:
        kind = registry.named(row.kind)
        return {"warn", "keep", "remove"} if kind and kind.remove else {"warn", "keep"}
    return {"reopen"} if row.verdict == Case.Verdict.KEPT else set()


@admin.register(StandingEvent)
class StandingEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "person", "kind", "until", "reason", "by")
    list_select_related = ("person", "by")
    list_filter = ("kind",)
    search_fields = ("person__email", "person__name", "reason")
    ordering = ("-id",)


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    list_display = ("at", "blocker", "blocked")
    list_select_related = ("blocker", "blocked")
    search_fields = ("blocker__email", "blocked__email")
    ordering = ("-id",)
