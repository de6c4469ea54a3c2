"""What is typed into the search box, understood before either engine sees it."""

import pytest

from common.lists.querying import LONGEST, parse


@pytest.mark.parametrize(
    ("typed", "fts5"),
    [
        ("logo", '("logo")'),
        ("logo bakery", '("logo" AND "bakery")'),
        ('"hand drawn" logo', '("hand drawn" AND "logo")'),
        ("logo -crypto", '("logo") NOT "crypto"'),
        ("node.js", '("node js")'),
        ("well-known", '("well known")'),
        ("logo OR NOT AND", '("logo" AND "OR" AND "NOT" AND "AND")'),
        ('he said "so', '("he" AND "said" AND "so")'),
        ("c++ (x) {y} ^z*", '("c" AND "x" AND "y" AND "z")'),
        ("Größe 日本", '("Größe" AND "日本")'),
    ],
)
def test_it_becomes_quoted_words(typed, fts5):
    assert parse(typed).for_fts5() == fts5


def test_postgresql_gets_the_same_terms():
    assert parse('"hand drawn" logo -crypto').for_postgresql() == '"hand drawn" "logo" -"crypto"'


@pytest.mark.parametrize("typed", ["", " ", "\0", '"', '""', "-", "--", "-crypto", "***", "_", "'", "\\"])
def test_nothing_to_look_for_is_false(typed):
    assert not parse(typed)


def test_only_so_much_is_read():
    assert len(parse("word " * 1000).terms) == LONGEST // 5
