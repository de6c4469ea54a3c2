"""The newsletter at the desk: who gets it, as a file too, and issues to write and send."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action

from common import clock, newsletter
from common.admin.base import ReadOnlyAdmin, ask
from common.models import Issue, Subscriber
from common.numbers import figure
from common.sheet import lines, plain


class Subscribed(admin.SimpleListFilter):
    title = gettext_lazy("subscription")
    parameter_name = "subscribed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Subscribed")), ("no", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(unsubscribed_at__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    list_display = ("email", "confirmed_at", "unsubscribed_at")
    list_filter = (Subscribed,)
    search_fields = ("email",)
    actions_list = ("as_csv",)

    @action(
        permissions=["common.view_subscriber"],
        description=gettext_lazy("All who are subscribed, as a CSV file"),
        url_path="csv",
    )
    def as_csv(self, request: HttpRequest) -> HttpResponseBase:
        headers = {"Content-Disposition": 'attachment; filename="subscribers.csv"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(_rows(), content_type="text/csv; charset=utf-8", headers=headers)


@admin.register(Issue)
class IssueAdmin(ModelAdmin):
    list_display = ("subject", "written_by", "written_at", "sending_since", "sent", "done_at")
    list_select_related = ("written_by",)
    fields = ("subject", "text", "written_by", "written_at", "sending_since", "sent", "done_at")
    readonly_fields: Any = ("written_by", "written_at", "sending_since", "sent", "done_at")
    actions_detail = ("send",)

    def save_model(self, request: HttpRequest, obj: Issue, form: Any, change: bool) -> None:
        if not change:
            writer: Any = request.user
            obj.written_by, obj.written_at = writer, clock.now()
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        """What is being sent says the same to everybody, so it is not changed any more."""
        return (obj is None or obj.sending_since is None) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return (obj is None or obj.sending_since is None) and bool(super().has_delete_permission(request, obj))

    @action(permissions=["common.change_issue"], description=gettext_lazy("Send to all subscribers"), url_path="send")
    def send(self, request: HttpRequest, object_id: int) -> HttpResponse:
        issue = get_object_or_404(Issue, pk=object_id)

        def begin(_answers: dict[str, Any]) -> str:
            newsletter.begin(issue)
            return _("It is on its way, in batches. This page counts them.")

        people = newsletter.subscribed()
        return ask(
            request,
            self,
            issue,
            title=_("Send this newsletter"),
            explain=ngettext(
                "{n} subscriber would get it now. It cannot be called back.",
                "{n} subscribers would get it now. It cannot be called back.",
                people,
            ).format(n=figure(people)),
            button=_("Send it"),
            act=begin,
        )


def _rows() -> Iterator[str]:
    subscribed = Subscriber.objects.filter(unsubscribed_at=None).order_by("pk").iterator(chunk_size=2000)
    cells = ((plain(each.email), each.confirmed_at.strftime("%Y-%m-%d %H:%M:%S")) for each in subscribed)
    return lines([_("E-mail"), _("Subscribed since (UTC)")], cells)
