"""What an order comes to: lines, less the discount, with tax in or on top."""

from decimal import Decimal

from stripe_sandbox.messages import Json
from stripe_sandbox.tax import half_up, tax_on


def off(coupon: Json, subtotal: int) -> int:
    """What a coupon takes off an amount, never more than there is."""
    if coupon["percent_off"] is not None:
        return half_up(Decimal(subtotal) * Decimal(str(coupon["percent_off"])) / 100)
    return min(int(coupon["amount_off"]), subtotal)


def shares(discount: int, subtotals: list[int]) -> list[int]:
    """The discount over the lines in proportion; what rounding leaves goes to the last ones that can bear it."""
    whole = sum(subtotals)
    parts = [discount * part // whole if whole else 0 for part in subtotals]
    left = discount - sum(parts)
    for index in reversed(range(len(parts))):
        more = min(left, subtotals[index] - parts[index])
        parts[index] += more
        left -= more
    return parts


def priced(items: list[Json], coupon: Json | None, country: str | None) -> list[Json]:
    """The lines with this coupon and this buyer's tax. No country: no tax is asked for, or not yet known."""
    subtotals = [item["amount_subtotal"] for item in items]
    parts = shares(off(coupon, sum(subtotals)), subtotals) if coupon else [0] * len(items)
    return [_line(item, part, country) for item, part in zip(items, parts, strict=True)]


def totals(items: list[Json]) -> Json:
    """The amounts of a session, of its lines."""
    return {
        "amount_subtotal": sum(item["amount_subtotal"] for item in items),
        "amount_total": sum(item["amount_total"] for item in items),
        "total_details": {
            "amount_discount": sum(item["amount_discount"] for item in items),
            "amount_shipping": 0,
            "amount_tax": sum(item["amount_tax"] for item in items),
        },
    }


def _line(item: Json, discount: int, country: str | None) -> Json:
    behavior = item["price"]["tax_behavior"]
    net = item["amount_subtotal"] - discount
    tax = tax_on(net, country, behavior) if country else 0
    total = net + tax if behavior == "exclusive" else net
    return item | {"amount_discount": discount, "amount_tax": tax, "amount_total": total}
