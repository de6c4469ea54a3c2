"""People and agencies for operators. Nobody is deleted: the books name them."""

from typing import Any, ClassVar

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - registered before it is taken over
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

import accounts.agencies.admin  # noqa: F401 - registers its pages
from accounts.fields import WebAddressField
from accounts.identity import MailDomain, SignPolicy
from accounts.models import AccountPolicy, Category, ClientProfile, Skill, User
from accounts.privacy.admin import PrivacyActions
from accounts.staff.admin import SeeingAction
from accounts.trust.admin import StandingActions
from common.admin import GrowingPolicyAdmin, PolicyAdmin, ReadOnlyAdmin

admin.site.unregister(Group)
# A mailbox is proven and a second factor set up by whoever has them; operators look, and take away a lost one.
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)


class PersonCreationForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class PersonAdmin(SeeingAction, StandingActions, PrivacyActions, DjangoUserAdmin, ModelAdmin):  # type: ignore[type-arg]
    form = PersonChangeForm
    add_form = PersonCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "country", "roles", "email_verified_at", "last_seen_at", "is_active", "is_staff")
    list_filter = (
        "is_active",
        "is_staff",
        ("suspended_until", admin.EmptyFieldListFilter),
        ("banned_at", admin.EmptyFieldListFilter),
        ("freelancer_since", admin.EmptyFieldListFilter),
        ("client_since", admin.EmptyFieldListFilter),
    )
    search_fields = ("email", "name")
    ordering = ("-id",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("email", "name", "country", "time_zone", "password")}),
        (gettext_lazy("Roles"), {"fields": ("hat", "freelancer_since", "client_since", "email_verified_at")}),
        (gettext_lazy("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (gettext_lazy("Standing"), {"fields": ("standing", "suspended_until", "banned_at", "standing_history")}),
        (gettext_lazy("Privacy"), {"fields": ("consents_given", "closure_now")}),
        (gettext_lazy("Seen"), {"fields": ("joined_at", "last_seen_at", "last_login")}),
    )
    add_fieldsets: Any = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    # Roles and verification follow from what people do; an operator reads them here.
    readonly_fields = (
        "hat",
        "freelancer_since",
        "client_since",
        "email_verified_at",
        "joined_at",
        "last_seen_at",
        "last_login",
        "suspended_until",
        "banned_at",
        "standing",
        "standing_history",
        "consents_given",
        "closure_now",
    )
    actions_detail = ("see_as", "suspend", "ban", "lift", "export_data", "close_account")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A new address is proven by whoever has the mailbox; log-in would not hear of one that is written here.
        fixed = (*self.readonly_fields, *_not_to_give(request))
        return (*fixed, "email") if obj else fixed

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change somebody could log in as them: an operator is changed by who makes operators."""
        may = bool(super().has_change_permission(request, obj))
        if not isinstance(obj, User) or request.user.is_superuser:
            return may
        return may and not obj.is_superuser and (not obj.is_staff or request.user.has_perm("accounts.grant_roles"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        held = (
            (_("freelancer"), person.is_freelancer),
            (_("client"), person.is_client),
            (_("operator"), person.is_staff),
        )
        return ", ".join(name for name, on in held if on) or _("none yet")


def _not_to_give(request: HttpRequest) -> tuple[str, ...]:
    """What of somebody's access this operator may not give."""
    if request.user.is_superuser:
        return ()
    alone = ("is_superuser", "user_permissions")
    return alone if request.user.has_perm("accounts.grant_roles") else (*alone, "is_active", "is_staff", "groups")


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    list_display = ("email", "user", "primary", "verified")
    list_select_related = ("user",)
    list_filter = ("verified", "primary")
    search_fields = ("email", "user__name")


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Without its secret. Deleting one lets somebody in again who has lost it."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    search_fields = ("user__email", "user__name")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("mfa.delete_authenticator"))


@admin.register(ClientProfile)
class ClientProfileAdmin(ModelAdmin):
    formfield_overrides: ClassVar = {models.URLField: {"form_class": WebAddressField}}
    list_display = ("company", "person", "country", "jobs_posted", "hires", "domain_verified", "payment_verified")
    list_select_related = ("person",)
    search_fields = ("company", "person__email")
    autocomplete_fields = ("person",)
    readonly_fields = (
        *("jobs_posted", "jobs_filled", "jobs_cancelled", "jobs_unfilled", "hires"),
        *("domain_verified", "payment_verified", "rating_sum", "rating_count"),
    )


@admin.register(Category)
class CategoryAdmin(ModelAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Skill)
class SkillAdmin(ModelAdmin):
    list_display = ("name", "category")
    list_select_related = ("category",)
    list_filter = ("category",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(AccountPolicy)
class AccountPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "country_change_days")


@admin.register(SignPolicy)
class SignPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "devices", "cards", "addresses", "numbered_days", "domain_accounts", "domain_days")


@admin.register(MailDomain)
class MailDomainAdmin(GrowingPolicyAdmin):
    list_display = ("domain", "kind")
    list_filter = ("kind",)
    search_fields = ("domain",)
