"""Every address of the admin for every role. An address without a row here fails: say who may open it.

S support, M moderator, F finance, A administrator. Who has no role opens nothing.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, reverse

from accounts.models import User
from marketplace import roles
from tests.staff.conftest import CAST

pytestmark = pytest.mark.django_db
NONE, ALL = "", "SMFA"
# Model: who sees it, who changes it, who adds to it, who deletes from it.
MODELS: dict[str, tuple[str, str, str, str]] = {
    "account_emailaddress": ("SA", NONE, NONE, NONE),
    "accounts_accountclosure": ("SMA", NONE, NONE, NONE),
    "accounts_accountpolicy": ("A", "A", NONE, NONE),
    "accounts_agency": (ALL, NONE, NONE, NONE),
    "accounts_agencyinvitation": ("SMA", NONE, NONE, NONE),
    "accounts_agencymember": (ALL, NONE, NONE, NONE),
    "accounts_agencypolicy": ("A", "A", NONE, NONE),
    "accounts_block": ("MA", NONE, NONE, NONE),
    "accounts_case": ("MA", NONE, NONE, NONE),
    "accounts_category": ("A", "A", "A", "A"),
    "accounts_clientprofile": ("SMA", "A", "A", "A"),
    "accounts_consent": ("SMA", NONE, NONE, NONE),
    "accounts_impersonation": ("A", NONE, NONE, NONE),
    "accounts_maildomain": ("MA", "A", "A", NONE),
    "accounts_signpolicy": ("MA", "A", NONE, NONE),
    "accounts_skill": ("A", "A", "A", "A"),
    "accounts_standingevent": ("SMA", NONE, NONE, NONE),
    "accounts_user": (ALL, "A", "A", NONE),
    "admin_logentry": ("A", NONE, NONE, NONE),
    "billing_campaign": ("FA", "FA", "FA", NONE),
    "billing_discountpolicy": ("FA", "FA", NONE, NONE),
    "billing_dispute": ("SFA", NONE, NONE, NONE),
    "billing_invoice": ("SFA", NONE, NONE, NONE),
    "billing_membership": ("SFA", NONE, NONE, NONE),
    "billing_membershippolicy": ("FA", "FA", NONE, NONE),
    "billing_package": ("FA", "FA", NONE, NONE),
    "billing_planprice": ("FA", "FA", NONE, NONE),
    "billing_planterms": ("FA", "FA", NONE, NONE),
    "billing_promocode": ("FA", "FA", "FA", NONE),
    "billing_purchase": ("SFA", NONE, NONE, NONE),
    "billing_redemption": ("SFA", NONE, NONE, NONE),
    "billing_refund": ("SFA", NONE, NONE, NONE),
    "billing_region": ("FA", "FA", "FA", NONE),
    "billing_sale": ("FA", "FA", "FA", NONE),
    "billing_stripeevent": ("FA", NONE, NONE, NONE),
    "common_issue": ("A", "A", "A", "A"),
    "common_mail": ("SA", NONE, NONE, NONE),
    "common_notice": ("SMA", NONE, NONE, NONE),
    "common_policychange": ("FA", NONE, NONE, NONE),
    "common_subscriber": ("A", NONE, NONE, NONE),
    "common_sweeprun": ("A", NONE, NONE, NONE),
    "connects_debtentry": ("SFA", NONE, NONE, NONE),
    "connects_grantpolicy": ("FA", "FA", NONE, NONE),
    "connects_heldgrant": (ALL, NONE, NONE, NONE),
    "connects_hold": ("SFA", NONE, NONE, NONE),
    "connects_lot": ("SFA", NONE, NONE, NONE),
    "connects_plan": ("FA", "FA", NONE, NONE),
    "connects_referral": ("SFA", NONE, NONE, NONE),
    "connects_referralpolicy": ("FA", "FA", NONE, NONE),
    "connects_suspicion": ("MA", NONE, NONE, NONE),
    "connects_transaction": ("SFA", NONE, NONE, NONE),
    "connects_wallet": ("SFA", NONE, NONE, NONE),
    "connects_walletpolicy": ("FA", "FA", NONE, NONE),
    "django_celery_beat_crontabschedule": ("A", "A", "A", "A"),
    "django_celery_beat_intervalschedule": ("A", "A", "A", "A"),
    "django_celery_beat_periodictask": ("A", "A", "A", "A"),
    "jobs_costpolicy": ("FA", "A", NONE, NONE),
    "jobs_job": ("SMA", NONE, NONE, NONE),
    "jobs_jobpolicy": ("A", "A", NONE, NONE),
    "mfa_authenticator": ("A", NONE, NONE, "A"),
    "proposals_boost": ("SMA", NONE, NONE, NONE),
    "proposals_boostauction": ("SMA", NONE, NONE, NONE),
    "proposals_boostpolicy": ("A", "A", NONE, NONE),
    "proposals_contract": ("SMA", NONE, NONE, NONE),
    "proposals_hiringpolicy": ("A", "A", NONE, NONE),
    "proposals_interview": ("SMA", NONE, NONE, NONE),
    "proposals_jobinvitation": ("SMA", NONE, NONE, NONE),
    "proposals_offer": ("SMA", NONE, NONE, NONE),
    "proposals_proposal": ("SMA", NONE, NONE, NONE),
    "proposals_refundpolicy": ("FA", NONE, NONE, NONE),
    "proposals_refundrule": ("FA", "A", NONE, NONE),
    "proposals_refundtiming": ("A", "A", NONE, NONE),
    "proposals_review": ("SMA", NONE, NONE, NONE),
    "proposals_settlement": (ALL, NONE, NONE, NONE),
    "proposals_talkpolicy": ("A", "A", NONE, NONE),
    "proposals_thread": ("SMA", NONE, NONE, NONE),
    "support_supportpolicy": ("A", "A", NONE, NONE),
    "support_ticket": ("SA", NONE, NONE, NONE),
    "talent_attempt": ("SMA", NONE, NONE, NONE),
    "talent_availability": ("SMA", NONE, NONE, NONE),
    "talent_availabilitypolicy": ("A", "A", NONE, NONE),
    "talent_badge": ("SMA", NONE, NONE, NONE),
    "talent_certification": ("SMA", "A", "A", NONE),
    "talent_freelancerprofile": ("SMA", "A", "A", "A"),
    "talent_talentpolicy": ("A", "A", NONE, NONE),
    "usersessions_usersession": ("A", NONE, NONE, NONE),
}
# Buttons and pages of our own.
PAGES = {
    "accounts_case_keep": "MA",
    "accounts_case_remove": "MA",
    "accounts_case_reopen": "MA",
    "accounts_case_warn": "MA",
    "accounts_user_ban": "MA",
    "accounts_user_close_account": "A",
    "accounts_user_export_data": "A",
    "accounts_user_lift": "MA",
    "accounts_user_see_as": "SA",
    "accounts_user_suspend": "MA",
    "auth_user_password_change": "A",
    "billing_campaign_pause": "FA",
    "billing_campaign_results": "FA",
    "billing_campaign_resume": "FA",
    "billing_campaign_send": "FA",
    "billing_campaign_stop": "FA",
    "billing_dispute_look_again": "FA",
    "billing_invoice_refund": "FA",
    "billing_membership_begin_contract": "FA",
    "billing_membership_end_now": "FA",
    "billing_membership_extend_contract": "FA",
    "billing_membership_look_again": "FA",
    "billing_purchase_look_again": "FA",
    "billing_purchase_refund": "FA",
    "billing_refund_look_again": "FA",
    "billing_region_prices": "FA",
    "billing_stripeevent_ask_stripe": "FA",
    "billing_stripeevent_dismiss": "FA",
    "billing_stripeevent_replay": "FA",
    "common_issue_send": "A",
    "common_subscriber_as_csv": "A",
    "connects_heldgrant_refuse": "MA",
    "connects_heldgrant_release": "MA",
    "connects_suspicion_another_person": "MA",
    "connects_suspicion_same_person": "MA",
    "connects_wallet_adjust": "FA",
    "connects_wallet_ledger": "SFA",
    "connects_wallet_prove": "SFA",
    "jobs_costpolicy_try_figures": "FA",
    "jobs_job_remove": "MA",
    "support_ticket_answer": "SA",
    "support_ticket_close": "SA",
    "support_ticket_refund": "SA",
    "support_ticket_reopen": "SA",
    "talent_badge_take": "MA",
    "talent_certification_import_questions": "A",
    "talent_certification_preview": "SMA",
    "talent_freelancerprofile_give_badge": "MA",
    "talent_freelancerprofile_take_badge": "MA",
}
# What belongs to the admin itself: every operator's, whatever their role.
EVERYBODYS = {
    *("search", "index", "login", "logout", "password_change", "password_change_done"),
    *("autocomplete", "jsi18n", "view_on_site", "app_list"),
}
NOBODY = "9999999"


def _addresses() -> Iterator[tuple[str, Callable[..., HttpResponse], dict[str, Any]]]:
    """Each address of each model's pages: its name, its view, and a row that is not there."""
    for model_admin in admin.site._registry.values():
        for found in model_admin.urls:
            if isinstance(found, URLPattern) and found.name:
                names = found.pattern.regex.groupindex if hasattr(found.pattern, "regex") else {}
                taken = dict.fromkeys((*found.pattern.converters, *names), NOBODY)
                yield found.name, found.callback, taken


