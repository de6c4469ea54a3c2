"""The demo world's certifications: three whole tests out of plain files, and who took them when."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from accounts.models import User
from common import clock, policies
from marketplace.demo.agenda import Agenda
from marketplace.demo.freelancers import Freelancers
from talent import certifications, question_import
from talent.errors import TalentError
from talent.models import Certification

_FILES = Path(__file__).parent / "certifications"
TESTS = {
    "python": (
        "Python",
        "The language itself: names and scopes, collections, exceptions, generators, data classes.",
        "Python 3.11 without libraries. You read short programs and say what they do. No trick questions, and nothing to learn by heart.",
    ),
    "bookkeeping": (
        "Bookkeeping",
        "Double entry from the journal to the balance sheet: accruals, depreciation, reconciliation, sales tax.",
        "The principles that hold in every country. You may use a calculator; all sums can be done on paper.",
    ),
    "accessible-writing": (
        "Accessible writing",
        "Words and interfaces that everybody can use: links, errors, alternative texts, WCAG 2.2 where it says how.",
        "For people who write for interfaces or build them. The questions about WCAG are about version 2.2, level AA.",
    ),
}


def open_tests(operator: User) -> None:
    """The three tests, written by the operator and filled from the files in `certifications/`."""
    for slug, (name, summary, about) in TESTS.items():
        row = Certification(slug=slug, name=name, summary=summary, about=about)
        policies.create(row, actor=operator, reason="A first set of tests")
        question_import.take(row, (_FILES / f"{slug}.txt").read_text())


def plan(agenda: Agenda, freelancers: Freelancers, seed: int) -> None:
    """Somebody takes a test every few days; Ben passes one, Cleo passes one and fails one lately."""
    # A chance of its own: the rest of the story does not change with it.
    chance = Random(seed)
    slugs = list(TESTS)
    agenda.plan(agenda.begin + timedelta(days=20), partial(_sit, freelancers, 0, "python", 13))
    agenda.plan(agenda.begin + timedelta(days=31), partial(_sit, freelancers, 1, "accessible-writing", 15))
    agenda.plan(agenda.end - timedelta(days=6), partial(_sit, freelancers, 1, "bookkeeping", 8))
    for place in range(2, 40):
        at = agenda.begin + timedelta(days=chance.randint(20, 180), hours=chance.randint(8, 20))
        agenda.plan(at, partial(_sit, freelancers, place, chance.choice(slugs), chance.randint(8, 15)))


def _sit(freelancers: Freelancers, place: int, slug: str, right: int) -> None:
    """The freelancer of that place takes the test, with so many right answers."""
    if place >= len(freelancers.people):
        return
    person = freelancers.people[place].person
    try:
        attempt = certifications.start(Certification.objects.get(slug=slug), person=person)
    except TalentError:
        return
    answers = {
        number: [at for at, choice in enumerate(each.choices) if choice.right]
        for number, each in enumerate(attempt.questions[:right])
    }
    with clock.at(attempt.started_at + timedelta(minutes=14)):
        certifications.hand_in(attempt, answers=answers)
