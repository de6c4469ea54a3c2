"""Every component, and the pages everybody sees, hold in daylight and lamplight, on a phone and on a desk."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["/styleguide/", "/", "/pricing/", "/market-rules/", "/accounts/login/", "/accounts/signup/"]


@pytest.mark.parametrize("path", PAGES)
def test_it_is_accessible_and_fits(look, accessibility_problems, path):
    for width, scheme in ((360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")):
        page = look(path, width=width, scheme=scheme)
        assert accessibility_problems(page) == [], (width, scheme)
        assert page.evaluate("document.body.scrollWidth <= window.innerWidth"), (width, scheme)


def test_the_contrast_check_can_fail(look, accessibility_problems):
    page = look("/styleguide/")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    assert any(line.startswith("color-contrast") for line in accessibility_problems(page))


def test_the_theme_is_the_system_s_until_one_chooses(look):
    page = look("/styleguide/", scheme="dark")
    night = _page_colour(page)
    page.get_by_role("button", name="Switch between light and dark").click()
    day = _page_colour(page)
    assert day != night
    page.reload()
    assert _page_colour(page) == day
    page.get_by_role("button", name="Switch between light and dark").click()
    assert _page_colour(page) == night
    assert page.evaluate("localStorage.getItem('theme')") is None


def test_the_fonts_are_the_site_s_own(look):
    page = look("/styleguide/")
    page.wait_for_function("document.fonts.status === 'loaded'")
    assert page.evaluate("document.fonts.check('16px Inter') && document.fonts.check('16px Fraunces')")
    hosts = page.evaluate("[...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).host))]")
    assert hosts == [page.evaluate("location.host")]


def test_the_person_menu_opens_without_a_script(look, ben):
    page = look("/styleguide/", person=ben, script=False)
    page.get_by_label("Your menu").click()
    assert page.get_by_role("button", name="Log out").is_visible()


def _page_colour(page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