ADDRESSES = list(_addresses())


def _expected(name: str, method: str) -> str:
    if name in PAGES:
        return PAGES[name]
    model, _, page = name.rpartition("_")
    sees, changes, adds, deletes = MODELS[model]
    return {"add": adds, "delete": deletes, "putback": changes}.get(page, changes if method == "POST" else sees)


def _opens(view: Callable[..., HttpResponse], who: User, method: str, taken: dict[str, Any]) -> bool:
    """Whether the view lets them in. There is no such row, so that nothing is done; nothing is drawn either."""
    request: HttpRequest = getattr(RequestFactory(), method.lower())("/admin/")
    request.user = who
    request.session = {}  # type: ignore[assignment]
    request._messages = _Said()  # type: ignore[attr-defined]
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    try:
        view(request, **taken)
    except PermissionDenied:
        return False
    except Http404:
        return True
    return True


class _Said:
    def add(self, *_: object) -> None:
        """Nobody reads it."""


def test_every_address_has_a_row():
    models = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    pages = {name for name, *_ in ADDRESSES if name.rpartition("_")[0] not in models or name in PAGES}
    assert models == set(MODELS)
    assert pages == set(PAGES)
    site = {found.name for found in admin.site.get_urls() if isinstance(found, URLPattern) and found.name}
    assert site == EVERYBODYS


