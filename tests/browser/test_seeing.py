"""Support at a browser: from a person's page to the site as they see it, and back."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import Impersonation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "Ticket 17: she does not find her job"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_the_bar_is_on_every_page_until_it_is_stopped(look, person, ada, job, accessibility_problems, width, scheme):
    sue = person("Sue", is_staff=True)
    sue.groups.add(Group.objects.get(name="Support"))
    page = look(f"/admin/accounts/user/{ada.pk}/see-as/", width=width, scheme=scheme, person=sue)
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="See the site").click()

    bar = page.get_by_label("You see the site as somebody else")
    bar.get_by_text("Why: Ticket 17").wait_for()
    page.goto(page.url.rstrip("/") + f"/jobs/{job.pk}/")
    bar.get_by_text("minutes left").wait_for()
    assert accessibility_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.mouse.wheel(0, 2000)
    assert bar.bounding_box()["y"] >= 0

    bar.get_by_role("button", name="Stop").click()
    page.wait_for_url(f"**/admin/accounts/user/{ada.pk}/change/")
    assert Impersonation.objects.get().ended_at
