"""One API call, and what most addresses do: look one object up, list a kind, answer with expansion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stripe_sandbox.config import Config
from stripe_sandbox.errors import no_such
from stripe_sandbox.expand import expand
from stripe_sandbox.listing import PAGING, created_range, page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Field, Hash, clean, several, text
from stripe_sandbox.store import Store

EXPAND: dict[str, Field] = {"expand": several(text(), 20)}
EXPAND_ONLY = Hash(EXPAND)


@dataclass(frozen=True)
class Call:
    """One API request, already authenticated: `ids` come from the path, `raw` from the body or the query."""

    store: Store
    config: Config
    ids: tuple[str, ...]
    raw: dict[str, Any]
    cause: Json

    def known(self, kind: str, param: str = "id") -> Json:
        """The object that the path names."""
        return known(self.store, kind, self.ids[0], param, status=404)

    def answer(self, body: Json, params: Json) -> Json:
        return expand(self.store, body, params.get("expand", []))


Endpoint = Callable[[Call], Json]
Route = tuple[str, str, Endpoint]


def known(store: Store, kind: str, identifier: str, param: str, *, status: int = 400) -> Json:
    """An object by its id; a stranger in the path is 404, one in a parameter 400."""
    found = store.get(identifier, kind)
    if found is None:
        raise no_such(kind, identifier, param, status=status)
    return found


def retrieve(kind: str, param: str = "id") -> Endpoint:
    def endpoint(call: Call) -> Json:
        params = clean(EXPAND_ONLY, call.raw)
        return call.answer(call.known(kind, param), params)

    return endpoint


def listing(kind: str, url: str, filters: Mapping[str, Field], *, unmodelled: str = "") -> Endpoint:
    """A list of one kind, newest first, filtered by fields of the same name."""
    spec = Hash(PAGING | {"created": created_range} | dict(filters), unmodelled=unmodelled)

    def endpoint(call: Call) -> Json:
        params = clean(spec, call.raw)
        found = page(call.store, kind, url, params, **{name: params.get(name) for name in filters})
        return call.answer(found, params)

    return endpoint
