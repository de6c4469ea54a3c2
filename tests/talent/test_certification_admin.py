"""Operators write tests: figures with reasons, questions by hand or from a file, a preview that records nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.models import PolicyChange
from talent.certifications import start
from talent.models import Attempt, Certification, Question
from tests.talent.conftest import sheet, sit

pytestmark = pytest.mark.django_db
FIGURES = {
    "name": "Sums",
    "summary": "Adding numbers.",
    "about": "",
    "minutes": "20",
    "draws": "15",
    "pass_mark": "70",
    "retry_days": "30",
    "enabled": "on",
    "questions-TOTAL_FORMS": "0",
    "questions-INITIAL_FORMS": "0",
}


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


def at(what, row) -> str:
    return reverse(f"admin:talent_certification_{what}", args=[row.pk])


def one_question(**changes) -> dict:
    question = {"kind": "single", "text": "What is 1 plus 1?", "choices": "* 2\n- 3", "in_use": "on"} | changes
    return {"questions-TOTAL_FORMS": "1"} | {f"questions-0-{name}": value for name, value in question.items()}


def test_a_new_one_is_made_with_a_reason_and_its_questions(operator, olga):
    address = reverse("admin:talent_certification_add")
    assert operator.get(address).status_code == 200
    operator.post(address, FIGURES | one_question() | {"slug": "sums", "reason": "Asked for by clients"})
    row = Certification.objects.get()
    assert row.questions.get().text == "What is 1 plus 1?"
    change = PolicyChange.objects.get()
    assert (change.actor, change.reason, change.before) == (olga, "Asked for by clients", {})


def test_a_changed_figure_keeps_who_why_and_both_values(operator, olga, certify):
    row = certify(number=0)
    operator.post(at("change", row), FIGURES | {"pass_mark": "80", "reason": "Too easy"})
    row.refresh_from_db()
    assert row.pass_mark == 80
    change = PolicyChange.objects.latest("id")
    assert (change.reason, change.before, change.after) == ("Too easy", {"pass_mark": "70"}, {"pass_mark": "80"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", ""),
        ("minutes", "0"),
        ("minutes", "241"),
        ("minutes", "-1"),
        ("draws", "0"),
        ("draws", "101"),
        ("pass_mark", "101"),
        ("pass_mark", "0"),
        ("retry_days", "0"),
        ("retry_days", "99999999999"),
        ("name", ""),
        ("name", "a\x00b"),
        ("summary", "x" * 201),
    ],
)
def test_a_bad_figure_changes_nothing_and_is_said_on_the_page(operator, certify, field, value):
    row = certify(number=0)
    page = operator.post(at("change", row), FIGURES | {"reason": "A slip", field: value})
    assert page.status_code == 200
    assert PolicyChange.objects.count() == 1
    assert Certification.objects.get().pass_mark == 70


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"choices": "* 2"}, "2 to 8 choices"),
        ({"choices": "- 2\n- 3"}, "No choice is marked as right"),
        ({"choices": "* 2\n* 3"}, "2 choices are marked as right"),
        ({"choices": "2\n3"}, "A choice begins with"),
        ({"choices": ""}, "required"),
        ({"text": ""}, "required"),
        ({"text": "x" * 1001}, "1000"),
        ({"kind": "essay"}, "valid choice"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_beside_it(operator, certify, changes, said):
    row = certify(number=0)
    page = operator.post(at("change", row), FIGURES | one_question(**changes) | {"reason": "One more"})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Question.objects.exists()


def test_the_log_keeps_the_reason_for_a_question(operator, certify):
    row = certify(number=0)
    operator.post(at("change", row), FIGURES | one_question() | {"reason": "One more"})
    assert row.questions.count() == 1
    assert "One more" in LogEntry.objects.get().get_change_message()


def test_the_list_says_whether_it_is_offered(operator, certify):
    certify("Sums")
    certify("Few", number=3)
    page = operator.get(reverse("admin:talent_certification_changelist")).content.decode()
    assert "has 3 of 15 questions" in page
    assert "yes" in page


def test_a_certification_with_attempts_is_never_deleted(operator, sums, ben):
    start(sums, person=ben)
    assert operator.post(at("delete", sums), {"post": "yes"}).status_code == 403


# --- import ---


def look(operator, row, text, **more):
    return operator.post(at("import_questions", row), {"text": text} | more)


def test_a_file_is_seen_before_it_is_saved(operator, certify):
    row = certify(number=0)
    file = SimpleUploadedFile("sums.txt", sheet(3, multiple=1).encode())
    page = operator.post(at("import_questions", row), {"file": file, "text": ""}).content.decode()
    assert "3 questions will be added" in page
    assert "What is 2 plus 100?" in page
    assert "Save 3 questions" in page
    assert not Question.objects.exists()

    operator.post(at("import_questions", row), {"text": sheet(3, multiple=1), "save": "1"})
    assert [question.kind for question in row.questions.all()] == ["multiple", "single", "single"]
    assert "Imported 3 questions" in LogEntry.objects.get().get_change_message()


def test_saving_the_same_twice_adds_it_once(operator, certify):
    row = certify(number=0)
    for _ in range(2):
        page = look(operator, row, sheet(3), save="1")
    assert page.status_code == 200
    assert "there already" in page.content.decode()
    assert row.questions.count() == 3


def test_with_one_bad_line_nothing_is_saved(operator, certify):
    row = certify(number=0)
    page = look(operator, row, sheet(3) + "\n\nsingle: Which?\n* a\n* b", save="1").content.decode()
    assert "Line 20:" in page
    assert "2 choices are marked as right" in page
    assert "What is 2 plus 100?" in page
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00s", "no text in UTF-8"),
        (b"single: a\x00b?\n* a\n- b", "no plain text"),
        (b"x" * (501 * 1024), "larger than 500 KB"),
    ],
)
def test_what_is_no_plain_text_is_refused(operator, certify, content, said):
    page = operator.post(at("import_questions", certify(number=0)), {"file": SimpleUploadedFile("a.txt", content)})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Question.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "a\x00b"])
def test_nothing_is_nothing_to_import(operator, certify, text):
    page = look(operator, certify(number=0), text)
    assert page.status_code == 200
    assert not Question.objects.exists()


# --- preview and attempts ---


def test_the_preview_is_the_candidates_page_and_records_nothing(operator, sums):
    page = operator.get(at("preview", sums)).content.decode()
    assert page.count('class="question"') == 15
    assert "A preview" in page
    assert "hx-post" not in page
    assert "Hand in" not in page
    assert not Attempt.objects.exists()


def test_a_certification_without_questions_can_be_previewed(operator, certify):
    assert "no questions yet" in operator.get(at("preview", certify(number=0))).content.decode()


def test_attempts_are_shown_and_never_written(operator, sums, ben):
    attempt = sit(sums, ben, right=11)
    address = reverse("admin:talent_attempt_change", args=[attempt.pk])
    page = operator.get(address).content.decode()
    assert "11 of 15" in page
    assert "(right)" in page
    assert operator.post(address, {"passed": "false"}).status_code == 403
    assert operator.get(reverse("admin:talent_attempt_add")).status_code == 403
    assert operator.get(reverse("admin:talent_attempt_changelist")).status_code == 200


@pytest.mark.parametrize("what", ["preview", "import_questions", "change"])
@pytest.mark.parametrize("who", ["ada", "ben", "sam"])
def test_nobody_else_sees_or_writes_questions(client, request, person, sums, who, what):
    somebody = person("Sam", is_staff=True) if who == "sam" else request.getfixturevalue(who)
    client.force_login(somebody)
    for method in (client.get, client.post):
        page = method(at(what, sums))
        assert page.status_code in (302, 403)
        assert "plus 100" not in page.content.decode()
