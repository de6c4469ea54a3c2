"""What the tests of this room share: every page walked with the worst texts on it, every form found and filled in."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from django import forms
from django.test import Client

from tests.hostile.crawl import Form, Page, walk
from tests.hostile.posting import answer_to, takes_words, tries
from tests.hostile.world import World

_ROOMS = ("accounts", "common", "connects", "billing", "talent", "jobs", "proposals", "support", "marketplace")


class Walked:
    """What some people see of the poisoned site: what came alive on it, and each kind of form that it has."""

    def __init__(self, world: World, names: Iterable[str], *, within: str = "/", alike: int = 1) -> None:
        self.people = world.everybody()
        self.pages, self.alive, self.forms = 0, [], {}
        for name in names:
            for address, page in walk(self.people[name], within=within, alike=alike):
                self.pages += 1
                self.alive += [f"{name}: {address}: {each}" for each in page.alive]
                self._keep(page, name)

    def _keep(self, page: Page, name: str) -> None:
        for form in page.forms:
            form.who = name
            if form.fields:
                self.forms.setdefault(form.key, form)

    def fields(self) -> set[tuple[str, str]]:
        """Every field that takes words or a file, under the name of its form's address."""
        return {(form.key[0], each.name) for form in self.forms.values() for each in form.fields if takes_words(each)}

    def fill_in(self, *, alike: frozenset[str] = frozenset()) -> "Filled":
        """Every form, with everything. Fields named in `alike` are the same ones wherever they stand."""
        filled = Filled()
        for number, form in enumerate(self.forms.values()):
            filled.take(form, number, self._browser(form), alike)
        return filled

    def _browser(self, form: Form) -> Client:
        browser, person = Client(), self.people[form.who]
        if person is not None:
            browser.force_login(person)
        return browser


class Filled:
    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.classes: dict[object, set[str]] = {}
        self.inputs: set[str] = set()

    def take(self, form: Form, number: int, browser: Client, alike: frozenset[str]) -> None:
        mine = {each.name: each.name if each.name in alike else (form.key, each.name) for each in form.fields}
        words = {mine[each.name] for each in form.fields if takes_words(each)}
        cookies = browser.cookies.copy()
        for each in tries(form, number, few=words <= set(self.classes)):
            browser.cookies = cookies.copy()
            if wrong := answer_to(browser, each):
                self.wrong.append(f"{form.who}: {form.action} ({each.spoilt}): {wrong}")
            for name, spoilt in each.spoilt.items():
                self.inputs.add(repr(each.typed[name]))
                if mine[name] in words:
                    self.classes.setdefault(mine[name], set()).add(spoilt)


@pytest.fixture
def bound(monkeypatch) -> Counter:
    """Which classes of forms were filled in."""
    counted: Counter = Counter()
    plain = forms.BaseForm.full_clean

    def full_clean(form: forms.BaseForm) -> None:
        plain(form)
        if form.is_bound:
            # The admin makes a class of its own out of each.
            counted.update(named(each) for each in type(form).__mro__)

    monkeypatch.setattr(forms.BaseForm, "full_clean", full_clean)
    return counted


def forms_of_ours() -> set[str]:
    """Every form that somebody wrote in this house, those left out that others are made of."""
    return {
        named(each) for each in _below(forms.BaseForm) if each.__module__.split(".")[0] in _ROOMS and _is_last(each)
    }


def named(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def _is_last(kind: type) -> bool:
    return not [each for each in kind.__subclasses__() if each.__module__.split(".")[0] in _ROOMS]
