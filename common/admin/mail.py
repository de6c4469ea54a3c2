"""Outgoing mail and notices, as operators see them: what was given up stands out and can be tried again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, mail
from common.admin.base import ReadOnlyAdmin
from common.models import Mail, Notice
from common.models.mail import Mails
from common.numbers import figure
from common.sweeps import LATE


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("going", _("To be sent")),
            ("late", _("Late")),
            ("given_up", _("Given up")),
            ("waiting", _("Waits for a digest")),
            ("sent", _("Sent")),
        ]

    def queryset(self, request: HttpRequest, mails: Mails) -> Mails:  # type: ignore[override]
        found = {"going": mails.going, "given_up": mails.given_up, "waiting": mails.waiting}.get(self.value() or "")
        if self.value() == "late":
            return mails.late(clock.real_now() - LATE)
        if self.value() == "sent":
            return mails.filter(sent_at__isnull=False)
        return found() if found else mails


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ("queued_at", "to", "subject", "state", "sent_at", "attempts", "error")
    list_filter = (StateFilter, "kind")
    search_fields = ("to", "subject")
    # Not what it says: a mail may carry a link that logs its reader in.
    fields = (
        "to",
        "subject",
        "kind",
        "state",
        "reference",
        "queued_at",
        "next_try_at",
        "collect_at",
        "collected_at",
        "sent_at",
        "attempts",
        "error",
    )
    readonly_fields = ("state",)
    actions = ("send_again",)

    @admin.action(description=gettext_lazy("Try again to send"), permissions=["send"])
    def send_again(self, request: HttpRequest, mails: QuerySet[Mail]) -> None:
        chosen = Mail.objects.filter(pk__in=mails)
        for each in chosen.unsent():
            self.log_change(request, each, _("Another round of tries to send it."))
        begun = mail.again(chosen)
        messages.success(
            request, _("{n} to be sent. Those that had been sent before were left alone.").format(n=figure(begun))
        )

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("common.change_mail")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "person", "kind", "text", "read_at")
    list_select_related = ("person",)
    list_filter = ("kind",)
    search_fields = ("person__email", "text")
