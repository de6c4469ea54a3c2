"""The pages of figures at a browser: their pictures are seen by day and by lamplight, their tables fit a phone."""

import pytest

from tests.browser.test_operator_pages import fits
from tests.operators.test_finance import story  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_the_pages_of_figures_can_be_read(look, story, olga, accessibility_problems, width, scheme):  # noqa: F811
    for name in ("economy", "market", "finance"):
        page = look(f"/admin/figures/{name}/", width=width, scheme=scheme, person=olga)
        page.get_by_role("link", name="12 months").click()
        page.locator("a[aria-current=true]", has_text="12 months").wait_for()
        assert fits(page), name
        assert accessibility_problems(page, "#content") == [], name
    ink = page.locator(".figures-columns rect").first
    assert ink.bounding_box()["height"] > 0
