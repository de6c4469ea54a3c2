"""A month walked with the clock on running processes. Last of all: whoever looks afterwards finds another month."""

import re

import pytest

from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
JOURNEY = "section[aria-label='The latest journey']"


def test_a_month_is_announced_and_then_has_happened(running_site, chrome, tmp_path):
    olga = Visitor(chrome, running_site.url, tmp_path)
    olga.come_in_as("Olga")
    olga.go("/demo/clock/?to=next")
    first = lines(olga, "#coming ~ ol")[0]
    olga.press("To the next event")
    arrive(olga)
    assert kind(first) in {kind(line) for line in lines(olga, f"{JOURNEY} ol")}
    for to, button in [
        ("day", "1 day"),
        ("week", "7 days"),
        ("week", "7 days"),
        ("week", "7 days"),
        ("month", "To 1"),
    ]:
        walk(olga, to, button)
    running_site.manage("check_ledger")
    assert "did not work" not in olga.text()
    olga.context.close()


def walk(olga: Visitor, to: str, button: str) -> None:
    """Read what is announced, go there, and find each of it done, or said why not."""
    olga.go(f"/demo/clock/?to={to}")
    announced = {kind(line) for line in lines(olga, "#coming ~ ol")} - {None}
    assert announced
    olga.press(button)
    arrive(olga)
    said = olga.page.locator(JOURNEY).inner_text()
    happened = {kind(line) for line in lines(olga, f"{JOURNEY} ol")}
    assert {what for what in announced - happened if WORDS[what][2] not in said} == set(), said


def arrive(olga: Visitor) -> None:
    # A long journey takes several answers; its page goes on by itself.
    olga.page.get_by_text("Arrived at").wait_for(timeout=240_000)


def lines(olga: Visitor, where: str) -> list[str]:
    return olga.page.locator(f"{where} > li p:first-child").all_inner_texts()


# How a kind is announced, how it is told afterwards, and what it is called where it did not happen.
WORDS = {
    "months": ("A new month begins", "month's", "Months that begin"),
    "lots": (" expire: | expires?$", " expired", "Lots that expire"),
    "jobs": ("runs? out$", "(ran out|ended as filled)$", "Jobs that run out"),
    "reviews": ("days for reviews", "shown now", "Contracts whose days for reviews"),
    "auctions": ("auctions? (close|for .* closes)", "auctions? .*closed", "Boost auctions"),
    "refunds": ("come due", "(refunded|were done)", "Refunds"),
    "offers": ("lapses?(:|$)", "lapsed", "Offers"),
    "weeks": ("(pays .*week|weeks? .* (is|are) paid)", "(paid .*week|weeks? .* were paid)", "Weeks of"),
    "suspensions": ("suspension.* ends?$", "suspension.* ended", "Suspensions"),
}


def kind(line: str) -> str | None:
    return next((name for name, words in WORDS.items() if re.search(f"{words[0]}|{words[1]}", line)), None)
