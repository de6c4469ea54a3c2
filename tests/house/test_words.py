"""The check that news is written in its reader's words finds what is planted, and nothing else."""

from textwrap import dedent

import pytest

from house import words

GOOD = """
    with read_by(person):
        tell(News(person, _("Hello.")))
"""
BREACHES = {
    "by itself": 'tell(News(person, "Hello."))',
    "by its module": 'telling.tell(telling.News(person, "Hello."))',
    "after the block": """
        with read_by(person):
            text = _("Hello.")
        tell(News(person, text))
    """,
    "in another block": """
        with transaction.atomic():
            tell(News(person, "Hello."))
    """,
    "in a function that is called later": """
        with read_by(person):
            later(lambda: News(person, "Hello."))
    """,
}


@pytest.fixture
def planted(tmp_path):
    def plant(source):
        (tmp_path / "jobs").mkdir()
        body = "\n".join(f"    {line}" for line in dedent(source).strip().splitlines())
        (tmp_path / "jobs" / "news.py").write_text(f"def tell_of_it(person):\n{body}\n")
        return list(words.breaches(tmp_path))

    return plant


@pytest.mark.parametrize("source", BREACHES.values(), ids=BREACHES)
def test_a_breach_is_found(planted, source):
    [place] = planted(source)
    assert place.startswith("jobs/news.py:")


def test_news_inside_the_block_is_good(planted):
    assert planted(GOOD) == []


def test_a_deeper_block_is_inside_too(planted):
    assert planted("with read_by(person), transaction.atomic():\n    for each in them:\n        News(each)") == []
