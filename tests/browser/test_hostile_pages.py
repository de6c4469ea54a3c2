"""The worst texts on every page of a small site, in Chromium: nothing runs, nothing sticks out on a phone."""

import pytest

from tests.browser.test_proposal_pages import fits
from tests.hostile import world as making
from tests.hostile.catalogue import MARK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What people see of others, and what operators see of all.
PAGES = {
    "visitor": ["/", "/jobs/", "/jobs/{job}/", "/talent/", "/talent/{ben}/", "/agencies/{guild}/", "/market-rules/"],
    "ada": [
        "/jobs/mine/",
        "/jobs/{job}/proposals/",
        "/proposals/{proposal}/",
        "/proposals/{proposal}/messages/",
        "/messages/",
        "/talent/saved/",
        "/notifications/",
        "/contracts/{contract}/",
    ],
    "ben": [
        "/proposals/",
        "/proposals/?tab=drafts",
        "/proposals/{proposal}/messages/",
        "/proposals/{proposal}/interview/answer/",
        "/offers/{offer}/",
        "/jobs/searches/",
        "/settings/profile/",
        "/settings/connects/",
        "/settings/connects/history/",
        "/settings/reports/",
        "/settings/blocked/",
        "/settings/connects/purchases/{purchase}/",
        "/notifications/",
        "/jobs/{job}/apply/",
    ],
    "maya": ["/agencies/{guild}/members/", "/agencies/{guild}/connects/history/", "/agencies/{guild}/proposals/"],
    "olga": [
        "/admin/accounts/case/{case}/change/",
        "/admin/accounts/case/",
        "/admin/jobs/job/{job}/change/",
        "/admin/proposals/proposal/{proposal}/change/",
        "/admin/connects/wallet/{wallet}/change/",
        "/admin/common/mail/",
        "/admin/common/policychange/",
    ],
}


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = making.build()
    making.poison()
    return made


@pytest.mark.parametrize("who", PAGES)
def test_nothing_runs_and_nothing_sticks_out(look, world, who):
    page = look("/market-rules/", width=360, person=world.everybody()[who])
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url) if "evil.example" in request.url else None)
    site = page.url.removesuffix("/market-rules/")
    # What would run calls this.
    page.add_init_script(f"window.ran = []; window.{MARK} = () => window.ran.push(document.location.href)")
    wide = []
    for address in PAGES[who]:
        path = address.format(**making.numbers(world))
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        page.mouse.move(180, 300)
        assert page.evaluate("window.ran") == [], path
        assert alive(page) == [], path
        if not fits(page):
            wide.append(path)
    assert asked == []
    assert wide == []


def alive(page) -> list[str]:
    """Elements and attributes in the browser's own tree that only somebody's words can have made."""
    return page.evaluate(
        """mark => [...document.querySelectorAll('*')].flatMap(each => {
            const named = [...each.attributes].filter(one =>
                (/^(on|hx-|data-hx|x-|@)/.test(one.name) && one.value.includes(mark))
                || (/^\\s*(javascript|vbscript|data:text)/i.test(one.value) && /href|src|action/.test(one.name)));
            const script = each.tagName === 'SCRIPT' && each.text.trim().startsWith(mark);
            return named.length || script ? [each.outerHTML.slice(0, 120)] : [];
        })""",
        MARK,
    )
