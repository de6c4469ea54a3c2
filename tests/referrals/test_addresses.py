"""Every address of referrals and of one's own Connects, for everybody: a link is public, what came of it is not."""

import pytest

from connects import invitations, referrals, urls
from tests.addresses import BEN, GET, POST, READERS, STRANGER, Row, answer, cast, missing, tried
from tests.books import assert_books_balance
from tests.proposals.conftest import endow

pytestmark = pytest.mark.django_db

TABLE = [
    Row("/settings/referrals/", GET, 200),
    Row("/settings/referrals/", POST, 405),
    # Strangers go on to joining; for whoever is here already there is a word.
    Row("/r/{code}/", GET, 302, {STRANGER: 302}),
    Row("/r/{code}/", POST, 405, {STRANGER: 405}),
    Row("/r/nobodys/", GET, 404, {STRANGER: 404}),
    Row("/settings/connects/", GET, 200),
    Row("/settings/connects/", POST, 405),
    Row("/settings/connects/earn/", GET, 200),
    Row("/settings/connects/earn/", POST, 405),
    Row("/settings/connects/history/", GET, 200),
    Row("/settings/connects/history/", POST, 405),
    Row("/settings/connects/history.csv", GET, 200),
    Row("/settings/connects/history.csv", POST, 405),
    Row("/settings/connects/lots/{lot}/", GET, 404, {BEN: 200}),
    Row("/settings/connects/lots/{lot}/", POST, 405),
    Row("/settings/connects/lots/{nothing}/", GET, 404),
    Row("/settings/connects/transactions/{booking}/", GET, 404, {BEN: 200}),
    Row("/settings/connects/transactions/{booking}/", POST, 405),
    Row("/settings/connects/transactions/{nothing}/", GET, 404),
]


@pytest.fixture
def readers(person, ben, cleo, ada, charlie, olga):
    return cast(person, ben, cleo, ada, charlie, olga)


@pytest.fixture
def names(ben, dora, invite, readers):
    """What the addresses of the table name: Ben's link, by which Dora came, his lot and its booking."""
    invite(ben, dora)
    endow(ben, 30)
    return {
        "code": referrals.code_of(ben).code,
        "lot": ben.wallet.lots.get().pk,
        "booking": ben.wallet.transactions.get().pk,
        "nothing": 10**9,
    }


@pytest.mark.parametrize("reader", READERS)
def test_everybody_finds_their_own_and_nothing_else(readers, names, reader):
    assert tried(TABLE, reader, readers, names) == []
    assert_books_balance()


def test_no_address_is_left_out(names):
    left_out = missing(urls.urlpatterns, TABLE, names)
    # Those of a pool are tried with the agencies.
    assert {name for name in left_out if not name.startswith("agency_")} == set()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in (BEN, STRANGER)])
def test_nobody_sees_who_came_by_bens_link(readers, names, reader):
    for address in [row.address for row in TABLE if row.method == GET and row.address.startswith("/settings/")]:
        answered = answer(Row(address, GET, 200), reader, readers, names)
        said = b"".join(answered.streaming_content) if answered.streaming else answered.content
        for secret in ("Dora", names["code"], "30 Connects"):
            assert secret not in said.decode(), (address, secret)


def test_ben_gets_through(readers, names):
    page = answer(Row("/settings/referrals/", GET, 200), BEN, readers, names).content.decode()
    assert "Dora" in page
    assert f"/r/{names['code']}/" in page


@pytest.mark.parametrize(
    ("reader", "leads_to"),
    [(STRANGER, "/accounts/signup/"), (BEN, "/settings/referrals/"), ("freelancer", "/"), ("operator", "/")],
)
def test_where_the_link_leads(readers, names, reader, leads_to):
    assert answer(Row("/r/{code}/", GET, 302), reader, readers, names)["Location"] == leads_to


def test_only_a_strangers_browser_keeps_who_invited(readers, names):
    kept = {reader: answer(Row("/r/{code}/", GET, 302), reader, readers, names).cookies for reader in READERS}
    assert [reader for reader in READERS if invitations.COOKIE in kept[reader]] == [STRANGER]


@pytest.mark.parametrize("number", ["0", str(2**31), str(2**63), str(10**30)])
def test_numbers_that_nothing_has_are_404(client, ben, number):
    client.force_login(ben)
    assert client.get(f"/settings/connects/lots/{number}/").status_code == 404
    assert client.get(f"/settings/connects/transactions/{number}/").status_code == 404
