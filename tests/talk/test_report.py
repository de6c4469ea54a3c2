"""A message is reported by whoever reads it on the other side; the desk sees it, and what stands around it."""

import pytest
from django.urls import reverse

from accounts.models import Case
from accounts.trust import registry
from common import clock
from common.models import Notice
from proposals.models import Message
from proposals.talk import interviews, moderation, telling
from tests.talk.conftest import later, upload


@pytest.fixture
def said(say, ben):
    """What each of the two has written: Ada first."""
    say("Hello Ben")
    say("Send me your password first.", by=ben)
    return list(Message.objects.order_by("pk"))


def test_the_other_side_reports_it_and_the_desk_reads_what_stands_around_it(client, said, ada, olga):
    client.force_login(ada)
    address = reverse("report", args=["message", said[1].pk])
    assert address in client.get(reverse("talk", args=[said[1].thread.proposal_id])).content.decode()
    client.post(address, {"reason": "fraud", "text": "Asks for passwords"})
    case = Case.objects.get()
    assert (case.kind, case.owner, case.title) == (
        "message",
        said[1].author,
        f"Message by Ben about {job_of(said[1])}",
    )
    client.force_login(olga)
    desk = client.get(reverse("admin:accounts_case_change", args=[case.pk])).content.decode()
    assert "Send me your password first." in desk
    assert "Ada: Hello Ben" in desk


def job_of(message):
    return message.thread.proposal.job.title


def test_nobody_reports_what_is_theirs(client, said, ben):
    client.force_login(ben)
    page = client.get(reverse("talk", args=[said[0].thread.proposal_id])).content.decode()
    assert reverse("report", args=["message", said[0].pk]) in page
    assert reverse("report", args=["message", said[1].pk]) not in page
    assert client.get(reverse("report", args=["message", said[1].pk])).status_code == 404


def test_to_everybody_else_there_is_no_such_message(client, said, cleo, olga, charlie):
    for person in (cleo, olga, charlie):
        client.force_login(person)
        assert client.get(reverse("report", args=["message", said[1].pk])).status_code == 404
    client.logout()
    assert client.get(reverse("report", args=["message", said[1].pk])).status_code == 302


def test_what_operators_take_down_is_read_by_nobody(client, proposal, say, ada, ben, olga):
    say("Hello Ben")
    message = say("Send me your password first.", by=ben, files=[upload()])
    file = reverse("talk_file", args=[proposal.pk, message.attachments.get().pk])
    client.force_login(ada)
    assert client.get(file).status_code == 200
    client.post(reverse("report", args=["message", message.pk]), {"reason": "fraud", "text": "Asks for passwords"})
    case = Case.objects.get()
    for _ in range(2):
        client.force_login(olga)
        client.post(
            reverse("admin:accounts_case_remove", args=[case.pk]),
            {"violation": "fraud", "reason": "Phishing", "said": "Never ask for a password."},
        )
    assert Case.objects.get().verdict == "removed"
    assert (
        "Send me your password first."
        in client.get(reverse("admin:accounts_case_change", args=[case.pk])).content.decode()
    )
    for person in (ada, ben):
        client.force_login(person)
        thread = client.get(reverse("talk", args=[proposal.pk])).content.decode()
        assert "Removed by the operators of this site." in thread
        assert "password" not in thread + client.get(reverse("conversations")).content.decode()
        assert client.get(file).status_code == 404
    client.force_login(ada)
    assert client.get(reverse("report", args=["message", message.pk])).status_code == 404


def test_a_message_taken_down_before_it_was_read_is_not_told(monday, say, ada, ben, olga):
    message = say("Send me your password first.")
    moderation.take_down(message.pk, olga, "fraud", "Phishing")
    with clock.at(later(minutes=5)):
        telling.tell_unread(clock.now())
    assert not Notice.objects.filter(person=ben, kind="message").exists()


def test_what_is_no_message_is_not_there(ada, said):
    assert registry.find("message", 10**9, ada) is None
    assert registry.find("message", 2**70, ada) is None


def test_an_invitation_to_an_interview_is_reported_and_removed_like_any_message(client, proposal, ada, ben, olga):
    interviews.invite(proposal, by=ada, text="Call me darling", times="Midnight")
    message = Message.objects.get(kind="invited")
    client.force_login(ben)
    thread, answer = reverse("talk", args=[proposal.pk]), reverse("interview_answer", args=[proposal.pk])
    assert reverse("report", args=["message", message.pk]) in client.get(thread).content.decode()
    client.post(reverse("report", args=["message", message.pk]), {"reason": "other", "text": "Not work"})
    case = Case.objects.get()
    client.force_login(olga)
    desk = client.get(reverse("admin:accounts_case_change", args=[case.pk])).content.decode()
    assert "Call me darling" in desk
    assert "See it on the site" not in desk
    moderation.take_down(message.pk, olga, "fraud", "Harassment")
    client.force_login(ben)
    for address in (thread, answer):
        page = client.get(address).content.decode()
        assert "darling" not in page
        assert "Removed by the operators of this site." in page
