"""What operators read of rooms, models and fields in the admin: Django makes it of the code's names, in English.

Here each is said in any language, and put in its place when the site starts; so no model repeats its fields' names.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy

from marketplace.field_names import AMOUNTS, FIELDS

_LABELS = ("common", "accounts", "connects", "billing", "jobs", "talent", "proposals", "support", "marketplace")
# fmt: off
# Translators: a part of the site, as a heading in the admin.
_ROOMS = (
    pgettext_lazy("room", "Accounts"), pgettext_lazy("room", "Billing"), pgettext_lazy("room", "Common"),
    pgettext_lazy("room", "Connects"), pgettext_lazy("room", "Jobs"), pgettext_lazy("room", "Proposals"),
    pgettext_lazy("room", "Support"), pgettext_lazy("room", "Talent"),
)
# Translators: a table in the admin, one row of it or several.
_MODELS = (
    pgettext_lazy("model", "account closure"), pgettext_lazy("model", "account closures"),
    pgettext_lazy("model", "account policy"), pgettext_lazy("model", "agencies"), pgettext_lazy("model", "agency"),
    pgettext_lazy("model", "agency event"), pgettext_lazy("model", "agency events"),
    pgettext_lazy("model", "agency invitation"), pgettext_lazy("model", "agency invitations"),
    pgettext_lazy("model", "agency member"), pgettext_lazy("model", "agency members"),
    pgettext_lazy("model", "agency policy"), pgettext_lazy("model", "attempt"), pgettext_lazy("model", "attempts"),
    pgettext_lazy("model", "availability"), pgettext_lazy("model", "availability badges"),
    pgettext_lazy("model", "availability policy"), pgettext_lazy("model", "availability week"),
    pgettext_lazy("model", "availability weeks"), pgettext_lazy("model", "badge"), pgettext_lazy("model", "badges"),
    pgettext_lazy("model", "block"), pgettext_lazy("model", "blocks"), pgettext_lazy("model", "boost"),
    pgettext_lazy("model", "boost auction"), pgettext_lazy("model", "boost auctions"),
    pgettext_lazy("model", "boost policy"), pgettext_lazy("model", "boosts"), pgettext_lazy("model", "campaign"),
    pgettext_lazy("model", "campaigns"), pgettext_lazy("model", "case"), pgettext_lazy("model", "cases"),
    pgettext_lazy("model", "categories"), pgettext_lazy("model", "category"), pgettext_lazy("model", "certification"),
    pgettext_lazy("model", "certifications"), pgettext_lazy("model", "claim entries"),
    pgettext_lazy("model", "claim entry"), pgettext_lazy("model", "client profile"),
    pgettext_lazy("model", "client profiles"), pgettext_lazy("model", "consent"), pgettext_lazy("model", "consents"),
    pgettext_lazy("model", "contract"), pgettext_lazy("model", "contracts"), pgettext_lazy("model", "cost policy"),
    pgettext_lazy("model", "debt entries"), pgettext_lazy("model", "debt entry"),
    pgettext_lazy("model", "discount policy"), pgettext_lazy("model", "dispute"), pgettext_lazy("model", "disputes"),
    pgettext_lazy("model", "entries"), pgettext_lazy("model", "entry"), pgettext_lazy("model", "freelancer profile"),
    pgettext_lazy("model", "freelancer profiles"), pgettext_lazy("model", "grant policies"),
    pgettext_lazy("model", "grant policy"), pgettext_lazy("model", "held grant"),
    pgettext_lazy("model", "held grants"), pgettext_lazy("model", "hiring policy"), pgettext_lazy("model", "hold"),
    pgettext_lazy("model", "hold end"), pgettext_lazy("model", "hold ends"), pgettext_lazy("model", "hold part"),
    pgettext_lazy("model", "hold parts"), pgettext_lazy("model", "holds"), pgettext_lazy("model", "interview"),
    pgettext_lazy("model", "interviews"), pgettext_lazy("model", "invoice"), pgettext_lazy("model", "invoices"),
    pgettext_lazy("model", "job"), pgettext_lazy("model", "job closure"), pgettext_lazy("model", "job closures"),
    pgettext_lazy("model", "job invitation"), pgettext_lazy("model", "job invitations"),
    pgettext_lazy("model", "job policy"), pgettext_lazy("model", "jobs"), pgettext_lazy("model", "lot"),
    pgettext_lazy("model", "lots"), pgettext_lazy("model", "mail"), pgettext_lazy("model", "mail domain"),
    pgettext_lazy("model", "mail domains"), pgettext_lazy("model", "mails"), pgettext_lazy("model", "membership"),
    pgettext_lazy("model", "membership policy"), pgettext_lazy("model", "memberships"),
    pgettext_lazy("model", "newsletter"), pgettext_lazy("model", "newsletters"), pgettext_lazy("model", "notice"),
    pgettext_lazy("model", "notices"), pgettext_lazy("model", "offer"), pgettext_lazy("model", "offers"),
    pgettext_lazy("model", "package"), pgettext_lazy("model", "packages"), pgettext_lazy("model", "people"),
    pgettext_lazy("model", "person"), pgettext_lazy("model", "plan"), pgettext_lazy("model", "plan price"),
    pgettext_lazy("model", "plan prices"), pgettext_lazy("model", "plan terms"), pgettext_lazy("model", "plans"),
    pgettext_lazy("model", "policy change"), pgettext_lazy("model", "policy changes"),
    pgettext_lazy("model", "portfolio link"), pgettext_lazy("model", "portfolio links"),
    pgettext_lazy("model", "promo code"), pgettext_lazy("model", "promo codes"), pgettext_lazy("model", "proposal"),
    pgettext_lazy("model", "proposals"), pgettext_lazy("model", "purchase"), pgettext_lazy("model", "purchases"),
    pgettext_lazy("model", "question"), pgettext_lazy("model", "questions"), pgettext_lazy("model", "redemption"),
    pgettext_lazy("model", "redemptions"), pgettext_lazy("model", "referral"),
    pgettext_lazy("model", "referral policy"), pgettext_lazy("model", "referrals"), pgettext_lazy("model", "refund"),
    pgettext_lazy("model", "refund policies"), pgettext_lazy("model", "refund policy"),
    pgettext_lazy("model", "refund rule"), pgettext_lazy("model", "refund rules"),
    pgettext_lazy("model", "refund timing"), pgettext_lazy("model", "refunds"), pgettext_lazy("model", "region"),
    pgettext_lazy("model", "regions"), pgettext_lazy("model", "review"), pgettext_lazy("model", "reviews"),
    pgettext_lazy("model", "sale"), pgettext_lazy("model", "sales"), pgettext_lazy("model", "screening question"),
    pgettext_lazy("model", "screening questions"), pgettext_lazy("model", "settlement"),
    pgettext_lazy("model", "settlements"), pgettext_lazy("model", "sign policy"), pgettext_lazy("model", "skill"),
    pgettext_lazy("model", "skills"), pgettext_lazy("model", "standing event"),
    pgettext_lazy("model", "standing events"), pgettext_lazy("model", "stripe event"),
    pgettext_lazy("model", "stripe events"), pgettext_lazy("model", "subscriber"),
    pgettext_lazy("model", "subscribers"), pgettext_lazy("model", "support policy"),
    pgettext_lazy("model", "suspicion"), pgettext_lazy("model", "suspicions"),
    pgettext_lazy("model", "sweep's latest run"), pgettext_lazy("model", "sweeps' latest runs"),
    pgettext_lazy("model", "talent policy"), pgettext_lazy("model", "talk policy"), pgettext_lazy("model", "thread"),
    pgettext_lazy("model", "threads"), pgettext_lazy("model", "ticket"), pgettext_lazy("model", "tickets"),
    pgettext_lazy("model", "transaction"), pgettext_lazy("model", "transactions"),
    pgettext_lazy("model", "visit as somebody"), pgettext_lazy("model", "visits as somebody"),
    pgettext_lazy("model", "wallet"), pgettext_lazy("model", "wallet policy"), pgettext_lazy("model", "wallets"),
)
# fmt: on


def put_in_place() -> None:
    """Twice is once, and migrations see nothing of it: they keep what a model says for itself."""
    # Names are compared as the source has them.
    with override(None, deactivate=True):
        rooms, models, fields = _by_word(_ROOMS), _by_word(_MODELS), _by_word(FIELDS) | AMOUNTS
        for label in _LABELS:
            room = apps.get_app_config(label)
            room.verbose_name = _said(room.verbose_name, rooms)
            for model in room.get_models():
                _name(model._meta, models, fields)


def _name(meta: Any, models: dict[str, Promise], fields: dict[str, Promise]) -> None:
    meta.verbose_name = _said(meta.verbose_name, models)
    # Django's plural is lazy, but English all the same.
    meta.verbose_name_plural = _said(meta.verbose_name_plural, models)
    for field in (*meta.fields, *meta.many_to_many):
        field.verbose_name = _said(field.verbose_name, fields)


def _by_word(names: Iterable[Promise]) -> dict[str, Promise]:
    return {str(each): each for each in names}


def _said(name: Any, known: dict[str, Promise]) -> Any:
    return known.get(str(name), name)
