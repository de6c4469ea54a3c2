"""The pages about certifications: what each of them shows, to whom, and what none of them ever shows."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from accounts.models import User
from common import clock, policies
from connects import ways
from connects.models import GrantPolicy
from connects.services import Source
from talent import question_import, services
from talent.certifications import hand_in, start
from talent.models import Attempt, Certification
from talent.templatetags.talent import with_code
from tests.conftest import MONDAY
from tests.queries import cost
from tests.talent.conftest import right_answers, sit

pytestmark = pytest.mark.django_db
DEMO = sorted(Path("marketplace/demo/certifications").glob("*.txt"))


def text_of(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


# --- the list and the page of each ---


def test_everybody_reads_what_there_is_and_what_it_takes(client, sums):
    page = text_of(client.get("/certifications/"))
    for words in ("Sums", "Adding numbers.", "15 questions", "20 minutes", "Pass mark 70 %", "10"):
        assert words in page


def test_a_site_without_tests_says_so(client, db):
    assert "No certifications yet" in text_of(client.get("/certifications/"))


def test_the_rules_stand_before_the_button(client, sums, ben):
    client.force_login(ben)
    page = text_of(client.get("/certifications/sums/"))
    button = page.index("20 minutes from now")
    for words in ("15 questions", "at least 11 right answers (70 %)", "exactly the right ones", "One try in 30 days"):
        assert page.index(words) < button


def test_how_it_stands_for_ben(client, sums, ben):
    client.force_login(ben)
    with clock.at(MONDAY):
        start(sums, person=ben)
        assert "Go on" in text_of(client.get("/certifications/"))
        attempt = sit(sums, ben, right=3)
        page = text_of(client.get("/certifications/"))
        assert "Next try from" in page
        assert "1 Apr 2026" in page
        about = text_of(client.get("/certifications/sums/"))
        assert "You can try again from" in about
        assert "1 April 2026" in about
        assert "from now</button>" not in about
    with clock.at(attempt.retry_at):
        assert "About the test" in text_of(client.get("/certifications/"))
        passed = sit(sums, ben, right=15)
    page = text_of(client.get("/certifications/"))
    assert "Passed" in page
    assert passed.certificate_url in page


def test_a_stranger_and_a_client_are_told_what_is_needed(client, sums, ada):
    assert "/accounts/login/?next=/certifications/sums/" in text_of(client.get("/certifications/sums/"))
    client.force_login(ada)
    assert "Certifications belong to finding work." in text_of(client.get("/certifications/sums/"))


def test_one_that_is_not_offered_is_found_only_by_who_took_it(client, sums, ben, cleo, olga):
    sit(sums, ben, right=15)
    policies.change(sums, actor=olga, reason="Outdated", enabled=False)
    assert client.get("/certifications/sums/").status_code == 404
    client.force_login(cleo)
    assert client.get("/certifications/sums/").status_code == 404
    assert "Sums" not in text_of(client.get("/certifications/"))
    client.force_login(ben)
    assert client.get("/certifications/sums/").status_code == 200
    assert "Sums" in text_of(client.get("/certifications/"))


def test_the_start_button_leads_to_the_test_and_twice_to_the_same(client, sums, ben):
    client.force_login(ben)
    first, second = (client.post("/certifications/sums/start/").url for _ in range(2))
    assert first == second == f"/certifications/sums/tests/{Attempt.objects.get().pk}/"


@pytest.mark.parametrize("who", ["ada", "charlie"])
def test_without_the_role_nothing_starts(client, request, sums, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post("/certifications/sums/start/").url == "/settings/"
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("right", [15, 0])
def test_starting_too_soon_or_after_passing_leads_back_with_a_word(client, sums, ben, right):
    sit(sums, ben, right=right)
    client.force_login(ben)
    page = client.post("/certifications/sums/start/", follow=True)
    assert page.redirect_chain[-1][0] == "/certifications/sums/"
    assert "You have passed this already." in text_of(page) or "Your next try is not yet." in text_of(page)


def test_looking_starts_nothing(client, sums, ben):
    client.force_login(ben)
    assert client.get("/certifications/sums/start/").status_code == 405
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("slug", ["nothing", "x" * 500, "SUMS", "%00", "a b"])
def test_a_certification_that_does_not_exist_is_not_found(client, sums, slug):
    assert client.get(f"/certifications/{slug}/").status_code == 404


# --- whose it is ---


def addresses(attempt) -> list[tuple[str, str]]:
    test = f"/certifications/sums/tests/{attempt.pk}/"
    posts = [f"{test}answers/0/", f"{test}save/", f"{test}hand-in/"]
    return [("get", test), ("get", f"{test}result/"), *(("post", each) for each in posts)]


@pytest.mark.parametrize("who", ["cleo", "ada", "charlie", "olga"])
def test_bens_test_is_found_by_nobody_else(client, request, sums, ben, who):
    attempt = start(sums, person=ben)
    client.force_login(request.getfixturevalue(who))
    for method, address in addresses(attempt):
        assert getattr(client, method)(address, {"q0": "1", "sure": "yes"}).status_code == 404, address
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert not attempt.answers.exists()


def test_a_stranger_is_sent_to_the_log_in_page(client, sums, ben):
    attempt = start(sums, person=ben)
    for method, address in addresses(attempt):
        assert getattr(client, method)(address).status_code == (401 if "answers" in address else 302), address


def test_each_address_has_its_method(client, sums, ben):
    attempt = start(sums, person=ben)
    client.force_login(ben)
    for method, address in addresses(attempt):
        other = "post" if method == "get" else "get"
        assert getattr(client, other)(address).status_code == 405, address


def test_a_test_is_not_found_under_another_certification(client, certify, sums, ben):
    certify("More sums")
    attempt = start(sums, person=ben)
    client.force_login(ben)
    assert client.get(f"/certifications/more-sums/tests/{attempt.pk}/").status_code == 404
    assert client.get(f"/certifications/sums/tests/{10**30}/").status_code == 404


# --- what no page shows ---


def neutral(page) -> str:
    """The page without what differs by chance or time."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", page.content.decode())
    return re.sub(r'data-left="\d+"|\d+:\d\d</span>|\d+ (second|minute)s? ago|nonce="[^"]*"', "", text)


