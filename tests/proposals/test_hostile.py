"""Every address of the room, asked by everybody in every way with anything: an answer, never a breakdown."""

import pytest
from django.test import Client
from django.urls import reverse

from proposals.urls import urlpatterns
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
# Long, empty, of the wrong shape, half an encoding, markup, another script, and what databases choke on.
NASTY = [
    *("", " ", "0", "-1", "9" * 400, "x" * 30_000, "\x00", "\ufffd", "<script>alert(1)</script>"),
    *("'; DROP TABLE x;--", "٣", "\u202e", "1e999", "[]", "{}"),
]
FIELDS = ("letter", "bid", "reason", "words", "next", "save", "tab", "sort", "after", "before", "version", "answer_x")
FIELDS += ("title", "scope", "amount", "unit", "starts_on", "ends_on", "message", "job", "stars", "text")


def address_of(pattern, number):
    named = pattern.pattern.converters
    return reverse(pattern.name, kwargs=dict.fromkeys(named, number))


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("who", ["nobody", "ben", "ada", "charlie"])
def test_nothing_breaks_it(client, request, proposal, pattern, who):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    own = proposal.job_id if "job_id" in pattern.pattern.converters else proposal.pk
    for number in (own, 0, 2**31, 2**63 - 1):
        address = address_of(pattern, number)
        for ask in (client.head, client.put):
            assert ask(address).status_code < 500, (ask.__name__, address)
        # Words reach only what the reader may open.
        for nasty in NASTY if number == own and who in ("ben", "ada") else NASTY[:1]:
            for ask in (client.get, client.post):
                answer = ask(address, dict.fromkeys(FIELDS, nasty))
                assert answer.status_code < 500, (ask.__name__, address, nasty[:20])
    assert_books_balance()


def test_every_button_asks_for_the_token(proposal, ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    for name in ("shortlist", "archive", "offer", "decline"):
        assert strict.post(reverse(f"proposal_{name}", args=[proposal.pk])).status_code == 403
    proposal.refresh_from_db()
    assert (proposal.state, proposal.archived_at) == ("submitted", None)
