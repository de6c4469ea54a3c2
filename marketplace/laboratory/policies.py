"""Sets of policy figures: read from the site, changed by a file, written into the scratch database.

A file of changes is TOML: [jobs.CostPolicy] basic = 6, or [connects.GrantPolicy.joining] connects = 20.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError

from common.models import Policy
from common.policies import change
from proposals.policy import write_version

Figures = dict[str, dict[str, Any]]
# What may be tried, and the name of each row where there are several.
_NAMES: dict[str, Callable[[Any], str]] = {
    "jobs.CostPolicy": lambda row: "",
    "jobs.JobPolicy": lambda row: "",
    "proposals.BoostPolicy": lambda row: "",
    "proposals.RefundTiming": lambda row: "",
    "proposals.RefundRule": lambda row: f"{row.outcome}/{row.column}",
    "connects.WalletPolicy": lambda row: "",
    "connects.GrantPolicy": lambda row: row.source,
    "connects.Plan": lambda row: row.code,
}


class BadChanges(Exception):
    """The changes name a policy or figure that there is not, or a value that it does not take."""


def as_they_stand() -> Figures:
    """Every figure of the policies that can be tried, by "room.Policy" or "room.Policy.row"."""
    return {name: _plain(row) for name, row in _rows()}


def changes_of(tables: dict[str, Any]) -> Figures:
    """A parsed file of changes as flat figures. Raises BadChanges."""
    asked: Figures = {}
    for room, models in tables.items():
        for model, figures in _table(models, room).items():
            name = f"{room}.{model}"
            if name not in _NAMES:
                raise BadChanges(f"There is no policy {name} to try. There are: {', '.join(_NAMES)}.")
            for key, value in _table(figures, name).items():
                row, figure = (f"{name}.{key}", value) if isinstance(value, dict) else (name, {key: value})
                asked.setdefault(row, {}).update(figure)
    _check(asked)
    return asked


def merged(now: Figures, changes: Figures) -> Figures:
    return {name: figures | changes.get(name, {}) for name, figures in now.items()}


def put(figures: Figures) -> None:
    """Write the figures into this database's rows, with a reason. Raises BadChanges."""
    for name, row in _rows():
        if name in figures:
            try:
                change(row, actor=None, reason="Tried in the laboratory.", **figures[name])
            except ValidationError as refused:
                raise BadChanges(f"{name}: {'; '.join(refused.messages)}") from refused
    write_version()


def _check(asked: Figures) -> None:
    rows = dict(_rows())
    for name, figures in asked.items():
        if name not in rows:
            raise BadChanges(f"There is no row {name}. There are: {', '.join(rows)}.")
        known = _plain(rows[name])
        for figure, value in figures.items():
            if figure not in known:
                raise BadChanges(f"{name} has no figure {figure!r}. It has: {', '.join(known)}.")
            setattr(rows[name], figure, value)
        try:
            rows[name].full_clean()
        except ValidationError as refused:
            raise BadChanges(f"{name}: {'; '.join(refused.messages)}") from refused


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadChanges(f"{name} should be a table, as in [jobs.CostPolicy].")
    return value


def _rows() -> Iterator[tuple[str, Policy]]:
    for name, key in _NAMES.items():
        for row in apps.get_model(name)._default_manager.order_by("pk"):
            yield (f"{name}.{key(row)}" if key(row) else name), row


def _plain(row: Policy) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.is_relation and field.editable
    }