@pytest.mark.parametrize("name", CAST)
def test_a_role_opens_what_its_row_says_and_nothing_else(staff, name):
    who = User.objects.get(pk=staff[name].pk)
    letter = (CAST[name] or "-")[0]
    wrong = []
    for address, view, taken in ADDRESSES:
        # The history of a row that is not there sends back whoever asks.
        methods = [] if address.endswith("_history") else ["GET"]
        if address.endswith("_change") and address not in PAGES:
            methods.append("POST")
        for method in methods:
            expected = letter in _expected(address, method)
            if _opens(view, who, method, taken) != expected:
                wrong.append(f"{method} {address}: {'opened' if not expected else 'refused'}")
    assert not wrong


def test_every_button_asks_for_a_permission_that_there_is(db):
    known = {f"{each.content_type.app_label}.{each.codename}" for each in Permission.objects.all()}
    for model_admin in admin.site._registry.values():
        buttons = (
            *model_admin._get_base_actions_list(),
            *model_admin._get_base_actions_detail(),
            *model_admin._get_base_actions_row(),
        )
        for button in buttons:
            assert set(getattr(button.method, "allowed_permissions", ["none"])) <= known, button.action_name


def test_an_upgrade_brings_new_permissions_and_takes_old_ones_away(db):
    group = Group.objects.get(name=roles.SUPPORT)
    group.permissions.set(Permission.objects.filter(codename="delete_user"))
    roles.sync()
    held = {f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")}
    assert held == roles.ROLES[roles.SUPPORT]
    everything = Group.objects.get(name=roles.ADMINISTRATOR).permissions.count()
    assert everything == Permission.objects.count()


@pytest.mark.parametrize("name", CAST)
def test_side_bar_and_first_page_show_only_what_opens(client, staff, name):
    client.force_login(staff[name])
    page = client.get(reverse("admin:index"))
    text, letter = page.content.decode(), (CAST[name] or "-")[0]
    assert page.status_code == 200
    for model, (sees, *_) in MODELS.items():
        listed = f'href="{reverse(f"admin:{model}_changelist")}' in text
        assert not listed or letter in sees, model
    assert (reverse("admin:connects_wallet_prove") in text) == (letter in "SFA")
    assert ("Reports and flags to judge" in text) == (letter in "MA")
    assert ("Mail given up" in text) == (letter in "SA")
    assert ("Second accounts to judge" in text) == (letter in "MA")


def test_buttons_that_a_role_may_not_press_are_not_there(client, staff, ben, job):
    client.force_login(staff["Sue"])
    assert b"/suspend/" not in client.get(reverse("admin:accounts_user_change", args=[ben.pk])).content
    wallet = client.get(reverse("admin:connects_wallet_change", args=[ben.wallet.pk])).content
    assert b"/ledger/" in wallet
    assert b"/adjust/" not in wallet
    client.force_login(staff["Mo"])
    assert b"/suspend/" in client.get(reverse("admin:accounts_user_change", args=[ben.pk])).content
    assert b"/remove/" in client.get(reverse("admin:jobs_job_change", args=[job.pk])).content


def test_a_moderator_suspends_people_but_no_operator(client, staff, ben):
    client.force_login(staff["Mo"])
    words = {"days": "3", "reason": "Spam"}
    client.post(reverse("admin:accounts_user_suspend", args=[ben.pk]), words)
    page = client.post(reverse("admin:accounts_user_suspend", args=[staff["Adam"].pk]), words)
    assert b"Only administrators suspend" in page.content
    assert User.objects.get(pk=ben.pk).suspended_until
    assert not User.objects.get(pk=staff["Adam"].pk).suspended_until


def test_an_administrator_gives_roles_but_makes_no_superuser(client, staff, ben, olga):
    client.force_login(staff["Adam"])
    address = reverse("admin:accounts_user_change", args=[ben.pk])
    given = {"name": "Ben", "time_zone": "UTC", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    role = Group.objects.get(name=roles.SUPPORT)
    answer = client.post(address, given | {"groups": [str(role.pk)]})
    assert answer.status_code == 302
    ben.refresh_from_db()
    assert (ben.is_staff, ben.is_superuser, list(ben.groups.all())) == (True, False, [role])
    assert client.post(reverse("admin:accounts_user_change", args=[olga.pk]), given).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[olga.pk])).status_code == 403
