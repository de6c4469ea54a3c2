"""What a change of items in the middle of a period costs: the rest of the old back, the rest of the new."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from stripe_sandbox.calls import known
from stripe_sandbox.errors import StripeError, not_modelled
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions.invoice_objects import new_line, period_line
from stripe_sandbox.subscriptions.objects import items_of, new_item, period_of, plan_of
from stripe_sandbox.tax import half_up


@dataclass(frozen=True)
class Change:
    """The items as they shall be, what the change costs, and whether a new period begins with it."""

    items: list[Json]
    prorations: list[Json]
    period: list[Json]
    anchor: int

    @property
    def begins_period(self) -> bool:
        return bool(self.period)


def changed(store: Store, subscription: Json, params: Json, at: int, *, path: str = "items") -> Change:
    """What these parameters would make of the subscription at an instant. Nothing is stored."""
    start, end = period_of(subscription)
    when = _proration_date(params, start, end, at)
    held = items_of(subscription)
    wished = _wished(store, subscription, params.get("items", []), at, path)
    anew = params.get("billing_cycle_anchor", {}).get("type") == "now" or _rhythm(wished) != _rhythm(held)
    prorate = params.get("proration_behavior", "create_prorations") != "none"
    lines = _credits(store, held, wished, when, start, end, all_of_them=anew) if prorate else []
    if not anew:
        if prorate:
            lines += _charges(store, held, wished, when, start, end)
        return Change(wished, lines, [], subscription["billing_cycle_anchor"])
    begun = [_begun(item, at) for item in wished]
    period = [
        period_line(item, _name(store, item), item["current_period_start"], item["current_period_end"])
        for item in begun
    ]
    return Change(begun, lines, period, at)


def _wished(store: Store, subscription: Json, asked: list[Json], at: int, path: str) -> list[Json]:
    wished = {item["id"]: item for item in items_of(subscription)}
    for index, one in enumerate(asked):
        where = f"{path}[{index}]"
        if "id" not in one:
            added = _added(store, subscription, one, at, where)
            wished[added["id"]] = added
            continue
        if one["id"] not in wished:
            raise StripeError(
                f"No such subscription item: '{one['id']}'", code="resource_missing", param=f"{where}[id]"
            )
        if one.get("deleted"):
            del wished[one["id"]]
            continue
        item = dict(wished[one["id"]])
        if "price" in one:
            price = _price(store, subscription, one["price"], where)
            item |= {"price": price, "plan": plan_of(price)}
        item["quantity"] = one.get("quantity", item["quantity"])
        wished[item["id"]] = item
    if not wished:
        raise StripeError("A subscription must have at least one active plan.", param=path)
    if len({_rhythm([item]) for item in wished.values()}) > 1:
        raise not_modelled("prices of different intervals in one subscription")
    return list(wished.values())


def _added(store: Store, subscription: Json, one: Json, at: int, where: str) -> Json:
    """An item named by no id comes to the others, which is seldom what was meant."""
    if "price" not in one:
        raise StripeError("Missing required param: price.", code="parameter_missing", param=f"{where}[price]")
    price = _price(store, subscription, one["price"], where)
    if any(item["price"]["id"] == price["id"] for item in items_of(subscription)):
        raise StripeError(
            f"Cannot add multiple subscription items with the same plan: {price['id']}", param=f"{where}[price]"
        )
    start, end = period_of(subscription)
    item = new_item(subscription["id"], price, one.get("quantity", 1), start, at)
    return item | {"current_period_start": start, "current_period_end": end}


def _price(store: Store, subscription: Json, identifier: str, where: str) -> Json:
    price = known(store, "price", identifier, f"{where}[price]")
    if price["recurring"] is None:
        raise StripeError(
            "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.",
            param=f"{where}[price]",
        )
    if price["currency"] != subscription["currency"]:
        raise StripeError(
            f"The price's currency ({price['currency']}) is not that of the subscription "
            f"({subscription['currency']}).",
            param=f"{where}[price]",
        )
    return price


def _credits(
    store: Store, held: list[Json], wished: list[Json], when: int, start: int, end: int, *, all_of_them: bool
) -> list[Json]:
    """The unused rest of what goes, or of everything where a new period begins."""
    stays = {_key(item) for item in wished}
    going = held if all_of_them else [item for item in held if _key(item) not in stays]
    return [
        _part(
            item, f"Unused time on {_name(store, item)} after {_day(when)}", -_share(item, when, start, end), when, end
        )
        for item in going
    ]


def _charges(store: Store, held: list[Json], wished: list[Json], when: int, start: int, end: int) -> list[Json]:
    had = {_key(item) for item in held}
    return [
        _part(
            item,
            f"Remaining time on {_name(store, item)} after {_day(when)}",
            _share(item, when, start, end),
            when,
            end,
        )
        for item in wished
        if _key(item) not in had
    ]


def _part(item: Json, words: str, amount: int, when: int, end: int) -> Json:
    return new_line(item, amount, words, when, end, proration=True)


def _share(item: Json, when: int, start: int, end: int) -> int:
    """By the second, rounded to whole minor units."""
    return half_up(Decimal(item["price"]["unit_amount"] * item["quantity"] * (end - when)) / (end - start))


def _begun(item: Json, at: int) -> Json:
    fresh = new_item(item["subscription"], item["price"], item["quantity"], at, at)
    return item | {name: fresh[name] for name in ("current_period_start", "current_period_end")}


def _proration_date(params: Json, start: int, end: int, at: int) -> int:
    when = int(params.get("proration_date", at))
    if not start <= when <= end:
        raise StripeError(
            "The `proration_date` must be within the current period of the subscription.", param="proration_date"
        )
    return when


def _rhythm(items: list[Json]) -> tuple[str, int]:
    recurring = items[0]["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]


def _key(item: Json) -> tuple[str, str, int]:
    return item["id"], item["price"]["id"], item["quantity"]


def _name(store: Store, item: Json) -> str:
    product = store.get(item["price"]["product"], "product")
    return product["name"] if product else "Subscription"


def _day(at: int) -> str:
    return f"{datetime.datetime.fromtimestamp(at, datetime.UTC):%d %b %Y}"
