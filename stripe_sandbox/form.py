"""Stripe's form encoding: `line_items[0][price_data][currency]=usd` becomes nested hashes and lists."""

import re
from typing import Any
from urllib.parse import parse_qsl

from stripe_sandbox.errors import StripeError

NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


def decode(encoded: str) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        _place(tree, name, value)
    return {name: _lists(node) for name, node in tree.items()}


def _place(tree: dict[str, Any], name: str, value: str) -> None:
    match = NAME.match(name)
    if not match:
        raise StripeError(f"Invalid parameter name: {name}", param=name)
    path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    node = tree
    for step in path[:-1]:
        node = node.setdefault(step or str(len(node)), {})
        if not isinstance(node, dict):
            raise StripeError(f"Invalid {name}: it is both a value and a hash", param=name)
    node[path[-1] or str(len(node))] = value


def _lists(node: Any) -> Any:
    """A hash whose keys count up from nought was a list."""
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(value) for key, value in node.items()}
