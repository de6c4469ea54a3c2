"""Agencies for operators: to read. Their people change them, and what was done is kept with who and when."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from accounts.agencies.models import Agency, AgencyEvent, AgencyInvitation, AgencyMember, AgencyPolicy
from common.admin import PolicyAdmin, ReadOnlyAdmin


class _Shown(TabularInline):
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Members(_Shown):
    model = AgencyMember
    fields = ("person", "role", "monthly_limit", "joined_at", "left_at")
    ordering = ("left_at", "id")


class Invited(_Shown):
    model = AgencyInvitation
    fields: ClassVar = (
        *("email", "role", "monthly_limit", "invited_by", "created_at", "expires_at"),
        *("accepted_at", "accepted_by", "declined_at", "cancelled_at"),
    )
    ordering = ("-id",)


class Events(_Shown):
    model = AgencyEvent
    fields = ("at", "actor", "text")
    ordering = ("-id",)
    verbose_name_plural = gettext_lazy("what was done")


@admin.register(Agency)
class AgencyAdmin(ReadOnlyAdmin):
    list_display = ("name", "handle", "country", "founded_at", "hires_count")
    search_fields = ("name", "handle")
    inlines = (Members, Invited, Events)


@admin.register(AgencyMember)
class AgencyMemberAdmin(ReadOnlyAdmin):
    list_display = ("person", "agency", "role", "monthly_limit", "joined_at", "left_at")
    list_select_related = ("person", "agency")
    list_filter = ("role", ("left_at", admin.EmptyFieldListFilter))
    search_fields = ("person__email", "person__name", "agency__name")
    ordering = ("-id",)


@admin.register(AgencyInvitation)
class AgencyInvitationAdmin(ReadOnlyAdmin):
    list_display = ("email", "agency", "role", "invited_by", "created_at", "expires_at", "accepted_at", "declined_at")
    list_select_related = ("agency", "invited_by")
    search_fields = ("email", "agency__name")
    exclude = ("token_hash",)
    ordering = ("-id",)


@admin.register(AgencyPolicy)
class AgencyPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "invitation_days", "invitations_a_day", "owned_at_most", "monthly_limit")
