"""Which of the operators' pages a browser looks at (test_every_page): our own, and one of each kind of the admin's.

Nearly a hundred models have lists and forms; most are made of the same.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User

# Pages that are no list of rows.
OURS = (
    "admin:index",
    "admin:password_change",
    "admin:connects_wallet_prove",
    "figures_economy",
    "figures_finance",
    "figures_market",
)
# What is ours about a row: its page beside its own kind's, and the pages on which something is done with it.
OF_A_ROW = {
    "accounts_case": ("change", "remove"),
    "accounts_user": ("change", "see_as"),
    "billing_campaign": ("change", "send"),
    "billing_purchase": ("change", "refund"),
    "billing_region": ("prices",),
    "billing_stripeevent": ("change",),
    "connects_wallet": ("change", "adjust", "ledger"),
    "jobs_costpolicy": ("try_figures",),
    "support_ticket": ("change", "answer", "refund"),
    "talent_certification": ("import_questions",),
}


def _named(model_admin: Any) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"


def _ours(model_admin: Any) -> tuple[str, ...]:
    """The classes of its own making on which a page of rows is built."""
    return tuple(each.__qualname__ for each in type(model_admin).__mro__[1:] if each.__module__ != "unfold.admin")


def _kind_of_list(model_admin: Any) -> Hashable:
    shown = [getattr(model_admin, str(name), None) for name in model_admin.list_display]
    marks = {mark for each in shown for mark in ("label", "boolean") if getattr(each, mark, None)}
    tools = ("search_fields", "list_filter", "date_hierarchy", "actions_list")
    return (frozenset(marks), *(bool(getattr(model_admin, each)) for each in tools))


def _kind_of_form(model_admin: Any) -> Hashable:
    tools = ("inlines", "fieldsets", "autocomplete_fields", "raw_id_fields", "filter_horizontal")
    return (_ours(model_admin), *(bool(getattr(model_admin, each)) for each in tools))


def _first_of_kinds(
    kind_of: Callable[[Any], Hashable], having: Callable[[Any], bool], besides: Iterable[Hashable] = ()
) -> Iterator[Any]:
    """One of each kind that has what it takes to be looked at; of those `besides`, none."""
    seen = set(besides)
    for model_admin in admin.site._registry.values():
        if (kind := kind_of(model_admin)) not in seen and having(model_admin):
            seen.add(kind)
            yield model_admin


def _row(model_admin: Any) -> Any:
    return model_admin.model._default_manager.order_by("pk").first()


def _has_rows(model_admin: Any) -> bool:
    return _row(model_admin) is not None


def _admin(name: str) -> Any:
    return next(each for each in admin.site._registry.values() if _named(each) == name)


def _takes_new(model_admin: Any) -> bool:
    """Whether the administrator may add to it."""
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_superuser=True)
    return bool(model_admin.has_add_permission(request))


def lists() -> list[str]:
    return [reverse(f"admin:{_named(each)}_changelist") for each in _first_of_kinds(_kind_of_list, _has_rows)]


def forms() -> list[str]:
    looked_at = [_kind_of_form(_admin(name)) for name, pages in OF_A_ROW.items() if "change" in pages]
    found = [
        reverse(f"admin:{_named(each)}_change", args=[_row(each).pk])
        for each in _first_of_kinds(_kind_of_form, _has_rows, looked_at)
    ]
    return found + [reverse(f"admin:{_named(each)}_add") for each in _first_of_kinds(_kind_of_form, _takes_new)]


def ours() -> list[str]:
    return [reverse(name) for name in OURS]


def ours_of_rows() -> list[str]:
    return [
        reverse(f"admin:{name}_{page}", args=[_row(_admin(name)).pk])
        for name, pages in OF_A_ROW.items()
        for page in pages
    ]
