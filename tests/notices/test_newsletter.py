"""The newsletter comes to those who said yes by a link in a mail, once each, and ends with one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from common import clock, delivery, letters, newsletter, newsletter_links, subscribing
from common.models import Issue, Mail, Subscriber
from common.views.newsletter import ASKED

pytestmark = pytest.mark.django_db
ASK = "/newsletter/"


def path(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def link_of(mail: Mail) -> str:
    return path(re.search(r"http\S+/newsletter/confirm/\S+", mail.text).group())


@pytest.fixture
def issue(olga):
    return Issue.objects.create(
        subject="Spring at Guildhall", text="One.\n\nTwo.", written_by=olga, written_at=clock.now()
    )


@pytest.fixture
def subscribe():
    def add(count: int) -> list[Subscriber]:
        for number in range(count):
            subscribing.confirm(f"reader{number}@example.com")
        return list(Subscriber.objects.order_by("pk"))

    return add


def test_asking_subscribes_nobody_yet(client):
    page = client.post(ASK, {"email": "reader@example.com"}, follow=True)
    assert ASKED in page.content.decode()
    assert not Subscriber.objects.exists()
    assert Mail.objects.get().to == "reader@example.com"


def test_following_the_link_asks_and_the_button_subscribes(client):
    client.post(ASK, {"email": "reader@example.com"})
    link = link_of(Mail.objects.get())
    assert "Yes, send it to me" in client.get(link).content.decode()
    assert not Subscriber.objects.exists()
    assert "It will come" in client.post(link).content.decode()
    said = Subscriber.objects.get()
    assert (said.email, said.unsubscribed_at) == ("reader@example.com", None)
    client.post(link)
    assert Subscriber.objects.get().confirmed_at == said.confirmed_at


def test_the_answer_is_the_same_whoever_asks(client, subscribe, ben):
    subscribe(1)
    answers = [
        client.post(ASK, {"email": email}, follow=True) for email in ("new@x.com", "reader0@example.com", ben.email)
    ]
    assert all(ASKED in answer.content.decode() for answer in answers)
    assert Mail.objects.count() == 3
    assert {mail.subject for mail in Mail.objects.all()} == {"Shall the newsletter of Guildhall come to you?"}


def test_one_mailbox_is_not_flooded_and_nobody_is_told(client):
    for _ in range(5):
        assert ASKED in client.post(ASK, {"email": "Reader@example.com"}, follow=True).content.decode()
    assert Mail.objects.count() == 3


def test_one_visitor_cannot_ask_for_everybody(client):
    answers = [client.post(ASK, {"email": f"r{n}@example.com"}) for n in range(12)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429] * 2
    assert "Try again in ten minutes" in answers[-1].content.decode()
    assert Mail.objects.count() == 10


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "x@" + "y" * 300 + ".com", "a@example.com\nBcc: b@x.com"])
def test_what_is_no_address_is_said_beside_the_field(client, email):
    page = client.post(ASK, {"email": email})
    assert page.status_code == 200
    assert "field__error" in page.content.decode()
    assert not Mail.objects.exists()


def test_the_link_holds_for_a_week(client, monkeypatch):
    client.post(ASK, {"email": "reader@example.com"})
    link = link_of(Mail.objects.get())
    monkeypatch.setattr(newsletter_links, "CONFIRM_WITHIN", timedelta(seconds=-1))
    assert client.post(link).status_code == 404
    assert not Subscriber.objects.exists()


def test_forged_links_are_not_there(client):
    yes = newsletter_links.address("newsletter_confirm", "reader@example.com").rstrip("/").rpartition("/")[2]
    end = newsletter_links.address("newsletter_end", "reader@example.com").rstrip("/").rpartition("/")[2]
    for token in (yes[:-1], yes + "x", "x", end, "%00", yes.partition(".")[0]):
        assert client.post(f"/newsletter/confirm/{token}/").status_code == 404, token
    for token in (end[:-1], "x", yes):
        assert client.post(f"/newsletter/end/{token}/").status_code == 404, token
    assert not Subscriber.objects.exists()


def test_the_settings_of_a_reader_lead_to_its_end(ben, client):
    end = newsletter_links.address("newsletter_end", ben.email)
    client.force_login(ben)
    assert end not in client.get(reverse("notification_settings")).content.decode()
    subscribing.confirm(ben.email)
    assert end in client.get(reverse("notification_settings")).content.decode()


def test_one_click_ends_it_and_yes_begins_it_anew(subscribe):
    [reader] = subscribe(1)
    strict = Client(enforce_csrf_checks=True)
    end = path(newsletter_links.address("newsletter_end", reader.email))
    assert "No more newsletters?" in strict.get(end).content.decode()
    assert subscribing.subscription(reader.email)
    for _ in range(2):
        assert strict.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    ended = Subscriber.objects.get().unsubscribed_at
    assert ended is not None
    assert strict.post(path(newsletter_links.address("newsletter_confirm", reader.email))).status_code == 403
    subscribing.confirm(reader.email.upper())
    assert Subscriber.objects.get().unsubscribed_at is None


def test_an_issue_goes_to_each_subscriber_once(subscribe, issue):
    subscribe(5)
    subscribing.end("reader2@example.com")
    newsletter.begin(issue)
    assert newsletter.send_due(clock.now()) == 4
    assert newsletter.send_due(clock.now()) == 0
    issue.refresh_from_db()
    assert (issue.sent, bool(issue.done_at)) == (4, True)
    assert delivery.send_due() == 4
    message = outbox.outbox[0]
    end = newsletter_links.address("newsletter_end", message.to[0])
    assert message.extra_headers["List-Unsubscribe"] == f"<{end}>"
    assert end in message.body
    assert end in message.alternatives[0].content
    assert "One." in message.body


def test_it_can_be_begun_once(issue):
    newsletter.begin(issue)
    with pytest.raises(Exception, match="being sent already"):
        newsletter.begin(issue)


def test_killed_in_the_middle_it_goes_on_where_it_was(subscribe, issue, monkeypatch):
    subscribe(7)
    newsletter.begin(issue)
    monkeypatch.setattr(newsletter, "_BATCH", 2)
    real, left = newsletter.mail.queue_many, [2]

    def die_later(mails):
        real(mails)
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(newsletter.mail, "queue_many", die_later)
    with pytest.raises(KeyboardInterrupt):
        newsletter.send_due(clock.now())
    assert Mail.objects.count() == 2
    monkeypatch.setattr(newsletter.mail, "queue_many", real)
    assert newsletter.send_due(clock.now()) == 5
    assert len(set(Mail.objects.values_list("to", flat=True))) == 7


def test_who_ends_it_while_it_is_sent_does_not_get_it(subscribe, issue):
    subscribe(2)
    newsletter.begin(issue)
    newsletter.send_due(clock.now())
    subscribing.end("reader0@example.com")
    assert delivery.send_due() == 1


def test_operators_write_send_and_export(client, olga, subscribe):
    subscribe(3)
    Subscriber.objects.create(email="=1+1@example.com", confirmed_at=clock.now())
    client.force_login(olga)
    client.post(reverse("admin:common_issue_add"), {"subject": "News", "text": "All is well."})
    issue = Issue.objects.get()
    assert issue.written_by == olga
    send = reverse("admin:common_issue_send", args=[issue.pk])
    assert "4 subscribers would get it" in client.get(send).content.decode()
    client.post(send, {"reason": "Spring"}, follow=True)
    assert newsletter.send_due(clock.now()) == 4
    sheet = b"".join(client.get(reverse("admin:common_subscriber_as_csv")).streaming_content).decode()
    assert "reader0@example.com" in sheet
    assert "'=1+1@example.com" in sheet
    # What was sent stays as it was sent.
    client.post(reverse("admin:common_issue_change", args=[issue.pk]), {"subject": "Other", "text": "Other."})
    issue.refresh_from_db()
    assert issue.subject == "News"


def test_only_operators_with_the_right_may(client, person, issue, ben):
    helper = person("Hanna", is_staff=True)
    for who in (helper, ben):
        client.force_login(who)
        for address in (
            reverse("admin:common_issue_send", args=[issue.pk]),
            reverse("admin:common_subscriber_as_csv"),
            reverse("admin:common_subscriber_changelist"),
        ):
            assert client.get(address).status_code in (302, 403)
            assert client.post(address).status_code in (302, 403)
    assert Issue.objects.get().sending_since is None


def test_the_first_page_and_the_settings_offer_it(client, ben):
    assert 'action="/newsletter/"' in client.get("/").content.decode()
    client.force_login(ben)
    assert f"Send it to {ben.email}" in client.get("/settings/notifications/").content.decode()
    back = client.post(ASK, {"email": ben.email, "next": "/settings/notifications/"})
    assert back.url == "/settings/notifications/"
    subscribing.confirm(ben.email)
    assert "It comes to" in client.get("/settings/notifications/").content.decode()
    assert letters.NEWSLETTER == "newsletter"
