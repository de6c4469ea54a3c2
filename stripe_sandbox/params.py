"""Parameters refused as Stripe refuses them. A spec is a table of fields; `clean` gives back typed values."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from stripe_sandbox import money
from stripe_sandbox.errors import StripeError, missing, not_modelled, unknown

# Takes the raw value and the parameter's full name; returns the typed value or raises StripeError.
Field = Callable[[Any, str], Any]


class Hash:
    """A hash of named fields. `unmodelled` are names that Stripe knows and the sandbox does not."""

    def __init__(self, fields: Mapping[str, Field], *, required: tuple[str, ...] = (), unmodelled: str = "") -> None:
        self.fields = fields
        self.required = required
        self.unmodelled = frozenset(unmodelled.split())

    def __call__(self, raw: Any, path: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise StripeError("Invalid object", param=path)
        strangers = [name for name in raw if name not in self.fields and name not in self.unmodelled]
        if strangers:
            raise unknown([_under(path, name) for name in strangers])
        for name in raw:
            if name in self.unmodelled:
                raise not_modelled(_under(path, name))
        for name in self.required:
            if name not in raw:
                raise missing(_under(path, name))
        return {name: self.fields[name](value, _under(path, name)) for name, value in raw.items()}


def clean(spec: Hash, raw: dict[str, Any]) -> dict[str, Any]:
    return spec(raw, "")


def text(limit: int = 5000) -> Field:
    def field(raw: Any, path: str) -> str:
        value = _scalar(raw, path, "string")
        if value == "":
            raise StripeError(
                f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a "
                f"parameter; however '{path}' cannot be unset. You should remove '{path}' from your "
                f"request or "
                "supply a non-empty value.",
                code="parameter_invalid_empty",
                param=path,
            )
        if len(value) > limit:
            raise StripeError(f"Invalid string: {value[:10]}...; must be at most {limit} characters", param=path)
        return value

    return field


def integer(low: int | None = None, high: int | None = None) -> Field:
    def field(raw: Any, path: str) -> int:
        value = _scalar(raw, path, "integer")
        if not re.fullmatch(r"-?\d{1,18}", value):
            raise StripeError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
        number = int(value)
        if low is not None and number < low:
            raise StripeError(
                f"This value must be greater than or equal to {low}.",
                code="parameter_invalid_integer",
                param=path,
            )
        if high is not None and number > high:
            raise StripeError(
                f"This value must be less than or equal to {high}.",
                code="parameter_invalid_integer",
                param=path,
            )
        return number

    return field


def whole_decimal(raw: Any, path: str) -> int:
    """`unit_amount_decimal`, of which the sandbox takes whole minor units only."""
    value = _scalar(raw, path, "decimal")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise StripeError(f"Invalid decimal: {value}", param=path) from None
    if number != number.to_integral_value():
        raise not_modelled(f"{path} with a fraction")
    return int(number)


def emptiable(field: Field) -> Field:
    """A field that an empty string unsets."""

    def unset_or(raw: Any, path: str) -> Any:
        return None if raw == "" else field(raw, path)

    return unset_or


def percent(raw: Any, path: str) -> float:
    value = _scalar(raw, path, "decimal")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise StripeError(f"Invalid decimal: {value}", param=path) from None
    if not 0 < number <= 100:
        raise StripeError("Invalid percent_off: must be greater than 0 and at most 100.", param=path)
    return float(number)


def boolean(raw: Any, path: str) -> bool:
    value = _scalar(raw, path, "boolean")
    if value not in ("true", "false"):
        raise StripeError(f"Invalid boolean: {value}", param=path)
    return value == "true"


def one_of(*choices: str, unmodelled: str = "") -> Field:
    """`unmodelled` are choices that Stripe has and the sandbox has not."""

    def field(raw: Any, path: str) -> str:
        value = _scalar(raw, path, "string")
        if value in unmodelled.split():
            raise not_modelled(f"{path}={value}")
        if value not in choices:
            raise StripeError(f"Invalid {path}: must be one of {_or(choices)}", param=path)
        return value

    return field


def several(item: Field, limit: int = 100) -> Field:
    def field(raw: Any, path: str) -> list[Any]:
        if not isinstance(raw, list):
            raise StripeError("Invalid array", param=path)
        if len(raw) > limit:
            raise StripeError(f"Array {path} exceeded maximum {limit} allowed elements.", param=path)
        return [item(value, f"{path}[{index}]") for index, value in enumerate(raw)]

    return field


def url(raw: Any, path: str) -> str:
    value = _scalar(raw, path, "string")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise StripeError("Not a valid URL", code="url_invalid", param=path)
    return value


def currency(raw: Any, path: str) -> str:
    value = _scalar(raw, path, "string").lower()
    if value not in money.CURRENCIES:
        raise StripeError(f"Invalid currency: {value}.", param=path)
    return value


def email(raw: Any, path: str) -> str:
    value = _scalar(raw, path, "string")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) or len(value) > 512:
        raise StripeError(f"Invalid email address: {value}", code="email_invalid", param=path)
    return value


def metadata(raw: Any, path: str) -> dict[str, str]:
    return {key: value for key, value in _pairs(raw, path).items() if value != ""}


def metadata_change(raw: Any, path: str) -> dict[str, str]:
    """What an update says about metadata; an empty string instead of a hash unsets all (an empty key)."""
    return _pairs(raw, path) if raw != "" else {"": ""}


def merged(held: dict[str, str], change: dict[str, str]) -> dict[str, str]:
    """Metadata after an update: keys given empty are gone, keys not given stay."""
    if "" in change:
        return {}
    return {key: value for key, value in (held | change).items() if value != ""}


def _pairs(raw: Any, path: str) -> dict[str, str]:
    if raw == "":
        return {}
    if not isinstance(raw, dict):
        raise StripeError("Invalid hash", param=path)
    if len(raw) > 50:
        raise StripeError("Metadata can have up to 50 keys.", param=path)
    for key, value in raw.items():
        if len(key) > 40:
            raise StripeError(f"Metadata keys can be at most 40 characters; '{key}' is longer.", param=path)
        if not isinstance(value, str) or len(value) > 500:
            raise StripeError(
                f"Metadata values can be at most 500 characters; that of '{key}' is longer.",
                param=f"{path}[{key}]",
            )
    return dict(raw)


def _scalar(raw: Any, path: str, kind: str) -> str:
    if not isinstance(raw, str):
        raise StripeError(f"Invalid {kind}: {raw}", param=path)
    return raw


def _under(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _or(choices: tuple[str, ...]) -> str:
    if len(choices) < 2:
        return "".join(choices)
    comma = "," if len(choices) > 2 else ""
    return f"{', '.join(choices[:-1])}{comma} or {choices[-1]}"