def swapped(attempt) -> None:
    """Another choice is right from now on, in every question."""
    data = attempt.asked
    for question in data:
        rights = [choice["right"] for choice in question["choices"]]
        for choice, right in zip(question["choices"], rights[1:] + rights[:1], strict=True):
            choice["right"] = right
    Attempt.objects.filter(pk=attempt.pk).update(asked=data)


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_the_page_of_a_test_is_the_same_whichever_answers_are_right(client, certify, ben, file):
    """Not one byte of it depends on them, so there is nothing in its source to find; for every question there is."""
    row = certify(number=0, draws=18)
    question_import.take(row, file.read_text())
    client.force_login(ben)
    with clock.at(MONDAY):
        attempt = start(row, person=ben)
        assert len(attempt.asked) == row.questions.count()
        client.post(f"/certifications/sums/tests/{attempt.pk}/answers/0/", {"q0": "0"})

        def seen():
            saved = client.post(f"/certifications/sums/tests/{attempt.pk}/answers/1/", {"q1": "1"})
            return neutral(client.get(attempt.get_absolute_url())), neutral(saved)

        before = seen()
        swapped(attempt)
        assert seen() == before
    for question in row.questions.all():
        for choice in question.asked().choices:
            assert f"<span>{with_code(choice.text)}</span>" in before[0], choice


def test_a_failed_result_is_the_same_whichever_were_wrong(client, sums, ben, cleo):
    """Ben has the first three right, Cleo the last three: their pages say the same."""
    with clock.at(MONDAY):
        attempts = [start(sums, person=who) for who in (ben, cleo)]
        Attempt.objects.filter(pk=attempts[1].pk).update(asked=attempts[0].asked)
        for attempt, which in zip(attempts, (slice(3), slice(12, 15)), strict=True):
            attempt.refresh_from_db()
            answers = dict(list(right_answers(attempt).items())[which])
            hand_in(attempt, answers=answers)
        pages = []
        for who, attempt in zip((ben, cleo), attempts, strict=True):
            attempt.refresh_from_db()
            client.force_login(who)
            pages.append(re.search(r"<main.*</main>", neutral(client.get(attempt.get_absolute_url())), re.S).group())
    assert pages[0] == pages[1]
    assert "What is" not in pages[0]


