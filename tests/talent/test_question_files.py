"""Questions in a plain file: all of them or none, and every line that is wrong with its reason."""

from pathlib import Path

import pytest

from talent import question_import
from talent.errors import QuestionsRefused
from talent.models import Question
from talent.questions import Choice, read, written
from tests.talent.conftest import sheet

GOOD = """# A remark.
single: Which keyword defines a function?
* def
- func

multiple: What does this print?
    print(1)

    print(2)
* 1
* 2
- 3
"""


def problems(text, **known) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in read(text, **known).problems]


def test_a_file_is_read_as_it_is_meant():
    found = read(GOOD.replace("\n\n    print(2)", "\n    print(2)"))
    assert not found.problems
    one, two = found.questions
    assert (one.text, one.multiple) == ("Which keyword defines a function?", False)
    assert one.choices == (Choice("def", True), Choice("func", False))
    assert two.text == "What does this print?\n    print(1)\n    print(2)"
    assert [choice.right for choice in two.choices] == [True, True, False]
    assert read(f"single: {one.text}\n{written(one)}").questions == (one,)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no question"),
        ("# Only a remark", 1, "no question"),
        ("Which?\n* a\n- b", 1, "begins with “single: ”"),
        ("single: Which?\n* a", 2, "2 to 8 choices; this has 1"),
        ("single: Which?", 1, "this has 0"),
        ("single: Which?\n" + "\n".join(f"- {n}" for n in range(8)) + "\n* 8", 2, "this has 9"),
        ("single: Which?\n- a\n- b", 2, "No choice is marked as right"),
        ("single: Which?\n* a\n* b", 2, "2 choices are marked as right"),
        ("single: Which?\n* a\nb\n- c", 3, "A choice begins with"),
        ("single: Which?\n* a\n- a", 3, "twice"),
        ("single: Which?\n* a\n- " + "b" * 301, 3, "longer than 300"),
        ("single: " + "W" * 1001 + "\n* a\n- b", 1, "longer than 1,000"),
        ("single: \n* a\n- b", 1, "missing"),
        ("\n\nsingle: Which?\n* a\n- b\n\nsingle:  WHICH?\n* a\n- b", 7, "there already"),
        (GOOD, 6, "this has 0"),
        (GOOD, 9, "begins with"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, line, reason):
    assert any(number == line and reason in said for number, said in problems(text)), problems(text)


def test_with_one_problem_nothing_of_the_file_counts():
    assert read(sheet(3) + "\n\nsingle: Which?\n* a").questions == ()


def test_more_than_300_at_a_time_are_too_many():
    assert "300" in problems(sheet(301))[0][1]


@pytest.mark.django_db
def test_a_question_that_is_in_the_test_already_is_named(sums):
    with pytest.raises(QuestionsRefused):
        question_import.take(sums, sheet(1))
    assert Question.objects.count() == 20


@pytest.mark.django_db
def test_taking_the_same_file_twice_takes_it_once(certify):
    row = certify(number=0)
    assert question_import.take(row, sheet(5)) == 5
    with pytest.raises(QuestionsRefused):
        question_import.take(row, sheet(5))
    assert row.questions.count() == 5


@pytest.mark.parametrize("file", sorted(Path("marketplace/demo/certifications").glob("*.txt")), ids=lambda f: f.stem)
def test_the_demo_worlds_tests_are_whole(file):
    found = read(file.read_text())
    assert not found.problems
    assert len(found.questions) >= 15
    assert any(each.multiple for each in found.questions)
