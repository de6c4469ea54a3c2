"""What operators' roles may see and do. Each is a group of the same name, brought up to this table by every migrate.

Somebody may hold several. Administrators hold every permission there is; who is superuser needs no role.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction


def _see(app: str, models: str) -> frozenset[str]:
    return frozenset(f"{app}.view_{model}" for model in models.split())


def _set(app: str, models: str) -> frozenset[str]:
    """Figures of which the rows are there: seen and changed."""
    return _see(app, models) | {f"{app}.change_{model}" for model in models.split()}


def _add(app: str, models: str) -> frozenset[str]:
    """Figures of which new rows are made, too."""
    return _set(app, models) | {f"{app}.add_{model}" for model in models.split()}


_PEOPLE = (
    _see("accounts", "user clientprofile agency agencymember agencyinvitation standingevent consent accountclosure")
    | _see("talent", "freelancerprofile badge attempt certification availability")
    | _see("common", "notice")
)
_MARKET = _see("jobs", "job") | _see(
    "proposals", "proposal thread interview jobinvitation offer contract review settlement boost boostauction"
)
_BOOKS = _see("connects", "wallet transaction lot hold debtentry heldgrant referral")
_PAYMENTS = _see("billing", "purchase membership invoice refund dispute redemption")

SUPPORT, MODERATOR, FINANCE, ADMINISTRATOR = "Support", "Moderator", "Finance", "Administrator"
ROLES: dict[str, frozenset[str]] = {
    SUPPORT: _PEOPLE
    | _MARKET
    | _BOOKS
    | _PAYMENTS
    | _see("account", "emailaddress")
    | _see("common", "mail")
    | _set("support", "ticket")
    | {"support.refund_ticket", "accounts.impersonate_user"},
    MODERATOR: _PEOPLE
    | _MARKET
    | _see("accounts", "block maildomain signpolicy")
    | _set("accounts", "case")
    | _set("jobs", "job")
    | _add("talent", "badge")
    | _set("connects", "suspicion heldgrant")
    | {"accounts.suspend_user"},
    FINANCE: _see("accounts", "user agency agencymember")
    | _BOOKS
    | _PAYMENTS
    | _see("proposals", "settlement refundrule refundpolicy")
    | _see("jobs", "costpolicy")
    | _see("common", "policychange")
    | _set("billing", "purchase membership refund dispute stripeevent")
    | _set("billing", "package planterms planprice membershippolicy discountpolicy")
    | _add("billing", "region sale promocode campaign")
    | {"billing.add_refund", "billing.send_campaign"}
    | _set("connects", "wallet grantpolicy plan walletpolicy referralpolicy"),
}


def sync(using: str = "default", **_: Any) -> None:
    """Give every role exactly what the table says. Raises KeyError for a permission that no model has."""
    # Of the app whose migrations come last, Django has not made them yet.
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0, using=using)
    known = {f"{app}.{code}": pk for pk, app, code in _permissions(using)}
    with transaction.atomic(using=using):
        for name, wanted in {**ROLES, ADMINISTRATOR: frozenset(known)}.items():
            group = Group.objects.using(using).get_or_create(name=name)[0]
            group.permissions.set(known[each] for each in wanted)


def _permissions(using: str) -> Iterable[tuple[int, str, str]]:
    rows = Permission.objects.using(using).order_by("pk")
    return rows.values_list("pk", "content_type__app_label", "codename")
