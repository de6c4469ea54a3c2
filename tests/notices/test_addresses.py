"""Every address of notices, their switches and the newsletter, for everybody: nobody reads or marks another's."""

import pytest
from django.core.signing import Signer

from common import newsletter_links, preferences, unsubscribing, urls
from common.kinds import KINDS
from common.models import Mail, Notice
from tests.addresses import BEN, GET, LOGIN, POST, READERS, STRANGER, Row, answer, cast, missing, tried
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
NOT_THERE = {STRANGER: LOGIN, BEN: 302}
OPERATOR = "operator"

TABLE = [
    Row("/notifications/", GET, 200),
    Row("/notifications/", POST, 405),
    Row("/notifications/?about=message&unread=on", GET, 200),
    Row("/notifications/read/", GET, 405),
    Row("/notifications/read/", POST, 302),
    Row("/notifications/{notice}/", GET, 404, NOT_THERE),
    Row("/notifications/{notice}/", POST, 405),
    Row("/notifications/{notice}/read/", GET, 405),
    Row("/notifications/{notice}/read/", POST, 404, NOT_THERE),
    Row("/notifications/{nothing}/", GET, 404),
    Row("/notifications/{nothing}/read/", POST, 404),
    Row("/settings/notifications/", GET, 200),
    Row("/settings/notifications/", POST, 200),
    # Whoever has a letter of Ben's may end such letters: the token is the key, whoever is logged in.
    Row("/notifications/unsubscribe/{token}/", GET, 200).open_to_all(),
    Row("/notifications/unsubscribe/{token}/", POST, 200).open_to_all(),
    Row("/notifications/unsubscribe/{forged}/", GET, 404).open_to_all(),
    Row("/notifications/unsubscribe/{forged}/", POST, 404).open_to_all(),
    Row("/newsletter/", GET, 200).open_to_all(),
    Row("/newsletter/", POST, 200).open_to_all(),
    Row("/newsletter/confirm/{yes}/", GET, 200).open_to_all(),
    Row("/newsletter/confirm/{yes}/", POST, 200).open_to_all(),
    Row("/newsletter/confirm/{end}/", GET, 404).open_to_all(),
    Row("/newsletter/confirm/{forged}/", POST, 404).open_to_all(),
    Row("/newsletter/end/{end}/", GET, 200).open_to_all(),
    Row("/newsletter/end/{end}/", POST, 200).open_to_all(),
    Row("/newsletter/end/{yes}/", GET, 404).open_to_all(),
    Row("/newsletter/end/{forged}/", POST, 404).open_to_all(),
]
# What only a demo has. Its mail may be read by whoever is in it; its clock belongs to operators.
DEMO = [
    Row("/demo/clock/", GET, 403, {OPERATOR: 200}),
    Row("/demo/clock/", POST, 403, {OPERATOR: 405}),
    Row("/demo/clock/move/", GET, 403, {OPERATOR: 405}),
    Row("/demo/clock/move/", POST, 403, {OPERATOR: 302}),
    Row("/demo/mail/", GET, 200).open_to_all(),
    Row("/demo/mail/", POST, 405).open_to_all(),
    Row("/demo/mail/{letter}/", GET, 200).open_to_all(),
    Row("/demo/mail/{letter}/", POST, 405).open_to_all(),
    Row("/demo/mail/{letter}/html/", GET, 200).open_to_all(),
    Row("/demo/mail/{letter}/html/", POST, 405).open_to_all(),
    Row("/demo/mail/{nothing}/", GET, 404).open_to_all(),
]
ELSEWHERE = [Row(row.address, row.method, 404).open_to_all() for row in DEMO]


@pytest.fixture
def readers(person, ben, cleo, ada, charlie, olga):
    return cast(person, ben, cleo, ada, charlie, olga)


@pytest.fixture
def names(ben, news, readers):
    """What the addresses of the table name; all of it is Ben's."""
    news("message")
    tail = lambda address: address.rstrip("/").rpartition("/")[2]  # noqa: E731
    return {
        "notice": Notice.objects.get(person=ben, kind="message").pk,
        "letter": Mail.objects.get(person=ben, kind="message").pk,
        "nothing": 10**9,
        "token": tail(unsubscribing.address(ben.pk, "message")),
        "yes": tail(newsletter_links.address("newsletter_confirm", ben.email)),
        "end": tail(newsletter_links.address("newsletter_end", ben.email)),
        "forged": Signer(key="somebody else's", sep=".").sign(f"{ben.pk}-message"),
    }


@pytest.mark.parametrize("reader", READERS)
def test_everybody_finds_their_own_and_nothing_else(readers, names, reader):
    assert tried(TABLE, reader, readers, names) == []


@pytest.mark.parametrize("reader", READERS)
def test_what_only_a_demo_has(settings, readers, names, reader):
    settings.DEMO = True
    assert tried(DEMO, reader, readers, names) == []
    settings.DEMO = False
    assert tried(ELSEWHERE, reader, readers, names) == []


def test_no_address_is_left_out(names):
    assert missing(urls.urlpatterns, TABLE + DEMO, names) == set()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != BEN])
def test_what_others_do_leaves_bens_notices_and_switches_alone(client, ben, readers, names, reader):
    if readers[reader]:
        client.force_login(readers[reader])
    for address in (f"/notifications/{names['notice']}/read/", "/notifications/read/", "/settings/notifications/"):
        client.post(address, {"up_to": names["nothing"], "kind": "message", "pace": "never", "hour": 8})
    client.get(f"/notifications/{names['notice']}/")
    assert Notice.objects.get(pk=names["notice"]).read_at is None
    wishes = preferences.of([ben.pk])
    assert wishes.wants(ben, KINDS["message"], "mail")
    assert preferences.pace_of(ben).pace != "never"
    assert_books_balance()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in (BEN, STRANGER)])
def test_nobody_reads_what_ben_is_told(readers, names, reader):
    centre = answer(Row("/notifications/", GET, 200), reader, readers, names)
    assert "message 1" not in centre.content.decode()
    settings_page = answer(Row("/settings/notifications/", GET, 200), reader, readers, names)
    assert readers[BEN].email not in settings_page.content.decode()


def test_ben_gets_through(client, ben, names):
    client.force_login(ben)
    assert "message 1" in client.get("/notifications/").content.decode()
    assert client.get(f"/notifications/{names['notice']}/")["Location"] == "/jobs/"
    assert Notice.objects.get(pk=names["notice"]).read_at


@pytest.mark.parametrize("number", ["0", str(2**31), str(2**63), str(10**30)])
def test_numbers_that_nothing_has_are_404(client, ben, number):
    client.force_login(ben)
    assert client.get(f"/notifications/{number}/").status_code == 404
    assert client.post(f"/notifications/{number}/read/").status_code == 404


def test_a_table_that_is_wrong_is_found_out(readers, names):
    """The control of all tables: each slip of one is said, with who, where and what."""
    slips = [Row("/notifications/", GET, 404), Row("/notifications/{notice}/", GET, 200)]
    assert tried(slips, "freelancer", readers, names) == [
        "freelancer: get /notifications/ answered 200, not 404",
        "freelancer: get /notifications/{notice}/ answered 404, not 200",
    ]
    assert "demo_clock" in missing(urls.urlpatterns, TABLE, names)
