"""What templates ask for must be there: icons in the sprite, statuses in the table, times in words."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template

from accounts.catalogue import CATALOGUE
from common import clock
from common.countries import COUNTRIES, country_name
from common.pills import LOOKS
from common.relative import relative

ROOT = Path(settings.BASE_DIR)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def sprite() -> set[str]:
    return set(re.findall(r'<symbol id="([a-z0-9-]+)"', (ROOT / "static/img/icons.svg").read_text()))


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_every_icon_a_template_names_is_in_the_sprite():
    named = set()
    for page in (ROOT / "templates").rglob("*.html"):
        text = page.read_text()
        named |= set(re.findall(r'{% icon "([^"]+)"', text)) | set(re.findall(r'\bmark="([^"]+)"', text))
        named |= set(re.findall(r'{% nav_link "[^"]+" "[^"]+" "[^"]+" "([^"]+)"', text))
    assert len(named) > 30
    assert named - sprite() == set()


def test_every_status_and_category_has_its_icon_in_the_sprite():
    assert {look.icon for look in LOOKS.values()} - sprite() == set()
    assert {icon for icon, _ in CATALOGUE.values()} - sprite() == set()


def test_no_page_carries_its_own_style_or_script():
    for page in (ROOT / "templates").rglob("*.html"):
        if {"emails", "email", "admin"} & set(page.parts):
            continue
        text = page.read_text()
        assert " style=" not in text, page
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text), page


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(), "now"),
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=44), "in 44 minutes"),
        (timedelta(minutes=50), "in 1 hour"),
        (timedelta(hours=-5), "5 hours ago"),
        (timedelta(hours=24), "tomorrow"),
        (timedelta(hours=-24), "yesterday"),
        (timedelta(days=3), "in 3 days"),
        (timedelta(days=-60), "2 months ago"),
        (timedelta(days=365), "in 1 year"),
        (timedelta(days=-800), "2 years ago"),
    ],
)
def test_times_are_said_as_distances(away, words):
    assert relative(NOON + away, now=NOON) == words


def test_a_distance_carries_its_exact_time():
    with clock.at(NOON):
        html = render("{% when at %}", at=NOON + timedelta(days=3))
    assert 'datetime="2026-03-05T12:00:00+00:00"' in html
    assert 'title="5 March 2026, 12:00 UTC"' in html
    assert ">in 3 days<" in html


@pytest.mark.parametrize(
    ("source", "figure", "word"),
    [
        ("{% connects 1 %}", ">1<", " Connect<"),
        ("{% connects 1200 %}", ">1,200<", " Connects<"),
        ("{% connects 40 signed=True %}", ">+40<", " Connects<"),
        ("{% connects -6 %}", ">\N{MINUS SIGN}6<", " Connects<"),
    ],
)
def test_connects_are_shown_with_their_token_and_read_aloud(source, figure, word):
    html = render(source)
    assert figure in html
    assert word in html
    assert 'class="token"' in html


def test_a_status_says_its_word():
    assert ">Refund pending</span>" in re.sub(r"<svg.*?</svg>", "", render('{% status "refund_pending" %}'))
    assert "<script>" not in render('{% status "open" label %}', label="<script>")


def test_countries_have_names():
    assert country_name("de") == "Germany"
    assert country_name("??") == "??"
    assert len(COUNTRIES) == 249


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("/settings/connects/", ' aria-current="page"'),
        ("/settings/connects/history/", ' aria-current="true"'),
        ("/settings/", ""),
    ],
)
def test_a_link_of_a_menu_knows_where_one_is(rf, path, sign):
    html = render('{% nav_link "connects_overview" "Connects" %}', request=rf.get(path))
    assert html == f'<a class="site-nav__link" href="/settings/connects/"{sign}>Connects</a>'


def test_a_menu_s_root_is_not_every_page_below_it(rf):
    assert "aria-current" not in render('{% nav_link "settings" "Account" %}', request=rf.get("/settings/profile/"))


def test_every_template_compiles():
    for page in (ROOT / "templates").rglob("*.*"):
        get_template(str(page.relative_to(ROOT / "templates")))
