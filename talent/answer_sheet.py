"""A test as the page shows it and as a browser sends it back. It never knows which choice is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict

from talent.errors import NoSuchAnswer
from talent.questions import Asked


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the page: its choices with whether each is chosen, and what was saved as the page was made."""

    position: int
    parts: list[tuple[bool, str]]
    multiple: bool
    choices: list[tuple[int, str, bool]]
    was: str

    @property
    def number(self) -> int:
        return self.position + 1

    @property
    def name(self) -> str:
        return f"q{self.position}"


def lines(asked: list[Asked], saved: Mapping[int, list[int]]) -> list[Line]:
    return [_line(position, each, saved.get(position, [])) for position, each in enumerate(asked)]


def posted(data: QueryDict, *, asked: int) -> dict[int, list[int]]:
    """What was changed on a whole page: a question that stands as the page was made is left as it is saved.

    So a tab left open does not undo what was answered in another one. Raises NoSuchAnswer for what no page sends.
    """
    there = [position for position in range(asked) if f"was{position}" in data]
    changed = [position for position in there if data[f"was{position}"] != ",".join(data.getlist(f"q{position}"))]
    return {position: chosen(data, position) for position in changed}


def chosen(data: QueryDict, position: int) -> list[int]:
    """The chosen places of one question. Raises NoSuchAnswer."""
    values = data.getlist(f"q{position}")
    if not all(value.isascii() and value.isdigit() and len(value) <= 2 for value in values):
        raise NoSuchAnswer
    return [int(value) for value in values]


def parts(text: str) -> list[tuple[bool, str]]:
    """A text in parts: whether each is code, which is written with four spaces before it."""
    grouped = groupby(text.splitlines(), key=lambda line: line.startswith("    "))
    return [(code, "\n".join(line[4:] if code else line for line in found)) for code, found in grouped]


def _line(position: int, asked: Asked, chosen: list[int]) -> Line:
    choices = [(place, choice.text, place in chosen) for place, choice in enumerate(asked.choices)]
    return Line(position, parts(asked.text), asked.multiple, choices, ",".join(map(str, sorted(chosen))))
