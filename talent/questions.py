"""Questions of skills tests: how they are written in a plain file, how they are drawn, and what is right.

No tables here and no clock: text in, questions out. The format is told in docs/certifications.md.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from common.numbers import figure

TEXT_AT_MOST = 1_000
CHOICE_AT_MOST = 300
CHOICES_AT_MOST = 8
QUESTIONS_AT_MOST = 300
_KINDS = {"single:": False, "multiple:": True}


@dataclass(frozen=True, slots=True)
class Choice:
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to somebody: its choices in the order shown."""

    text: str
    multiple: bool
    choices: tuple[Choice, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Asked":
        return cls(data["text"], data["multiple"], tuple(Choice(**choice) for choice in data["choices"]))

    def as_data(self) -> dict[str, Any]:
        choices = [{"text": choice.text, "right": choice.right} for choice in self.choices]
        return {"text": self.text, "multiple": self.multiple, "choices": choices}

    def is_right(self, chosen: Collection[int]) -> bool:
        """Exactly the right ones and no other: there are no half marks."""
        return set(chosen) == {place for place, choice in enumerate(self.choices) if choice.right}

    def allows(self, chosen: Collection[int]) -> bool:
        """Whether this is an answer to this question at all."""
        known = all(0 <= place < len(self.choices) for place in chosen)
        return known and (self.multiple or len(set(chosen)) <= 1)


def needed(asked: int, pass_mark: int) -> int:
    """How many of `asked` must be right for `pass_mark` percent: 70 % of 15 is 11, because 10 would be less."""
    return -(-asked * pass_mark // 100)


def drawn(pool: Sequence[Asked], number: int, chance: Random) -> list[Asked]:
    """So many of the pool in any order, each with its choices in any order."""
    return [
        Asked(each.text, each.multiple, tuple(chance.sample(each.choices, len(each.choices))))
        for each in chance.sample(pool, number)
    ]


# --- the plain file ---


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file: the line, counted from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says. With problems none of it counts."""

    questions: tuple[Asked, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(text: str, *, known: Collection[str] = ()) -> Sheet:
    """The questions of a plain file, or every line that has to be looked at. `known` are texts that are there."""
    found: list[Asked] = []
    problems: list[Problem] = []
    seen = {_same(each) for each in known}
    for line, block in _blocks(text):
        question, wrong = _question(line, block)
        problems += wrong
        if question is None:
            continue
        if _same(question.text) in seen:
            problems.append(Problem(line, _("This question is there already.")))
        seen.add(_same(question.text))
        found.append(question)
    if not found and not problems:
        problems.append(Problem(1, _("There is no question in it.")))
    if len(found) > QUESTIONS_AT_MOST:
        problems.append(
            Problem(
                1,
                _("These are {n} questions; {most} at a time are enough.").format(
                    n=figure(len(found)), most=QUESTIONS_AT_MOST
                ),
            )
        )
    in_order = sorted(problems, key=lambda problem: problem.line)
    return Sheet((), tuple(in_order)) if problems else Sheet(tuple(found))


def choices_of(lines: str) -> Iterator[Choice]:
    """The choices written as lines; what is no choice is left out, `problems_of` tells."""
    for line in lines.splitlines():
        if line.startswith(("* ", "- ")):
            yield Choice(line[2:].strip(), line.startswith("*"))


def problems_of(multiple: bool, lines: str) -> list[str]:
    """What is wrong with choices written as lines, in sentences."""
    return [problem.reason for problem in _of_choices(1, multiple, lines.splitlines())]


def written(question: Asked) -> str:
    """The choices as lines, as `choices_of` reads them."""
    return "\n".join(f"{'*' if choice.right else '-'} {choice.text}" for choice in question.choices)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Questions are parted by empty lines; a line that begins with # is a remark. Each with the line it begins on."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("#") and not block:
            continue
        if line.strip():
            first = first if block else number
            block.append(line.rstrip())
        elif block:
            yield first, block
            block = []


def _question(line: int, block: list[str]) -> tuple[Asked | None, list[Problem]]:
    kind, _space, rest = block[0].partition(" ")
    if kind not in _KINDS:
        return None, [Problem(line, _("A question begins with “single: ” or “multiple: ”."))]
    size = next((place for place, each in enumerate(block) if place and each.startswith(("* ", "- "))), len(block))
    text = "\n".join([rest.strip(), *block[1:size]]).strip()
    # Without any choice there is no line to point at but the question's own.
    problems = _of_choices(line + size if block[size:] else line, _KINDS[kind], block[size:])
    if not rest.strip():
        problems.append(Problem(line, _("The question is missing behind “{kind}”.").format(kind=kind)))
    if len(text) > TEXT_AT_MOST:
        problems.append(Problem(line, _("The question is longer than {n} characters.").format(n=figure(TEXT_AT_MOST))))
    return Asked(text, _KINDS[kind], tuple(choices_of("\n".join(block[size:])))), problems


def _of_choices(line: int, multiple: bool, lines: list[str]) -> list[Problem]:
    numbered = [(line + place, each.rstrip()) for place, each in enumerate(lines) if each.strip()]
    problems = [problem for number, each in numbered for problem in _of_choice(number, each)]
    texts = [each[2:].strip() for _line, each in numbered]
    problems += [
        Problem(number, _("This choice is there twice."))
        for place, (number, each) in enumerate(numbered)
        if each[2:].strip() in texts[:place]
    ]
    right = sum(each.startswith("* ") for _line, each in numbered)
    if not 2 <= len(numbered) <= CHOICES_AT_MOST:
        problems.append(
            Problem(
                line,
                _("A question has 2 to {most} choices; this has {n}.").format(most=CHOICES_AT_MOST, n=len(numbered)),
            )
        )
    elif right == 0:
        problems.append(Problem(line, _("No choice is marked as right: put “* ” before it.")))
    elif right > 1 and not multiple:
        problems.append(
            Problem(
                line, _("{n} choices are marked as right, but the question is of the kind “single”.").format(n=right)
            )
        )
    return problems


def _of_choice(line: int, each: str) -> list[Problem]:
    if not each.startswith(("* ", "- ")):
        return [Problem(line, _("A choice begins with “* ” when it is right and with “- ” when it is wrong."))]
    if not each[2:].strip():
        return [Problem(line, _("The choice is empty."))]
    if len(each) - 2 > CHOICE_AT_MOST:
        return [Problem(line, _("The choice is longer than {n} characters.").format(n=figure(CHOICE_AT_MOST)))]
    return []


def _same(text: str) -> str:
    return " ".join(text.casefold().split())
