"""A message is reported by whoever reads it on the other side; the desk sees it, and what stands around it."""

import pytest
from django.urls import reverse

from accounts.models import Case
from accounts.trust import registry
from proposals.models import Message


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


def test_what_is_no_message_is_not_there(ada, said):
    assert registry.find("message", 10**9, ada) is None
    assert registry.find("message", 2**70, ada) is None
