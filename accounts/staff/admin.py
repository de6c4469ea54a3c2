"""On a person's page in the admin: see the site as they do. And the record of every time that was done."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from accounts.models import User
from accounts.requests import operator
from accounts.staff import seeing
from accounts.staff.models import Impersonation
from common.admin import ReadOnlyAdmin, ask
from common.numbers import figure


class SeeingAction:
    """Mixed into the admin of people."""

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Nobody sees the site as an operator."""
        found: list[Any] = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        if User.objects.filter(pk=object_id, is_staff=True).exists():
            return [each for each in found if each.path != "see-as"]
        return found

    @action(
        permissions=[seeing.PERMISSION], description=gettext_lazy("See the site as this person"), url_path="see-as"
    )
    def see_as(self, request: HttpRequest, object_id: int) -> HttpResponse:
        person = get_object_or_404(User, pk=object_id)

        def begin(answers: dict[str, Any]) -> str:
            visit = seeing.begin(person, by=operator(request), reason=answers["reason"])
            seeing.remember(request, visit)
            return _("You see the site as {person} now.").format(person=person)

        minutes = int(seeing.LASTS.total_seconds() // 60)
        return ask(
            request,
            self,
            person,
            title=_("See the site as this person"),
            explain=_(
                "For {minutes} minutes, or until you stop, this browser shows you what they see, their letters "
                "included. You only look: nothing can be sent or changed, and nothing shows others that somebody "
                "looked. Their log-in, e-mail and second factors stay shut. It stays on record that you looked, when "
                "and why, and they may read that."
            ).format(minutes=figure(minutes)),
            button=_("See the site"),
            act=begin,
            then="home",
        )


@admin.register(Impersonation)
class ImpersonationAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "operator", "person", "reason", "until", "pages")
    list_select_related = ("operator", "person")
    search_fields = ("operator__email", "person__email", "person__name", "reason")
    date_hierarchy = "started_at"
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("until"), ordering="ended_at")
    def until(self, visit: Impersonation) -> Any:
        return visit.ended_at or visit.expires_at
