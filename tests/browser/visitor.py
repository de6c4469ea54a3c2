"""Somebody at a browser, with a camera: what they press and what they see."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page


class Visitor:
    """One person in one browser window. `picture` keeps a numbered screenshot of the step."""

    def __init__(self, chrome: Browser, site: str, album: Path) -> None:
        self.context = chrome.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.album = album

    def picture(self, name: str) -> None:
        self.album.mkdir(parents=True, exist_ok=True)
        number = len(list(self.album.glob("*.png"))) + 1
        self.page.screenshot(path=self.album / f"{number:02}-{name}.png")

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def fill(self, name: str, value: str) -> None:
        self.page.locator(f"form [name='{name}']").fill(value)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def sees(self, words: str) -> None:
        self.page.get_by_role("main").get_by_text(words).first.wait_for()

    def text(self) -> str:
        return re.sub(r"\s+", " ", self.page.get_by_role("main").inner_text())

    def come_in_as(self, name: str) -> None:
        """Through the demo's open door on the log-in page."""
        self.go("/accounts/login/")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def balance(self) -> int:
        """What the wallet's page says can be spent now."""
        self.go("/settings/connects/")
        shown = re.search(r"\d+", self.page.locator(".stat__value").first.inner_text())
        assert shown is not None
        return int(shown.group())
