"""Badges: every time one was worn, and giving and taking by hand, with a reason."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.requests import operator
from common.admin import ReadOnlyAdmin, ask, link
from talent import badges
from talent.errors import BadgeNotWorn, BadgeWorn
from talent.models import Badge, FreelancerProfile


@admin.register(Badge)
class BadgeAdmin(ReadOnlyAdmin):
    list_display = ("id", "profile_link", "kind", "given_at", "given_by", "reason", "taken_at", "taken_by")
    list_select_related = ("profile", "given_by", "taken_by")
    list_filter = ("kind", ("taken_at", admin.EmptyFieldListFilter), ("given_by", admin.EmptyFieldListFilter))
    search_fields = ("profile__handle", "profile__person__email", "profile__person__name", "reason")
    date_hierarchy = "given_at"
    ordering = ("-id",)
    actions_detail = ("take",)

    @admin.display(description=gettext_lazy("profile"))
    def profile_link(self, row: Badge) -> SafeString | str:
        return link(row.profile)

    @action(
        permissions=["talent.change_badge"],
        description=gettext_lazy("Take away"),
        url_path="take",
        variant=ActionVariant.DANGER,
    )
    def take(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return ask_to_take(request, self, get_object_or_404(Badge.objects.select_related("profile"), pk=object_id))


def ask_to_take(request: HttpRequest, page: Any, row: Badge | FreelancerProfile) -> HttpResponse:
    profile = row.profile if isinstance(row, Badge) else row

    def act(answers: dict[str, Any]) -> str:
        try:
            badges.take(profile, by=operator(request), reason=answers["reason"])
        except BadgeNotWorn as refused:
            raise ValidationError(_("The person does not wear this badge now.")) from refused
        return _("Taken away. The person is told, with your reason; the Connects stay theirs.")

    explain = _(
        "The badge leaves the profile at once, and the nightly check does not give it again: only an operator does. "
        "The person reads your reason. Connects that came with it stay."
    )
    title = _("Take Rising Talent away")
    return ask(request, page, row, title=title, explain=explain, button=_("Take it away"), act=act, danger=True)


def ask_to_give(request: HttpRequest, page: Any, profile: FreelancerProfile) -> HttpResponse:
    def act(answers: dict[str, Any]) -> str:
        try:
            badges.give(profile, by=operator(request), reason=answers["reason"])
        except BadgeWorn as refused:
            raise ValidationError(_("An operator has given this person the badge already.")) from refused
        return _("Given. It stays until an operator takes it away.")

    explain = _(
        "The person wears the badge from now on, whatever its rule says, until an operator takes it away. "
        "Who gets it for the first time gets the Connects of the grant “Rising Talent” with it."
    )
    title = _("Give Rising Talent")
    return ask(request, page, profile, title=title, explain=explain, button=_("Give the badge"), act=act)
