"""Telling many people one thing at once: a notice each, written set by set, once per person and reference."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from common import clock, kinds


def tell_people(people: QuerySet[Any], *, kind: str, text: str, link: str, reference: str) -> int:
    """Tell everybody in `people` the same. Whoever was told under this reference is passed over. Returns how many
    were told now."""
    kinds.named(kind)
    chosen, params = people.order_by().values("id").query.sql_with_params()
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_notice (person_id, kind, text, link, reference, created_at)"
            f" SELECT people.id, %s, %s, %s, %s, %s FROM ({chosen}) people WHERE TRUE ON CONFLICT DO NOTHING",
            [kind, text[:300], link, reference, now, *params],
        )
        return int(cursor.rowcount)
