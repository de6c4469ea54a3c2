"""The site in the language of whoever reads it: pages, notices, mail; figures, days and amounts as written there."""

import pytest
from django.utils import translation

from accounts.models import User
from common import dates
from common.models import Mail, Notice
from common.money import format_money, parse_money
from common.numbers import figure
from common.telling_sets import tell_people
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "thousand", "amount", "day"),
    [
        ("en", "1,234,567", "$1,234.50", "2 March 2026"),
        ("de", "1.234.567", "1.234,50\u00a0$", "2. März 2026"),
        ("hi", "12,34,567", "$1,234.50", "2 मार्च 2026"),
    ],
)
def test_figures_amounts_and_days_are_written_as_the_language_does(language, thousand, amount, day):
    with translation.override(language):
        assert figure(1_234_567) == thousand
        assert format_money(123_450) == amount
        assert parse_money(amount) == 123_450
        assert dates.long_day(MONDAY) == day


def test_a_visitor_gets_what_their_browser_asks_for(client):
    page = client.get("/help/", headers={"accept-language": "de-AT,de;q=0.9,en;q=0.5"})
    assert page.headers["Content-Language"] == "de"
    assert '<html lang="de">' in page.content.decode()


def test_choosing_a_language_keeps_it_in_the_browser_and_goes_back(client):
    answer = client.post("/language/", {"language": "hi", "next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert '<html lang="hi">' in client.get("/help/").content.decode()


def test_a_language_that_there_is_not_changes_nothing(client):
    assert client.post("/language/", {"language": "xx", "next": "//evil.example/"})["Location"] == "/"
    assert '<html lang="en">' in client.get("/help/").content.decode()


def test_ben_reads_german_wherever_he_logs_in(client, ben):
    client.force_login(ben)
    client.post("/language/", {"language": "de"})
    assert User.objects.get(pk=ben.pk).language == "de"
    client.cookies.pop("django_language")
    page = client.get("/settings/", headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "de"


def test_news_for_many_reaches_each_in_their_own_words(ben, ada):
    User.objects.filter(pk=ada.pk).update(language="de")
    words = translation.gettext_lazy("Saved.")
    people = User.objects.filter(pk__in=(ben.pk, ada.pk))
    told = tell_people(people, kind="standing", text=words, link="/", reference="r", subject=words, lines=(words,))
    assert told == 2
    assert dict(Notice.objects.values_list("person", "text")) == {ben.pk: "Saved.", ada.pk: "Gespeichert."}
    assert dict(Mail.objects.values_list("person", "subject")) == {ben.pk: "Saved.", ada.pk: "Gespeichert."}
    assert "/settings/notifications/" in Mail.objects.get(person=ada).text


def test_the_footer_names_the_languages_that_there_are_each_by_its_own_name(client):
    page = client.get("/help/", headers={"accept-language": "de"}).content.decode()
    assert [name for name in ("English", "Deutsch", "हिन्दी", "Bengali", "Englisch") if f">{name}<" in page] == [
        "English",
        "Deutsch",
        "हिन्दी",
    ]
