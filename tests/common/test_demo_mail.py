"""The demo's mail page shows what was sent, lets links work, and gives a mail's HTML no power."""

import pytest
from django.urls import reverse

from common import delivery, mail
from common.models import Mail
from tests.queries import cost

pytestmark = pytest.mark.django_db

LETTER = (
    "<!doctype html><html><head><title>Hi</title></head><body><a href='http://127.0.0.1/x/'>Verify</a></body></html>"
)


def write(to: str = "ben@example.com", **fields: str) -> Mail:
    return mail.queue_written(to, **{"subject": "Verify your address", "text": "Go to http://127.0.0.1/x/", **fields})


def test_it_lists_mails_newest_first_and_says_which_were_sent(client):
    write(subject="First")
    delivery.send_due()
    write(subject="Second")
    page = client.get(reverse("demo_mail")).content.decode()
    assert page.index("Second") < page.index("Waiting to be sent") < page.index("First")
    assert page.index("First") < page.index("Sent <time")


def test_it_can_show_one_persons(client):
    write("ben@example.com", subject="For Ben")
    write("cleo@example.com", subject="For Cleo")
    page = client.get(reverse("demo_mail"), {"to": "BEN@example.com"}).content.decode()
    assert "For Ben" in page
    assert "For Cleo" not in page
    assert "No mail to this address" in client.get(reverse("demo_mail"), {"to": "x" * 999}).content.decode()


def test_the_links_of_a_plain_mail_can_be_followed(client):
    page = client.get(reverse("demo_mail_one", args=[write().pk])).content.decode()
    assert '<a href="http://127.0.0.1/x/"' in page


def test_the_html_is_framed_without_power(client):
    letter = write(html=LETTER)
    response = client.get(reverse("demo_mail_one", args=[letter.pk]))
    page = response.content.decode()
    frame = page[page.index("<iframe") : page.index("</iframe>")]
    assert reverse("demo_mail_html", args=[letter.pk]) in frame
    assert "allow-top-navigation-by-user-activation" in frame
    assert "allow-scripts" not in frame
    assert "allow-same-origin" not in frame
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_the_frame_itself_forbids_all_but_looking(client):
    response = client.get(reverse("demo_mail_html", args=[write(html=LETTER).pk]))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top"><title>' in response.content.decode()


def test_a_fragment_gets_its_links_out_of_the_frame_too(client):
    response = client.get(reverse("demo_mail_html", args=[write(html="<p>Hi</p>").pk]))
    assert response.content.decode() == '<base target="_top"><p>Hi</p>'


@pytest.mark.parametrize("name", ["demo_mail_one", "demo_mail_html"])
def test_a_mail_that_is_not_there(client, name):
    assert client.get(reverse(name, args=[999_999])).status_code == 404


def test_outside_the_demo_there_is_no_such_page(client, settings):
    letter = write(html=LETTER)
    settings.DEMO = False
    for address in (
        reverse("demo_mail"),
        reverse("demo_mail_one", args=[letter.pk]),
        reverse("demo_mail_html", args=[letter.pk]),
    ):
        assert client.get(address).status_code == 404


def test_fifty_mails_cost_no_more_queries_than_five(client):
    for _ in range(5):
        write()
    few = cost(client, reverse("demo_mail"))
    for _ in range(45):
        write()
    assert cost(client, reverse("demo_mail")) == few