def test_markup_in_a_question_stays_text(client, certify, ben):
    row = certify(number=0, draws=1)
    question_import.take(row, "single: <script>alert(1)</script> `<b>`?\n* <i>a</i>\n- `<u>`")
    client.force_login(ben)
    page = client.get(start(row, person=ben).get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<code>&lt;b&gt;</code>" in page
    assert "<i>a" not in page


# --- the certificate ---


def test_anybody_can_check_a_certificate(client, sums, ben):
    services.open_profile(ben)
    with clock.at(MONDAY):
        attempt = sit(sums, ben, right=15)
    page = text_of(client.get(attempt.certificate_url))
    for words in ("Ben", "has passed the test", "Sums", "2 Mar 2026", str(attempt.certificate)):
        assert words in page
    assert "ben@example.com" not in page


@pytest.mark.parametrize("change", [{"email_verified_at": None}, {"is_active": False}])
def test_a_certificate_is_hidden_with_its_profile(client, sums, ben, change):
    attempt = sit(sums, ben, right=15)
    User.objects.filter(pk=ben.pk).update(**change)
    assert client.get(attempt.certificate_url).status_code == 404


def test_a_made_up_certificate_is_not_found(client, sums, certify, ben):
    attempt = sit(sums, ben, right=15)
    certify("More sums")
    for address in (f"sums/{uuid4()}", f"more-sums/{attempt.certificate}", "sums/not-a-number"):
        assert client.get(f"/certifications/{address}/").status_code == 404


def test_the_profile_shows_it_with_its_date(client, sums, ben):
    services.open_profile(ben)
    with clock.at(MONDAY):
        attempt = sit(sums, ben, right=15)
    page = text_of(client.get("/talent/ben/"))
    assert attempt.certificate_url in page
    assert "Passed on" in page
    assert "2 Mar 2026" in page


def test_what_was_failed_is_nobody_elses_business(client, sums, ben):
    services.open_profile(ben)
    sit(sums, ben, right=0)
    assert "Sums" not in text_of(client.get("/talent/ben/"))


# --- the ways to earn ---


def certification_ways(person) -> list[tuple[str, str, int]]:
    found = [each for each in ways.for_person(person) if each.source == Source.CERTIFICATION]
    return [(each.title, each.standing, each.connects) for each in found]


def test_each_open_certification_is_a_way_and_each_passed_one_is_done(sums, certify, ben):
    certify("More sums")
    assert certification_ways(ben) == [
        ("Get certified: More sums", "open", 10),
        ("Get certified: Sums", "open", 10),
    ]
    sit(sums, ben, right=15)
    assert certification_ways(ben)[-1] == ("Get certified: Sums", "done", 10)


def test_of_many_the_page_names_three_and_sums_up_the_rest(certify, ben):
    for number in range(8):
        certify(f"Sums {number}")
    assert certification_ways(ben)[-1] == ("5 more certifications", "open", 50)
    assert len(certification_ways(ben)) == 4


def test_one_that_brought_nothing_when_it_was_passed_is_no_way_any_more(sums, ben):
    GrantPolicy.objects.filter(source="certification").update(enabled=False)
    sit(sums, ben, right=15)
    GrantPolicy.objects.filter(source="certification").update(enabled=True)
    assert certification_ways(ben) == []


# --- how much they ask ---


def fill(certify, person, numbers) -> None:
    for number in numbers:
        sit(certify(f"Sums {number}", number=2, draws=2), person, right=2)


@pytest.mark.parametrize("address", ["/certifications/", "/talent/ben/", "/settings/connects/earn/"])
def test_a_page_costs_the_same_at_5_and_at_50(client, certify, ben, address):
    services.open_profile(ben)
    client.force_login(ben)
    fill(certify, ben, range(5))
    few = cost(client, address)
    fill(certify, ben, range(5, 50))
    assert cost(client, address) == few
    assert Certification.objects.count() == 50


def test_a_long_test_costs_the_same_as_a_short_one(client, certify, ben):
    client.force_login(ben)
    short, long = certify("Short", number=5, draws=5), certify("Long", number=50, draws=50, minutes=60)
    costs = [cost(client, start(row, person=ben).get_absolute_url()) for row in (short, long)]
    assert costs[0] == costs[1]


def test_old_attempts_do_not_make_a_page_dearer(client, sums, ben):
    client.force_login(ben)
    with clock.at(MONDAY):
        sit(sums, ben, right=0)
    few = cost(client, "/certifications/sums/")
    for month in range(1, 5):
        with clock.at(MONDAY + timedelta(days=31 * month)):
            sit(sums, ben, right=0)
    assert cost(client, "/certifications/sums/") == few
