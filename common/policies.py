"""Operator figures are rows; changing one asks for a reason and keeps who, when, why, and both values."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common import clock
from common.figures import is_nothing, said
from common.models import Policy, PolicyChange
from common.signals import policy_changed


@transaction.atomic
def change(policy: Policy, *, actor: Any, reason: str, **figures: Any) -> Policy:
    """Set `figures` on the policy row and record the change. Raises ValidationError for a bad value or no reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the change is kept with its reason.")})
    row = type(policy)._default_manager.select_for_update().get(pk=policy.pk)
    before = row.figures()
    for name, value in figures.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    row.refresh_from_db()
    after = row.figures()
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        PolicyChange.objects.create(
            subject=subject(row),
            label=str(row),
            actor=actor,
            at=clock.now(),
            reason=reason.strip(),
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        policy_changed.send(sender=type(row), policy=row)
    return row


@transaction.atomic
def put_back(policy: Policy, change_made: PolicyChange, *, actor: Any, reason: str) -> Policy:
    """Give the figures of one change of this row the values that they had before it; a change like any other.

    Raises ValidationError when one of them has changed since, or no longer may be what it was.
    """
    row = type(policy)._default_manager.select_for_update().get(pk=policy.pk)
    now = row.figures()
    since = [
        _("{figure} was set to {then}, and is {now} now").format(
            figure=label, then=then, now=said(row, name, now.get(name))[1]
        )
        for name, kept in change_made.after.items()
        if now.get(name) != kept
        for label, then in (said(row, name, kept),)
    ]
    if since:
        words = _("It has changed since: {changes}. Nothing was put back.")
        raise ValidationError(words.format(changes="; ".join(since)))
    figures = {name: _value(row, name, text) for name, text in change_made.before.items()}
    return change(row, actor=actor, reason=reason, **figures)


@transaction.atomic
def create(policy: Policy, *, actor: Any, reason: str) -> Policy:
    """Write a new row of figures, and that it is new. Raises ValidationError for a bad value or no reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the change is kept with its reason.")})
    policy.full_clean()
    policy.save()
    policy.refresh_from_db()
    PolicyChange.objects.create(
        subject=subject(policy),
        label=str(policy),
        actor=actor,
        at=clock.now(),
        reason=reason.strip(),
        before={},
        after=policy.figures(),
    )
    policy_changed.send(sender=type(policy), policy=policy)
    return policy


def history(policy: Policy) -> QuerySet[PolicyChange]:
    """Every recorded change of this row, newest first."""
    return PolicyChange.objects.filter(subject=subject(policy)).select_related("actor").order_by("-id")


def rows_of(changes: Iterable[PolicyChange]) -> dict[str, Policy]:
    """The rows that these changes are about, by `subject`, with a query a kind of policy. What is gone is left out."""
    kinds: dict[str, set[str]] = {}
    for each in changes:
        kind, _, pk = each.subject.rpartition(":")
        kinds.setdefault(kind, set()).add(pk)
    found: dict[str, Policy] = {}
    for kind, pks in kinds.items():
        try:
            model = apps.get_model(kind)
        except LookupError:
            continue
        # With what its amounts are counted in: a package has the currency of its region.
        rows = model._default_manager.select_related().filter(pk__in=pks)
        found.update({subject(row): row for row in rows})
    return found


def _value(row: Policy, name: str, text: Any) -> Any:
    """What was recorded, as the field has it."""
    field: Any = row._meta.get_field(name)
    if field.null and is_nothing(text):
        return None
    return text if field.is_relation else field.to_python(text)


def subject(policy: Policy) -> str:
    return f"{policy._meta.label_lower}:{policy.pk}"
