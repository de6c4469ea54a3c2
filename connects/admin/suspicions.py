"""Accounts that may be second ones: the queue, the accounts beside each other, and what waits for the verdict."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from accounts.models import User
from accounts.requests import operator
from common import dates
from common.admin import ReadOnlyAdmin, ask, link
from common.numbers import figure
from connects import judging
from connects.models import HeldGrant, Suspicion


@admin.register(Suspicion)
class SuspicionAdmin(ReadOnlyAdmin):
    list_display = ("person", "email", "found", "held", "raised_at", "verdict", "judged_by")
    list_select_related = ("person", "judged_by")
    list_filter = ("verdict",)
    search_fields = ("person__email", "person__name", "reasons__other__email")
    fields = ("reasons", "accounts", "grants", "raised_at", "verdict", "judged_at", "judged_by", "why")
    readonly_fields = fields
    actions_detail = ("another_person", "same_person")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suspicion]:
        waiting = Count("wallet__held_grants", filter=Q(wallet__held_grants__state="held"), distinct=True)
        rows: QuerySet[Suspicion] = super().get_queryset(request)
        return rows.annotate(waiting=waiting).prefetch_related("reasons__other")

    @admin.display(description=gettext_lazy("e-mail"))
    def email(self, row: Suspicion) -> str:
        return row.person.email

    @admin.display(description=gettext_lazy("why"))
    def found(self, row: Suspicion) -> str:
        reasons = list(row.reasons.all())
        if len(reasons) > 1:
            return _("{reason} and {n} more").format(reason=reasons[0], n=figure(len(reasons) - 1))
        return str(reasons[0]) if reasons else "-"

    @admin.display(description=gettext_lazy("grants that wait"))
    def held(self, row: Any) -> int:
        return int(row.waiting)

    @admin.display(description=gettext_lazy("why"))
    def reasons(self, row: Suspicion) -> SafeString:
        found = row.reasons.select_related("other").order_by("id")[:100]
        words = _("{reason}, seen with it on {at}")
        lines = ((words.format(reason=reason, at=dates.moment(reason.seen_at)),) for reason in found)
        return format_html_join("", "<p>{}</p>", lines)

    @admin.display(description=gettext_lazy("beside each other"))
    def accounts(self, row: Suspicion) -> SafeString:
        ids = [row.person_id, *dict.fromkeys(row.reasons.order_by("id").values_list("other", flat=True))]
        people = User.objects.select_related("wallet").prefetch_related("agency_memberships__agency").in_bulk(ids[:6])
        shown = [people[each] for each in ids[:6]]
        return render_to_string("admin/guildhall/accounts_beside.html", {"people": shown, "suspected": row.person_id})

    @admin.display(description=gettext_lazy("free grants that wait, or waited"))
    def grants(self, row: Suspicion) -> SafeString | str:
        rows = HeldGrant.objects.filter(wallet=row.wallet_id).order_by("id")[:100]
        lines = (
            (link(held, f"{held.connects}, {held.get_source_display()}"), held.get_state_display()) for held in rows
        )
        return format_html_join("", "<p>{}: {}</p>", lines) or _("None so far.")

    @action(
        permissions=["connects.change_suspicion"],
        description=gettext_lazy("It is another person"),
        url_path="another-person",
    )
    def another_person(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._judge(
            request,
            object_id,
            title=_("It is another person"),
            explain=_(
                "What waits is granted now, in order, and nothing waits any more. The same reasons are not raised "
                "again. The person is told of each grant."
            ),
            button=_("Release everything"),
            act=judging.clear,
            verdict=Suspicion.Verdict.CLEARED,
            said=_("Cleared. What waited is granted."),
        )

    @action(
        permissions=["connects.change_suspicion"],
        description=gettext_lazy("It is the same person"),
        url_path="same-person",
    )
    def same_person(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._judge(
            request,
            object_id,
            title=_("It is the same person"),
            explain=_(
                "What waits is refused, and so is every free grant of this wallet from now on. What it bought or "
                "was given before stays. The person is told, without a reproach, that free Connects are given once."
            ),
            button=_("Refuse everything"),
            act=judging.uphold,
            verdict=Suspicion.Verdict.UPHELD,
            said=_("Upheld. What waited is refused."),
            danger=True,
        )

    def _judge(
        self,
        request: HttpRequest,
        object_id: int,
        *,
        act: Callable[..., Suspicion],
        verdict: Suspicion.Verdict,
        said: str,
        **page: Any,
    ) -> HttpResponse:
        row = get_object_or_404(Suspicion, pk=object_id)

        def judge(answers: dict[str, Any]) -> str:
            judged = act(row.pk, by=operator(request), why=answers["reason"])
            return (
                said
                if judged.verdict == verdict
                else _("Judged before: {verdict}.").format(verdict=judged.get_verdict_display())
            )

        return ask(request, self, row, act=judge, **page)


@admin.register(HeldGrant)
class HeldGrantAdmin(ReadOnlyAdmin):
    list_display = ("id", "owner", "source", "connects", "state", "held_at", "judged_at", "judged_by", "judged_why")
    list_select_related = ("wallet__person", "wallet__agency", "judged_by")
    list_filter = ("state", "source")
    search_fields = ("wallet__person__email", "wallet__agency__name", "reference")
    ordering = ("-id",)
    actions_detail = ("release", "refuse")

    @admin.display(description=gettext_lazy("wallet"))
    def owner(self, row: HeldGrant) -> SafeString | str:
        return link(row.wallet)

    @action(permissions=["connects.change_heldgrant"], description=gettext_lazy("Grant this one"), url_path="release")
    def release(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._judge(
            request,
            object_id,
            title=_("Grant this one"),
            explain=_("It is booked now and lives from now on. Whatever else waits goes on waiting."),
            button=_("Grant"),
            act=judging.release,
        )

    @action(permissions=["connects.change_heldgrant"], description=gettext_lazy("Refuse this one"), url_path="refuse")
    def refuse(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._judge(
            request,
            object_id,
            title=_("Refuse this one"),
            explain=_("It is not granted. Whatever else waits goes on waiting."),
            button=_("Refuse"),
            act=judging.refuse,
            danger=True,
        )

    def _judge(self, request: HttpRequest, object_id: int, *, act: Callable[..., Any], **page: Any) -> HttpResponse:
        row = get_object_or_404(HeldGrant, pk=object_id)

        def judge(answers: dict[str, Any]) -> str:
            act(row.pk, by=operator(request), why=answers["reason"])
            row.refresh_from_db()
            return _("It is {state} now. {why}").format(state=row.get_state_display().lower(), why=row.judged_why)

        return ask(request, self, row, act=judge, **page)
