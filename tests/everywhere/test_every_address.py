"""Every address of the site outside the admin, opened by everybody: what each answers stands in every_address.txt.

An address without its row fails, and so does a row whose answer has changed; what is not yours is 404, and no GET
changes a row of anybody. (The admin has a table of its own, by role.)
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.everywhere.watching import undone

pytestmark = [pytest.mark.sqlite, pytest.mark.slow, pytest.mark.django_db]
READERS = ("visitor", "ben", "cleo", "ada", "maya", "otto", "olga")
TABLE = Path(__file__).with_name("every_address.txt")
# What opening a page says by itself, and is kept because others are told of it or counted by it.
SAYS = {
    "/jobs/<int:pk>/": {"jobs_job"},  # the client looked at the job
    "/jobs/<int:job_id>/proposals/": {"jobs_job"},
    "/proposals/<int:pk>/": {
        "jobs_job",
        "proposals_proposal",
    },  # ... and at the proposal, which is viewed from then on
    "/proposals/<int:pk>/messages/": {"jobs_job", "proposals_readmark"},  # ... and has read so far
    "/proposals/<int:pk>/messages/news/": {"proposals_readmark"},
    "/notifications/<int:pk>/": {"common_notice"},  # read, on the way to what it tells of
    "/settings/referrals/": {"connects_referralcode"},  # one's own link, made when it is first asked for
    "/r/<slug:code>/": {"connects_referralcode"},
}
# Where somebody who has nothing to do with a thing may do something with it all the same.
OPEN_TO_ALL = {
    "/jobs/<int:job_id>/apply/",
    "/jobs/<int:job_id>/apply/discard/",
    "/jobs/<int:pk>/save/",
    "/jobs/<int:pk>/report/",
    "/report/<slug:kind>/<int:pk>/",
    "/block/<slug:kind>/<int:pk>/",
    "/talent/<slug:handle>/save/",
    "/talent/<slug:handle>/invite/",
    "/r/<slug:code>/",
    "/demo/log-in/<int:pk>/",
}


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """Every address of the site as its pattern says it, but for the admin's."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(each.pattern)
        if here.startswith("admin/"):
            continue
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, here)
        else:
            yield f"/{here}"


def rows() -> dict[str, tuple[str, list[str]]]:
    """By pattern: the address that is opened, and what each reader is answered."""
    found = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, address, *answers = re.split(r"\s{2,}", line.strip())
            found[pattern] = (address, answers)
    return found


def opened(address: str, reader, method: str = "get") -> tuple[str, set[str]]:
    """What the reader is answered, and which tables were written to. Nothing of it stays."""
    cache.clear()
    browser = Client()
    if reader is not None:
        browser.force_login(reader)
    with undone() as changes:
        answer = getattr(browser, method)(address)
    to_log_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    written = {each.table for each in changes if not each.is_of_a_visit}
    return "login" if to_log_in else str(answer.status_code), written


def test_no_address_is_without_its_row():
    assert set(routes()) == set(rows())


@pytest.mark.parametrize("reader", READERS)
def test_everybody_is_answered_what_the_table_says_and_no_get_changes_a_row(world, reader):
    people, names = world
    wrong = []
    for pattern, (address, answers) in rows().items():
        said, written = opened(address.format(**names), people[reader])
        expected = dict(zip(READERS, answers, strict=True))[reader]
        if said != expected:
            wrong.append(f"{pattern}: {said}, not {expected}")
        if written - SAYS.get(pattern, set()):
            wrong.append(f"{pattern}: wrote {sorted(written)}")
    assert not wrong, "\n".join([reader, *wrong])


def test_who_has_nothing_to_do_with_a_thing_posts_nothing_to_it(world, person):
    """Vera hires and finds work, but none of this is hers: whatever she sends, the thing is not there for her."""
    _, names = world
    vera, wrong = person("Vera", freelancer=True, client=True), []
    for pattern, (address, _) in rows().items():
        if "{" not in address or pattern in OPEN_TO_ALL or pattern.startswith("/accounts/"):
            continue
        said, written = opened(address.format(**names), vera, "post")
        if said not in ("404", "405") or written:
            wrong.append(f"{pattern}: {said}, wrote {sorted(written)}")
    assert not wrong, "\n".join(wrong)
