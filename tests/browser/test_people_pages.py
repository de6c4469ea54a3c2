"""The pages about people: they fit, they read well aloud, and the profile can be filled in by hand and by keyboard."""

from io import BytesIO

import pytest
from PIL import Image

from accounts.models import Agency, AgencyMember, DemoPerson
from talent import services
from talent.models import FreelancerProfile
from tests.browser.test_passkeys import show_it_is_you

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]


@pytest.fixture
def photo_file(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    file = tmp_path / "me.png"
    out = BytesIO()
    Image.effect_mandelbrot((500, 400), (-2, -1.2, 1, 1.2), 60).save(out, "PNG")
    file.write_bytes(out.getvalue())
    return file


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def fill_in(page, photo_file) -> None:
    page.get_by_label("Title").fill("Django developer for small shops")
    page.get_by_label("Overview").fill("I have built web shops for bakers and binders. " * 6)
    page.get_by_label("Hourly rate").fill("45")
    page.get_by_label("Country").select_option("GB")
    for skill in ("Django", "Python", "Bookkeeping"):
        page.get_by_label("Find a skill").fill(skill)
        page.get_by_role("checkbox", name=skill, exact=True).check()
    page.get_by_label("Photo").set_input_files(photo_file)
    page.get_by_label("What it is").first.fill("A bakery's shop")
    page.get_by_label("Address").first.fill("https://bakery.example/")
    page.get_by_role("button", name="Save profile").click()


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_every_page_of_the_settings_fits_and_is_accessible(
    look, person, photo_file, accessibility_problems, width, scheme
):
    kim = person("Kim", freelancer=True, client=True, country="KR")
    services.open_profile(kim)
    page = look("/settings/", width=width, scheme=scheme, person=kim)
    site = page.url.removesuffix("/settings/")
    for path in ("/settings/", "/settings/account/", "/settings/client/", "/settings/profile/", "/accounts/email/"):
        page.goto(site + path)
        assert accessibility_problems(page) == [], path
        assert fits(page), path


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_what_strangers_see_fits_and_is_accessible(look, ben, cleo, accessibility_problems, width, scheme):
    agency = Agency.objects.create(name="North Quay", handle="north-quay", about="Three of us.", country="GB")
    AgencyMember.objects.create(agency=agency, person=ben, role="owner")
    AgencyMember.objects.create(agency=agency, person=cleo)
    services.open_profile(ben)
    DemoPerson.objects.create(person=ben, label="Freelancer with 62 Connects and a rather long story to tell")
    page = look("/accounts/login/", width=width, scheme=scheme)
    site = page.url.removesuffix("/accounts/login/")
    for path in ("/accounts/login/", "/accounts/signup/", "/talent/ben/", "/agencies/north-quay/"):
        page.goto(site + path)
        assert accessibility_problems(page) == [], path
        assert fits(page), path


def test_on_a_phone_the_settings_menu_shows_where_one_is(look, ben):
    page = look("/accounts/sessions/", width=360, person=ben)
    here = page.locator(".side-nav [aria-current]")
    assert here.inner_text().strip() == "Sessions"
    box = here.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_a_long_address_in_a_message_stays_within_the_phone(look, ben):
    page = look("/accounts/email/", width=360, person=ben)
    page.get_by_label("E-mail").fill("b" * 60 + "@post.example")
    page.get_by_role("button", name="Send a mail to the new address").click()
    show_it_is_you(page)
    message = page.locator(".message").filter(has_text="We sent a link")
    message.wait_for()
    assert message.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert message.locator(".icon").evaluate("icon => icon.getBoundingClientRect().width") > 0
    assert fits(page)


def test_ben_fills_in_his_profile_and_50_connects_arrive(look, ben, photo_file):
    page = look("/settings/profile/", person=ben)
    assert "5 % complete" not in page.content()
    fill_in(page, photo_file)
    page.get_by_text("Your profile is complete. 50 Connects are in your wallet.").wait_for()
    page.get_by_role("link", name="View public profile").click()
    page.get_by_role("heading", name="Ben", exact=True).wait_for()
    assert page.locator("main img.avatar").evaluate("image => image.naturalWidth") == 400


def test_without_javascript_the_profile_works_as_well(look, ben, photo_file):
    page = look("/settings/profile/", person=ben, script=False)
    page.get_by_label("Title").fill("Binder of books")
    for category in page.locator("summary").filter(has_text="Writing").all():
        category.click()
    page.get_by_role("checkbox", name="Editing", exact=True).check()
    page.get_by_role("button", name="Save profile").click()
    page.get_by_text("Saved.").wait_for()
    profile = FreelancerProfile.objects.get(person=ben)
    assert (profile.title, list(profile.skills.values_list("name", flat=True))) == ("Binder of books", ["Editing"])


def test_the_filter_finds_skills_and_enter_takes_the_only_one(look, ben):
    page = look("/settings/profile/", person=ben)
    box = page.get_by_label("Find a skill")
    box.fill("bookk")
    assert page.locator("[data-skill]:visible").all_inner_texts() == ["Bookkeeping"]
    box.press("Enter")
    assert "1 chosen: Bookkeeping" in page.get_by_role("status").filter(has_text="chosen").inner_text()
    box.fill("juggling")
    assert page.get_by_text('No skill like "juggling".').is_visible()


def test_one_click_comes_in_and_another_changes_hats(look, person):
    kim = person("Kim", freelancer=True, client=True)
    DemoPerson.objects.create(person=kim, label="Does both")
    page = look("/accounts/login/")
    page.get_by_role("button", name="Kim").click()
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Switch to hiring").click()
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Switch to finding work").wait_for()
    kim.refresh_from_db()
    assert kim.hat == "client"
