"""No switch without a bell: every kind of notice is told by some code, or stands here as still to come."""

import ast
from functools import cache
from pathlib import Path

import pytest

from common.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("common", "accounts", "connects", "billing", "talent", "jobs", "proposals", "support", "marketplace")
# What is told from these is told to people, and from nowhere else. The last makes news of what its room has to say.
WAYS = {"common.telling", "common.telling_sets", "proposals.addressing"}
# They belong to what is not built yet. Whoever builds it takes its kind out of here.
NOT_YET: set[str] = set()


@cache
def _tellers() -> dict[Path, set[str]]:
    """Every module that tells people something, with the words that stand in it; the demo world tells stories only."""
    modules = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    parsed = {path: ast.parse(path.read_text()) for path in modules if not {"demo", "migrations"} & set(path.parts)}
    return {path: _words(tree) for path, tree in parsed.items() if _imports(tree) & WAYS}


def _imports(tree: ast.Module) -> set[str]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {str(node.module) for node in found} | {
        f"{node.module}.{name.name}" for node in found for name in node.names
    }


def _words(tree: ast.Module) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def told() -> set[str]:
    return {code for words in _tellers().values() for code in words if code in KINDS}


def test_there_are_tellers():
    assert len(_tellers()) > 15


@pytest.mark.parametrize("code", sorted(set(KINDS) - NOT_YET))
def test_every_kind_is_told_by_some_code(code):
    assert code in told()


def test_what_is_told_is_not_still_to_come():
    assert told() & NOT_YET == set()


def test_what_is_still_to_come_is_a_kind():
    assert set(KINDS) >= NOT_YET
