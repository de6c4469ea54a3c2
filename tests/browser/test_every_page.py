"""Every page of the site, in daylight and lamplight: it reads well aloud, and at the width of a small telephone, which
is also what a desktop shows at four times the size, nothing has to be scrolled sideways.

The pages are those of tests/everywhere, each opened as somebody who may; they are handed to the browser without a
server, because the world they show is in a transaction that nobody else sees.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from playwright.sync_api import Page, Route

from tests.browser import operator_pages as operators
from tests.everywhere.conftest import built
from tests.everywhere.test_every_address import READERS, rows

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.slow, pytest.mark.sqlite, pytest.mark.django_db]
DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# High enough for the admin's bar of buttons, which stays in sight, to lie over nothing.
TALL = {"width": 1280, "height": 5000}
SMALL, LARGE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
# Who shows a page when several may; visitors' own doors are shown to them.
SHOWN_TO = ("ben", "cleo", "ada", "maya", "otto", "olga", "visitor")
# Answers that are no page: data, a picture, a file, a piece of another page.
NO_PAGES = re.compile(r"^/(healthz|metrics|robots|sitemap|manifest|favicon)|\.(csv|zip|json|xml)$|/files/|^/media/")


def pages_of(reader: str) -> list[str]:
    """The addresses of which this reader is the first who is shown them."""
    found = []
    for address, answers in rows().values():
        shown = dict(zip(READERS, answers, strict=True))
        first = next((each for each in SHOWN_TO if shown[each] == "200"), None)
        if first == reader and not NO_PAGES.search(address):
            found.append(address)
    return found


# So many pages a test, so that two workers have the same to do.
A_SHARE = 20
SHARES = [(reader, begin) for reader in SHOWN_TO for begin in range(0, len(pages_of(reader)), A_SHARE)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """For these tests alone: those of other files empty the database, which they could not while it stands."""
    with django_db_blocker.unblock(), built(tmp_path_factory.mktemp("media")) as made:
        yield made


@pytest.fixture
def handed(chrome) -> Callable[..., Page]:
    """A browser whose every request is answered in this process, as the reader."""

    def open_browser(reader) -> Page:
        client = Client()
        if reader is not None:
            client.force_login(reader)

        mine = connections["default"]

        def answer(route: Route) -> None:
            # Playwright calls from within its event loop, where Django would begin a connection of its own.
            connections["default"] = mine
            parts = urlsplit(route.request.url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if path.startswith("/static/"):
                found = finders.find(path.removeprefix("/static/").partition("?")[0])
                return route.fulfill(path=found) if found else route.fulfill(status=404)
            said = client.get(path, headers={"accept": "text/html"})
            body = said.getvalue()
            return route.fulfill(status=said.status_code, body=body, content_type=said.headers.get("Content-Type"))

        # Colours that are on their way from one scheme to the other would be judged as they are just then.
        context = chrome.new_context(
            viewport=LARGE, base_url="http://testserver", reduced_motion="reduce", color_scheme="light"
        )
        page = context.new_page()
        page.route("**/*", answer)
        return page

    return open_browser


@pytest.mark.parametrize(("reader", "begin"), SHARES)
def test_every_page_reads_well_aloud_and_fits(world, handed, accessibility_problems, reader, begin):
    people, names = world
    page, wrong = handed(people[reader]), []
    for address in pages_of(reader)[begin : begin + A_SHARE]:
        cache.clear()
        path = address.format(**names)
        with transaction.atomic():
            answer = page.goto(path)
            transaction.set_rollback(True)
        assert answer is not None
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status}")
        if page.query_selector("main") is None:
            continue
        wrong += [f"{path}: {each}" for each in problems_of(page, accessibility_problems)]
    page.context.close()
    assert not wrong, "\n".join(wrong)


# What the admin's skin draws and we cannot dress, by rule and a piece of its element, and why it is let be.
SKINS = (
    # Its two scrolled boxes are both called "scrollable content"; its menu and a form's tabs have no name.
    ("landmark-unique", 'class="simplebar-content-wrapper"'),
    ("landmark-unique", 'id="nav-sidebar-inner"'),
    # The column of a table of rows under which each is deleted.
    ("empty-table-header", '<th class="align-middle'),
    # The box to choose one of many from is select2's, which takes the place of a field that has its label.
    ("label", 'class="select2-search__field"'),
    ("color-contrast", 'class="select2-search__field"'),
    ("aria-input-field-name", 'class="select2-selection'),
    ("list", 'class="select2-selection__rendered"'),
    # Django's own scripts: the calendar is laid over its field, and what a pair of boxes does is said by a <span>.
    ("target-size", 'class="vDateField'),
    ("target-size", 'id="calendarlink'),
    ("aria-prohibited-attr", 'class="help-tooltip'),
)


@pytest.mark.parametrize(
    "addresses",
    [operators.lists, operators.forms, operators.ours, operators.ours_of_rows],
    ids=lambda each: each.__name__,
)
def test_operators_pages_read_well_aloud_and_fit(world, handed, accessibility_problems, addresses):
    people, _ = world
    page, wrong = handed(people["olga"]), []
    for address in addresses():
        cache.clear()
        with transaction.atomic():
            answer = page.goto(address)
            transaction.set_rollback(True)
        assert answer is not None
        page.set_viewport_size(TALL)
        wrong += [f"{address}: {answer.status}"] if answer.status != 200 else []
        wrong += [f"{address}: {each}" for each in problems_of(page, accessibility_problems) if not by_the_skin(each)]
    page.context.close()
    assert not wrong, "\n".join(wrong)


def by_the_skin(problem: str) -> bool:
    return any(f"{rule}: " in problem and drawn in problem for rule, drawn in SKINS)


def problems_of(page: Page, accessibility_problems) -> list[str]:
    found = accessibility_problems(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(DARK)
    # The admin's own switch is a class, which it sets when the page opens.
    page.evaluate("document.documentElement.classList.add('dark')")
    page.evaluate(PAINTED)
    # In lamplight nothing but the colours is another.
    found += [f"dark: {each}" for each in accessibility_problems(page, rules=["color-contrast"])]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SMALL)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size(LARGE)
    return found + ([f"{beyond} px wider than {SMALL['width']}"] if beyond > 0 else [])
