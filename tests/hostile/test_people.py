"""Everything that visitors, freelancers, clients and agencies see and fill in, with the worst that can be typed."""

import csv

import pytest
from django.core import mail as sent_mail
from django.test import Client

from common import delivery, mail
from tests.books import assert_books_balance
from tests.hostile import world as making
from tests.hostile.catalogue import CLASSES, MARK
from tests.hostile.room import Walked, bound, forms_of_ours  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = ("visitor", "ada", "ben", "cleo", "maya")
# What no page of this walk can fill in, and why.
ELSEWHERE = {
    "accounts.door_forms.ResetPasswordKeyForm": "its address has a key that is mailed",
    "accounts.passkey_forms.AuthenticateForm": "asks whoever has a second factor, halfway through logging in",
    "accounts.passkey_forms.ReauthenticateForm": "asks whoever has a passkey",
}


@pytest.fixture(scope="module")
def walked(world):
    making.poison()
    return Walked(world, PEOPLE, alike=2)


def test_every_text_of_every_table_holds_the_worst(world):
    assert making.poison() == []


def test_nothing_that_somebody_typed_comes_alive_on_any_page(walked):
    assert walked.pages > 300
    assert walked.alive == []


def test_every_form_takes_everything(walked, bound):  # noqa: F811
    filled = walked.fill_in()
    assert filled.wrong == []
    left_out = {each for each in forms_of_ours() if ".admin" not in each} - set(bound)
    assert left_out == set(ELSEWHERE)
    assert {field for field, classes in filled.classes.items() if len(classes) < 20} == set()
    assert len(filled.inputs) >= 300
    assert_books_balance()


def test_no_cell_of_a_history_is_a_formula(world):
    making.poison()
    for person, address in ((world.ben, "settings"), (world.maya, f"agencies/{world.guild.handle}")):
        browser = Client()
        browser.force_login(person)
        answer = browser.get(f"/{address}/connects/history.csv")
        cells = [cell for row in csv.reader(b"".join(answer).decode().splitlines()) for cell in row]
        assert [cell for cell in cells if cell.startswith(tuple("=+@\t\r\n|%＝＋－＠"))] == []
        assert [cell for cell in cells if cell.startswith("-") and not cell[1:].isdigit()] == []
    assert MARK in "".join(cells)


@pytest.mark.parametrize("kind", CLASSES)
def test_a_mail_about_anything_has_the_headers_of_a_mail_and_arrives(kind):
    for words in filter(sendable, CLASSES[kind]):
        row = mail.queue_written("ada@example.com", subject=f"News: {words}", text=words)
        sent_mail.outbox.clear()
        assert delivery.send(row.pk), words
        (letter,) = sent_mail.outbox
        told = set(letter.message().keys())
        assert told <= {
            "Content-Type",
            "MIME-Version",
            "Content-Transfer-Encoding",
            "Subject",
            "From",
            "To",
            "Date",
            "Message-ID",
        }
        assert letter.recipients() == ["ada@example.com"]


def sendable(each) -> bool:
    """What the forms let into the database."""
    return isinstance(each, str) and "\x00" not in each
