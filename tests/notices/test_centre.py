"""The notice centre, narrowed to what one looks for; and nobody else's is there."""

import pytest
from django.urls import reverse

from common import notices
from common.models import Notice
from tests.queries import cost

pytestmark = pytest.mark.django_db
CENTRE = "/notifications/"


@pytest.fixture
def mixed(client, ben, news):
    for number in range(3):
        news("granted", number)
        news("message", number)
    Notice.objects.filter(text="message 0").update(read_at="2026-01-01T00:00Z")
    client.force_login(ben)


def texts(client, query: str = "") -> list[str]:
    return [notice.text for notice in client.get(CENTRE + query).context["page"].rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?about=message", ["message 2", "message 1", "message 0"]),
        ("?about=message&unread=on", ["message 2", "message 1"]),
        ("?about=g0", ["granted 2", "granted 1", "granted 0"]),
        ("?unread=on", ["message 2", "granted 2", "message 1", "granted 1", "granted 0"]),
        ("?about=declined", []),
        ("?about=nonsense", ["message 2", "granted 2", "message 1", "granted 1", "message 0", "granted 0"]),
    ],
)
def test_filters_find_what_they_say(client, mixed, query, found):
    assert texts(client, query) == found


def test_an_empty_filter_says_so(client, mixed):
    assert "Nothing fits this filter" in client.get(f"{CENTRE}?about=declined").content.decode()


def test_reading_all_reads_what_the_filter_finds_and_comes_back_to_it(client, mixed, ben):
    newest = client.get(f"{CENTRE}?about=message").context["page"].rows[0].pk
    back = client.post(reverse("notices_read"), {"up_to": newest, "about": "message"})
    assert back.url == f"{CENTRE}?about=message"
    assert notices.unread_count(ben) == 3


def test_reading_one_comes_back_to_the_filter(client, mixed, ben):
    notice = notices.of(ben, unread=True).first()
    back = client.post(reverse("notice_read", args=[notice.pk]), {"about": "g0", "unread": "on"})
    assert back.url == f"{CENTRE}?about=g0&unread=on"


def test_pages_keep_the_filter(client, ben, news):
    for number in range(40):
        news("message", number)
    client.force_login(ben)
    older = client.get(f"{CENTRE}?about=message").context["page"].older
    assert "about=message" in older
    assert len(texts(client, older)) == 10


@pytest.mark.parametrize("query", ["", "?about=message", "?about=g2&unread=on"])
def test_fifty_notices_cost_no_more_queries_than_five(client, ben, news, query):
    client.force_login(ben)
    for number in range(5):
        news("message", number)
    few = cost(client, CENTRE + query)
    for number in range(5, 50):
        news("message", number)
    assert cost(client, CENTRE + query) == few
    assert few <= 8


def test_every_address_of_the_centre_is_its_owners_alone(client, ben, charlie, news):
    news("message")
    notice = Notice.objects.get()
    own = [
        ("get", reverse("notice_open", args=[notice.pk])),
        ("post", reverse("notice_read", args=[notice.pk])),
    ]
    for method, address in [*own, ("get", CENTRE), ("post", reverse("notices_read"))]:
        assert getattr(client, method)(address).url.startswith(reverse("account_login")), address
    client.force_login(charlie)
    for method, address in own:
        assert getattr(client, method)(address).status_code == 404, address
    assert texts(client) == []
    client.post(reverse("notices_read"), {"up_to": notice.pk})
    assert notices.unread_count(ben) == 1
