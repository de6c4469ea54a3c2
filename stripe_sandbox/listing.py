"""Lists as Stripe pages them: newest first, cursors by id, `has_more`."""

from typing import Any

from stripe_sandbox.errors import StripeError, no_such
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Field, Hash, integer, several, text
from stripe_sandbox.store import Store

PAGING: dict[str, Field] = {
    "limit": integer(1, 100),
    "starting_after": text(),
    "ending_before": text(),
    "expand": several(text(), 20),
}
EQUALS: dict[str, Field] = {"gt": integer(), "gte": integer(), "lt": integer(), "lte": integer()}
OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def created_range(raw: Any, path: str) -> dict[str, int]:
    """`created` is either one instant or a hash of bounds."""
    if isinstance(raw, str):
        return {"gte": integer()(raw, path), "lte": integer()(raw, path)}
    return Hash(EQUALS)(raw, path)


def page(
    store: Store, kind: str, url: str, params: Json, *, among: dict[str, list[str] | None] | None = None, **equal: Any
) -> Json:
    """A page of objects of one kind whose fields equal these values, or are among them (None: not asked)."""
    limit: int = params.get("limit", 10)
    where: list[str] = ["kind = ?"]
    values: list[Any] = [kind]
    for field, value in equal.items():
        if value is not None:
            where.append(f"json_extract(body, '$.{field}') = ?")
            values.append(value)
    for operator, bound in params.get("created", {}).items():
        where.append(f"json_extract(body, '$.created') {OPERATORS[operator]} ?")
        values.append(bound)
    for field, choices in (among or {}).items():
        if choices is not None:
            where.append(f"json_extract(body, '$.{field}') IN ({', '.join('?' * len(choices))})")
            values.extend(choices)
    order = "DESC"
    if "starting_after" in params and "ending_before" in params:
        raise StripeError("You may only specify one of these parameters: starting_after, ending_before.")
    for cursor, comparison in (("starting_after", "<"), ("ending_before", ">")):
        if cursor in params:
            where.append(f"seq {comparison} ?")
            values.append(_position(store, kind, params[cursor], cursor))
            order = "DESC" if cursor == "starting_after" else "ASC"
    sql = f"SELECT id FROM object WHERE {' AND '.join(where)} ORDER BY seq {order} LIMIT ?"
    found = [row["id"] for row in store.rows(sql, (*values, limit + 1))]
    chosen = found[:limit] if order == "DESC" else found[:limit][::-1]
    data = [store.get(identifier, kind) for identifier in chosen]
    return {"object": "list", "data": data, "has_more": len(found) > limit, "url": url}


def whole(items: list[Json], url: str) -> Json:
    return {"object": "list", "data": items, "has_more": False, "url": url}


def _position(store: Store, kind: str, identifier: str, cursor: str) -> int:
    found = store.rows("SELECT seq FROM object WHERE id = ? AND kind = ?", (identifier, kind))
    if not found:
        raise no_such(kind, identifier, cursor)
    return int(found[0]["seq"])
