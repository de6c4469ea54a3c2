"""An unread message is told of once a conversation, a minute later, until it is read."""

import pytest

from common import clock, preferences
from common.models import Mail, Notice
from proposals.talk import moderation, reading, telling
from tests.conftest import MONDAY
from tests.talk.conftest import later, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monday):
    pass


def told(person):
    return list(Notice.objects.filter(person=person, kind="message").values_list("text", flat=True))


def mails(person):
    return Mail.objects.filter(person=person, kind="message").count()


def test_ben_is_told_a_minute_later_and_once(say, ben, proposal):
    say("Hello Ben")
    say("Are you there?")
    assert telling.tell_unread(later(seconds=59)) == 0
    assert telling.next_untold() == later(minutes=1)
    assert telling.tell_unread(later(minutes=1)) == 1
    assert telling.tell_unread(later(minutes=1)) == 0
    with clock.at(later(minutes=5)):
        say("Hello?")
    assert telling.tell_unread(later(hours=1)) == 0
    assert told(ben) == [f"Ada wrote to you about “{proposal.job.title}”."]
    assert mails(ben) == 1
    assert "“Hello Ben”" in Mail.objects.get(kind="message").text


def test_whoever_reads_at_once_is_not_told(say, ben, proposal):
    said = say("Hello Ben")
    reading.read(proposal.pk, ben, up_to=said.pk)
    assert telling.next_untold() is None
    assert telling.tell_unread(later(hours=1)) == 0
    assert told(ben) == []


def test_reading_reads_the_notice_too_and_the_next_message_is_told_again(say, ben, proposal):
    say("Hello Ben")
    telling.tell_unread(later(minutes=1))
    with clock.at(later(minutes=2)):
        reading.read(proposal.pk, ben, up_to=proposal.thread.newest)
        assert Notice.objects.filter(person=ben, kind="message", read_at=None).count() == 0
        say("One more thing")
    assert telling.tell_unread(later(minutes=3)) == 1
    assert len(told(ben)) == mails(ben) == 2


def test_what_comes_while_somebody_reads_is_told_in_its_time(say, ben, proposal):
    first = say("One")
    say("Two")
    with clock.at(later(seconds=30)):
        reading.read(proposal.pk, ben, up_to=first.pk)
    assert telling.tell_unread(later(seconds=89)) == 0
    assert telling.tell_unread(later(seconds=90)) == 1
    assert "“Two”" in Mail.objects.get(kind="message").text


def test_answering_is_reading(say, ada, ben):
    say("Hello Ben")
    say("Hello Ada", by=ben)
    assert telling.tell_unread(later(minutes=1)) == 1
    assert (told(ben), len(told(ada))) == ([], 1)


def test_a_file_alone_is_told_of(say, ben):
    say("", files=[upload()])
    telling.tell_unread(later(minutes=1))
    assert "They sent a file." in Mail.objects.get(kind="message").text


def test_whoever_wants_no_mail_of_messages_gets_none(say, ben):
    preferences.choose(ben, [("message", "mail", False)])
    say("Hello Ben")
    telling.tell_unread(later(minutes=1))
    assert (len(told(ben)), mails(ben)) == (1, 0)


def test_a_week_of_silence_of_the_sweep_tells_each_once(say, send, cleo, ben):
    say("Hello Ben")
    say("Hello Cleo", about=send(cleo))
    assert telling.tell_unread(later(days=7)) == 2
    assert telling.tell_unread(later(days=7)) == 0
    assert len(told(ben)) == len(told(cleo)) == 1


def test_a_mail_shows_hostile_words_as_words(say, ben):
    say("<script>alert(1)</script> {{ 7|add:7 }}\r\nBcc: x@example.com")
    telling.tell_unread(later(minutes=1))
    mail = Mail.objects.get(kind="message")
    assert "<script>" not in mail.html
    assert "{{ 7|add:7 }}" in mail.text
    assert "Bcc" not in mail.subject


def test_the_clock_of_monday_is_the_one_that_counts(say, ben):
    assert say("Hello").sent_at == MONDAY


def test_after_one_that_operators_took_down_the_next_one_is_told(say, ben, olga):
    message = say("Send me your password first.")
    moderation.take_down(message.pk, olga, "fraud", "Phishing")
    assert telling.tell_unread(later(minutes=1)) == 1
    assert told(ben) == []
    with clock.at(later(minutes=2)):
        say("Sorry about that")
    assert telling.tell_unread(later(minutes=3)) == 1
    assert len(told(ben)) == 1
