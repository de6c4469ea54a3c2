"""A Chromium that looks at the site as a person does: any width, daylight or lamplight."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from house.servers import chromium
from tests.browser.running import RunningSite

_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests go to one worker together, and so does whatever looks at the site that `make run` has started.

    Said before pytest-xdist reads it.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            shared = {"site", "running_site"} & set(getattr(item, "fixturenames", ()))
            item.add_marker(pytest.mark.xdist_group("running_site" if shared else item.path.stem))


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, in which Django would otherwise refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running_site(tmp_path_factory) -> Iterator[RunningSite]:
    """A demo as `make run` starts it on a fresh clone, filled and answering; one for all who need it."""
    site = RunningSite(tmp_path_factory.mktemp("run"))
    try:
        site.start()
        site.keep_beginning()
        yield site
    finally:
        site.stop()


@pytest.fixture
def look(chrome, live_server) -> Iterator[Callable[..., Page]]:
    """Open a page: `look("/jobs/", width=360, scheme="dark", person=ben)`. Complaints of the browser fail the test.

    Not that a page answered with the status `refused`: the test expects it.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(
        path: str,
        *,
        width: int = 1440,
        scheme: str = "light",
        person=None,
        script: bool = True,
        refused: int | None = None,
    ) -> Page:
        def heard(said) -> None:
            # The browser says it, and so does htmx.
            expected = f"status of {refused} " in said.text or f"Error Code {refused} " in said.text
            # Of a request that a later one of the same place has replaced. What fails is told by a name of its own.
            replaced = said.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
            if said.type == "error" and not (expected or replaced):
                complaints.append(said.text)

        context = chrome.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([_session_of(person, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", heard)
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def accessibility_problems() -> Callable[..., list[str]]:
    """What axe finds against WCAG 2.2 AA and good practice, one line each; `part` of the page, or all of it."""

    def problems(page: Page, part: str | None = None, rules: list[str] | None = None) -> list[str]:
        # Over a gradient axe does not judge contrast at all, so the glow behind the page is taken away for it.
        page.evaluate("document.body.style.background = 'none'")
        # Without `preload` axe would fetch the stylesheets again, from wrong addresses.
        options = {"runOnly": rules or _RULES, "preload": False}
        found = Axe().run(page, context=part, options=options).response["violations"]
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]

    return problems


def _session_of(person, url: str) -> dict[str, str]:
    from django.test import Client  # noqa: PLC0415 - settings must be ready

    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
