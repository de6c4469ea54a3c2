"""The schedule in the admin's own clothes, and what an operator sees first."""

from typing import Any

from allauth.usersessions import admin as _sessions  # noqa: F401 - registers its own page, which is replaced
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import HttpRequest
from django_celery_beat import admin as beat
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.admin import ReadOnlyAdmin
from marketplace.glance import glance
from marketplace.operator_pages import may_open
from marketplace.waiting import waiting_for

for model in (ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule, UserSession):
    admin.site.unregister(model)


class ShortSearch(ChangeListSearchForm):
    """Each word of a search is a condition of its own: a page of text would be more than the database takes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = forms.CharField(required=False, strip=False, max_length=100)


ChangeList.search_form_class = ShortSearch


class TaskSelect(UnfoldAdminSelectWidget, beat.TaskSelectWidget):
    """The list of known tasks, dressed as the other fields are."""


class PeriodicTaskForm(beat.PeriodicTaskForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].widget = UnfoldAdminTextInputWidget()
        self.fields["regtask"].widget = TaskSelect()


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(beat.PeriodicTaskAdmin, ModelAdmin):
    form = PeriodicTaskForm

    def get_actions(self, request: HttpRequest) -> Any:
        """Switching on and off and running at once are for who may change the schedule."""
        return super().get_actions(request) if self.has_change_permission(request) else {}


@admin.register(IntervalSchedule)
class IntervalScheduleAdmin(beat.IntervalScheduleAdmin, ModelAdmin):
    pass


@admin.register(CrontabSchedule)
class CrontabScheduleAdmin(beat.CrontabScheduleAdmin, ModelAdmin):
    # Without its reading in words, which breaks down over what celery cannot read.
    fields = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone")
    readonly_fields = ()


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    list_display = ("user", "ip", "created_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "ip", "user_agent", "created_at", "last_seen_at")


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What waits for an operator, with the page that deals with it, and the economy; only what their role may open."""
    context["waiting"] = waiting_for(request)
    context["glance"] = glance() if may_open("figures_economy", request) else None
    return context
