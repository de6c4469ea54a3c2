"""A freelancer writes the profile, and the first time it is whole it brings 50 Connects."""

from datetime import timedelta

import pytest

from accounts.models import Skill
from common import clock
from connects import services as connects
from connects.models import GrantPolicy, Transaction
from talent import services
from talent.models import FreelancerProfile
from talent.rules import percent_of
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.talent.conftest import filled_in, picture, save, some_skills

pytestmark = pytest.mark.django_db


def percent(profile) -> int:
    return percent_of(services.steps_of(FreelancerProfile.objects.get(pk=profile.pk)))


def test_everything_that_was_filled_in_is_kept(inside, profile):
    assert save(inside).url == "/settings/profile/"
    profile.refresh_from_db()
    assert profile.title == "Django developer for small shops"
    assert profile.rate_minor == 4550
    assert profile.country == "GB"
    assert profile.skills.count() == 3
    assert [(link.title, link.url) for link in profile.links.all()] == [("A bakery's shop", "https://bakery.example/")]
    assert percent(profile) == 100


def test_a_whole_profile_brings_50_connects_for_365_days(inside, ben, profile):
    with clock.at(MONDAY):
        page = inside.post("/settings/profile/", filled_in(), follow=True).content.decode()
        assert "50 Connects are in your wallet" in page
        lot = connects.wallet_of(ben).lots.get()
    assert (lot.granted, lot.expires_at) == (50, MONDAY + timedelta(days=365))
    assert connects.balance_of(ben) == 50
    assert_books_balance()


@pytest.mark.parametrize("missing", ["title", "overview", "rate", "country", "skills", "photo", "links-0-title"])
def test_one_thing_missing_brings_nothing_yet(inside, ben, profile, missing):
    also = {"links-0-url": None} if missing == "links-0-title" else {}
    assert save(inside, **{missing: None}, **also).status_code == 302
    assert percent(profile) < 100
    assert connects.balance_of(ben) == 0

    save(inside)
    assert connects.balance_of(ben) == 50
    assert_books_balance()


def test_falling_below_and_completing_again_brings_nothing_more(inside, ben, profile):
    inside.post("/settings/profile/", filled_in(), follow=True)
    first = FreelancerProfile.objects.get(pk=profile.pk).completed_at
    save(inside, title=None)
    assert percent(profile) == 85
    page = inside.post("/settings/profile/", filled_in(), follow=True).content.decode()
    assert "Connects are in your wallet" not in page
    assert connects.balance_of(ben) == 50
    assert FreelancerProfile.objects.get(pk=profile.pk).completed_at == first
    assert_books_balance()


def test_saving_the_same_twice_brings_them_once(inside, ben):
    save(inside)
    save(inside)
    assert Transaction.objects.count() == 1


def test_the_photo_may_come_last(inside, ben):
    save(inside, photo=None)
    assert connects.balance_of(ben) == 0
    save(inside)
    assert connects.balance_of(ben) == 50


def test_a_second_account_of_the_same_mailbox_completes_without_connects(inside, client, person, ben):
    inside.post("/settings/profile/", filled_in(), follow=True)
    again = person("Ben again", freelancer=True, email="ben+2@example.com")
    client.force_login(again)
    page = client.post("/settings/profile/", filled_in(), follow=True).content.decode()
    assert "Your profile is complete." in page
    assert "Connects are in your wallet" not in page
    assert connects.balance_of(again) == 0
    assert_books_balance()


def test_operators_can_change_or_switch_off_what_it_brings(inside, ben):
    GrantPolicy.objects.filter(source="profile").update(connects=30)
    assert "30" in inside.get("/settings/profile/").content.decode()
    GrantPolicy.objects.filter(source="profile").update(enabled=False)
    assert "at 100 %, once" not in inside.get("/settings/profile/").content.decode()
    save(inside)
    assert connects.balance_of(ben) == 0


