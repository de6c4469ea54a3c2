"""News is written in its reader's words: every `News(` of a room stands inside `with read_by(...)`.

Looked for in the source: a block of the same function. What such a block calls may of course make the words of it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("marketplace", "support", "proposals", "jobs", "talent", "billing", "connects", "accounts")


def breaches(root: Path = ROOT) -> Iterator[str]:
    """Every `News(` that stands outside, as "room/file.py:12"."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            for line in _outside(ast.parse(path.read_text()), inside=False):
                yield f"{path.relative_to(root)}:{line}"


def _outside(node: ast.AST, *, inside: bool) -> Iterator[int]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _name(child.func) == "News" and not inside:
            yield child.lineno
        # A function inside a block may be called after it.
        own = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _outside(child, inside=_reads(child) or (inside and not own))


def _reads(node: ast.AST) -> bool:
    if not isinstance(node, ast.With):
        return False
    return any(
        isinstance(item.context_expr, ast.Call) and _name(item.context_expr.func) == "read_by" for item in node.items
    )


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def main() -> int:
    found = list(breaches())
    for place in found:
        print(f"{place}: News outside of `with read_by(...)`")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
