"""What is wrong with a catalogue is found; its binary form is made when it is older than its words."""

import os

import pytest
from babel.messages import Catalog

from house import messages


def catalogue(*rows) -> Catalog:
    made = Catalog(locale="de")
    for id_, string, *more in rows:
        made.add(id_, string, flags=more)
    return made


def found(*rows, kept=None) -> list[str]:
    fresh = catalogue(*rows)
    return list(messages._compare(kept or fresh, fresh))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("Send", ""), "not translated"),
        (("Send", "Senden", "fuzzy"), "not translated"),
        ((("{n} lot", "{n} lots"), ("{n} Posten", "")), "not translated"),
        (("Costs {n}", "Kostet"), "other marks"),
        (("Costs {n}", "Kostet {m}"), "other marks"),
        (('<a href="%(url)s">Rules</a>', "Regeln"), "other marks"),
        (("%(n)s left", "%(n)d übrig"), "other marks"),
        (("Say yes", 'Sagen Sie "ja"'), "straight quotation mark"),
    ],
)
def test_what_is_wrong_is_found(row, words):
    [line] = found(row)
    assert words in line


@pytest.mark.parametrize(
    "row",
    [
        ("Costs {n} of {all}", "Von {all} kostet es {n}"),
        (("One lot", "{n} lots"), ("Ein Posten", "{n} Posten")),
        (("{n} lot", "{n} lots"), ("{n} Posten", "{n} Posten")),
        ('<a href="{url}">Rules</a>', 'Die <a href="{url}">Regeln</a>'),
    ],
)
def test_what_is_right_is_let_pass(row):
    assert found(row) == []


def test_what_is_no_longer_said_is_found():
    kept = catalogue(("Send", "Senden"), ("Old", "Alt"))
    assert found(("Send", "Senden"), kept=kept) == ["no longer said: 'Old'"]


def test_the_binary_form_follows_its_words(tmp_path):
    words = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    words.parent.mkdir(parents=True)
    words.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Send"\nmsgstr "Senden"\n'
    )
    messages.build(tmp_path)
    built = words.with_suffix(".mo")
    first = built.read_bytes()
    assert b"Senden" in first
    words.write_text(words.read_text().replace("Senden", "Schicken"))
    os.utime(built, (1, 1))
    messages.build(tmp_path)
    assert b"Schicken" in built.read_bytes()