def test_the_page_says_how_far_it_is_and_what_is_missing(inside, profile):
    save(inside, title=None, photo=None)
    page = inside.get("/settings/profile/").content.decode()
    assert "70 % complete" in page
    assert "A photo of you" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 101),
        ("title", "a\x00b"),
        ("overview", "x" * 5001),
        ("overview", "a\x00b"),
        ("rate", "abc"),
        ("rate", "0"),
        ("rate", "-5"),
        ("rate", "1e400"),
        ("rate", "NaN"),
        ("rate", "Infinity"),
        ("rate", "45.555"),
        ("rate", "1000.01"),
        ("rate", "9" * 5000),
        ("country", "ZZ"),
        ("skills", ["no"]),
        ("skills", ["99999999"]),
        ("skills", ["9" * 50]),
        ("skills", ["\x00"]),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_nothing_is_lost(inside, profile, field, value):
    page = save(inside, **{field: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "I have built web shops" in page.content.decode() or field == "overview"
    profile.refresh_from_db()
    assert profile.title == ""


def test_more_than_15_skills_are_too_many(inside):
    assert "15 skills at most" in str(save(inside, skills=some_skills(16)).context["form"].errors)


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Work", "javascript:alert(1)"),
        ("Work", "data:text/html,<script>alert(1)</script>"),
        ("Work", "ftp://files.example/"),
        ("Work", "https://name:password@files.example/"),
        ("Work", "https://" + "x" * 400 + ".example/"),
        ("Work", "not an address"),
        ("Work", "https://a\x00b.example/"),
        ("Work", ""),
        ("", "https://bakery.example/"),
        ("x" * 101, "https://bakery.example/"),
    ],
)
def test_a_link_leads_to_a_page_on_the_web_or_is_refused(inside, profile, title, url):
    page = save(inside, **{"links-0-title": title, "links-0-url": url})
    assert page.status_code == 200
    assert any(page.context["links"].errors)
    assert not profile.links.exists()


def test_an_address_without_scheme_becomes_https(inside, profile):
    save(inside, **{"links-0-url": "bakery.example/shop"})
    assert profile.links.get().url == "https://bakery.example/shop"


def test_links_keep_their_order_and_empty_rows_vanish(inside, profile):
    rows = {"links-3-title": "Last", "links-3-url": "https://last.example/"}
    save(inside, **rows)
    assert list(profile.links.values_list("position", "title")) == [(0, "A bakery's shop"), (1, "Last")]
    save(inside, **{"links-0-title": "", "links-0-url": ""}, **rows)
    assert list(profile.links.values_list("position", "title")) == [(0, "Last")]


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999", "7"])
def test_a_forged_number_of_links_is_no_server_error(inside, total):
    rows = {f"links-{n}-url": f"https://{n}.example/" for n in range(7)}
    rows |= {f"links-{n}-title": "Work" for n in range(7)}
    page = save(inside, **rows, **{"links-TOTAL_FORMS": total})
    assert page.status_code in (200, 302)


def test_a_form_without_anything_is_refused_and_clears_nothing(inside, profile):
    save(inside)
    assert inside.post("/settings/profile/", {}).status_code == 200
    profile.refresh_from_db()
    assert profile.title


def test_markup_stays_text(inside, profile):
    save(inside, title="<script>alert(1)</script>")
    for page in ("/settings/profile/", f"/talent/{profile.handle}/"):
        assert "<script>alert(1)" not in inside.get(page).content.decode()


def test_the_profile_page_asks_few_questions(inside, django_assert_max_num_queries):
    save(inside)
    with django_assert_max_num_queries(22):
        inside.get("/settings/profile/")


def test_skills_are_offered_by_category_and_the_chosen_ones_are_ticked(inside, profile):
    save(inside)
    page = inside.get("/settings/profile/").content.decode()
    for skill in Skill.objects.all():
        assert f'value="{skill.pk}"' in page
    assert page.count(" checked>") == 3


def test_a_good_photo_is_kept_when_something_else_is_wrong(inside, profile):
    page = save(inside, rate="abc")
    assert page.status_code == 200
    profile.refresh_from_db()
    assert profile.photo
    assert profile.photo.url in page.content.decode()


def test_ada_cannot_write_bens_profile(client, ada, profile):
    client.force_login(ada)
    save(client)
    profile.refresh_from_db()
    assert profile.title == ""


def test_a_photo_that_is_removed_takes_its_percent_with_it(
    inside, profile, photos, django_capture_on_commit_callbacks
):
    save(inside)
    with django_capture_on_commit_callbacks(execute=True):
        save(inside, photo=None, remove="on")
    assert percent(profile) == 85
    assert list(photos.iterdir()) == []


def test_a_new_photo_replaces_the_old_file(inside, profile, photos, django_capture_on_commit_callbacks):
    save(inside)
    before = FreelancerProfile.objects.get(pk=profile.pk).photo.name
    with django_capture_on_commit_callbacks(execute=True):
        save(inside, photo=picture(size=(300, 300)))
    after = FreelancerProfile.objects.get(pk=profile.pk).photo.name
    assert before != after
    assert [f"photos/{file.name}" for file in photos.iterdir()] == [after]
