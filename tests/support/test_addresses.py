"""Every address of support, for every kind of reader, by every method, with anything; and what its lists cost."""

import pytest
from django.test import Client

from accounts.models import User
from support import asking, deciding
from support.models import Ticket, TicketMessage
from support.urls import urlpatterns
from tests.addresses import GET, POST, READERS, Row, cast, missing, tried
from tests.books import assert_books_balance
from tests.queries import cost
from tests.talk.test_hostile import TEXTS

pytestmark = pytest.mark.django_db
BEN = "ben"
ASK = {"kind": "missing", "text": "Where is it?"}
TABLE = [
    Row("/settings/support/", GET, 200),
    Row("/settings/support/", POST, 405),
    Row("/settings/support/{ticket}/", GET, 404, {BEN: 200}),
    Row("/settings/support/{ticket}/", POST, 404, {BEN: 400}),
    Row("/settings/support/{ticket}/close/", GET, 405),
    Row("/settings/support/{ticket}/close/", POST, 404, {BEN: 302}),
    Row("/settings/support/0/", GET, 404),
    Row("/settings/support/9223372036854775808/", GET, 404),
    Row("/settings/support/99999999999999999999999999/close/", POST, 404),
    Row("/settings/connects/transactions/{line}/support/", GET, 404, {BEN: 200}),
    Row("/settings/connects/transactions/{line}/support/", POST, 404, {BEN: 400}),
    Row("/settings/connects/transactions/{asked}/support/", GET, 404, {BEN: 302}),
    Row("/settings/connects/transactions/{pools}/support/", GET, 404),
    Row("/settings/connects/transactions/0/support/", GET, 404),
    Row("/settings/connects/transactions/99999999999999999999999999/support/", POST, 404),
    # Nobody gets at an agency's lines but those who run it; nor at another wallet's through it.
    Row("/agencies/guild/connects/transactions/{pools}/support/", GET, 404),
    Row("/agencies/guild/connects/transactions/{pools}/support/", POST, 404),
    Row("/agencies/elsewhere/connects/transactions/{pools}/support/", GET, 404),
    Row("/agencies/elsewhere/connects/transactions/{line}/support/", GET, 404),
    Row("/settings/support/{pool_ticket}/", GET, 404),
    Row("/settings/support/{pool_ticket}/", POST, 404),
]
POOL = [("Mira", True), ("Max", True), ("Nils", False)]
DESK = ["", "{ticket}/change/", "{ticket}/refund/", "{ticket}/answer/", "{ticket}/close/", "{ticket}/reopen/"]


@pytest.fixture
def names(proposal, ben, guild, ticket):
    from connects import services as connects  # noqa: PLC0415
    from support import lines  # noqa: PLC0415

    pool = connects.open_wallet(agency=guild)
    pools = pool.transactions.get()
    asked = lines.find(pool.pk, pools.pk)
    opened, _ = asking.open_ticket(asked, by=User.objects.get(name="Max"), kind="other", text="x")
    row = ticket(proposal)
    line = ben.wallet.transactions.get(kind="grant")
    return {"ticket": row.pk, "asked": row.line_id, "line": line.pk, "pools": pools.pk, "pool_ticket": opened.pk}


@pytest.fixture
def readers(person, ben, cleo, ada, charlie, olga, names):
    """The agency's people of the cast are not those of the guild."""
    return cast(lambda name, **fields: person(f"Other{name}", **fields), ben, cleo, ada, charlie, olga)


@pytest.mark.parametrize("reader", READERS)
def test_who_gets_in(reader, readers, names):
    assert tried(TABLE, reader, readers, names) == []


def test_every_address_is_tried_by_both_methods(names):
    assert missing(urlpatterns, TABLE, names) == set()


@pytest.mark.parametrize(("name", "runs"), POOL)
def test_a_pools_lines_and_tickets_are_for_those_who_run_it(client, names, name, runs):
    who = User.objects.get(name=name)
    client.force_login(who)
    answer = client.get("/agencies/guild/connects/transactions/{pools}/support/".format(**names))
    # Max has asked about it and is led to his ticket.
    assert answer.status_code == (404 if not runs else 302 if name == "Max" else 200)
    assert client.get("/settings/support/{pool_ticket}/".format(**names)).status_code == (200 if runs else 404)
    assert (b"Pool of Guild" in client.get("/settings/support/").content) == runs


def test_whoever_has_left_the_agency_sees_its_tickets_no_more(client, names):
    from accounts.agencies import people  # noqa: PLC0415

    mira, max_ = User.objects.get(name="Mira"), User.objects.get(name="Max")
    seat = max_.agency_memberships.get()
    people.remove(seat.agency, seat.pk, by=mira)
    client.force_login(max_)
    assert client.get("/settings/support/{pool_ticket}/".format(**names)).status_code == 404
    assert b"Pool of Guild" not in client.get("/settings/support/").content


@pytest.mark.parametrize("reader", READERS)
def test_the_desk_is_for_operators(client, names, readers, reader):
    if readers[reader]:
        client.force_login(readers[reader])
    for tail in DESK:
        status = client.get(f"/admin/support/ticket/{tail.format(**names)}").status_code
        assert status == (200 if reader == "operator" else 302), tail


@pytest.mark.parametrize(
    ("rights", "may"),
    [
        ([], set()),
        (["view_ticket"], set()),
        (["view_ticket", "change_ticket"], {"answer", "close"}),
        (["view_ticket", "refund_ticket"], {"refund"}),
    ],
)
def test_what_staff_may_do_is_what_they_were_given(client, names, person, rights, may):
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    stan = person("Stan", is_staff=True)
    stan.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(stan)
    page = client.get(f"/admin/support/ticket/{names['ticket']}/change/")
    assert page.status_code == (200 if rights else 403)
    for act, words in (("refund", "Refund 4 Connects"), ("answer", "Answer"), ("close", "Close without")):
        answer = client.post(f"/admin/support/ticket/{names['ticket']}/{act}/", {})
        assert answer.status_code == (200 if act in may else 403), act
        if rights and act == "refund":
            assert (words in page.content.decode()) == (act in may)


def test_the_button_is_there_when_it_can_be_pressed(client, names, olga, proposal):
    client.force_login(olga)
    address = f"/admin/support/ticket/{names['ticket']}/change/"
    assert "Refund 4 Connects" in client.get(address).content.decode()
    deciding.refund(Ticket.objects.get(pk=names["ticket"]), by=olga, why="Fair")
    page = client.get(address).content.decode()
    assert "Refund 4 Connects" not in page
    assert "Open again" in page
    page = client.get(f"/admin/support/ticket/{names['pool_ticket']}/change/").content.decode()
    assert f"/{names['pool_ticket']}/refund/" not in page
    assert "adjusting the wallet" in page


def test_pressing_it_says_what_it_does_and_asks_why(client, names, olga):
    client.force_login(olga)
    address = f"/admin/support/ticket/{names['ticket']}/refund/"
    page = client.get(address).content.decode()
    assert "Refund 4 Connects" in page
    assert "into the lots that paid" in page
    assert client.post(address, {"reason": ""}).status_code == 200
    assert Ticket.objects.get(pk=names["ticket"]).state == "open"
    done = client.post(address, {"reason": "Fair", "text": "Sorry."}, follow=True)
    assert "4 Connects are back in the wallet" in done.content.decode()
    again = client.post(address, {"reason": "Fair"})
    assert "settled meanwhile" in again.content.decode()
    assert_books_balance()


@pytest.mark.parametrize("kind", TEXTS)
def test_hostile_words_stay_words(client, names, ben, olga, kind):
    """Whatever is typed is shown as words to both sides, or refused beside the field; nothing breaks."""
    client.force_login(ben)
    # As a browser sends it.
    text = TEXTS[kind].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    line, row = names["line"], names["ticket"]
    for address, typed in (
        (f"/settings/connects/transactions/{line}/support/", {"kind": text, "text": text}),
        (f"/settings/connects/transactions/{line}/support/", {"kind": "other", "text": text}),
        (f"/settings/support/{row}/", {"text": text}),
        (f"/settings/support/?before={text[:200]}", {}),
    ):
        answer = client.post(address, typed, follow=True)
        assert answer.status_code in (200, 400, 405), address
        assert b"<script>alert" not in answer.content
    client.force_login(olga)
    for act in ("answer", "close"):
        answer = client.post(f"/admin/support/ticket/{row}/{act}/", {"reason": text[:300], "text": text}, follow=True)
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
    desk = client.get("/admin/support/ticket/", {"q": text[:500], "age": text[:50], "state__exact": text[:50]})
    assert desk.status_code in (200, 302, 400)
    assert_books_balance()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "other"},
        {"kind": "other", "text": "  "},
        {"kind": "missing", "text": "x" * 2001},
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(client, names, ben, typed):
    client.force_login(ben)
    answer = client.post(f"/settings/connects/transactions/{names['line']}/support/", typed)
    assert answer.status_code == 400
    assert b"field-error" in answer.content or b'aria-invalid="true"' in answer.content
    assert Ticket.objects.filter(person=ben).count() == 1


def test_every_form_asks_for_the_token(names, ben):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben)
    for address in ("/settings/support/{ticket}/", "/settings/support/{ticket}/close/"):
        assert strict.post(address.format(**names), {"text": "x"}).status_code == 403


def test_too_many_in_a_short_time_wait(client, names, ben):
    client.force_login(ben)
    address = f"/settings/support/{names['ticket']}/"
    for number in range(10):
        assert client.post(address, {"text": f"Message {number}"}).status_code == 302
    late = client.post(address, {"text": "One more"})
    assert late.status_code == 400
    assert "a lot of messages" in late.content.decode()
    assert "One more" in late.content.decode()
    assert TicketMessage.objects.filter(ticket=names["ticket"]).count() == 11


def test_the_way_through_the_pages(client, proposal, ben):
    client.force_login(ben)
    line = ben.wallet.transactions.get(kind="spend").pk
    form = f"/settings/connects/transactions/{line}/support/"
    for address in ("/settings/connects/history/", f"/settings/connects/transactions/{line}/"):
        assert f'href="{form}"' in client.get(address).content.decode()
    assert "Nothing has been decided yet" in client.get(form).content.decode()
    done = client.post(form, ASK, follow=True).content.decode()
    assert "A person reads it" in done
    assert "Where is it?" in done
    again = client.get(form, follow=True).content.decode()
    assert "You have asked about this line already" in again


@pytest.mark.parametrize("address", ["/settings/support/", "/admin/support/ticket/"])
def test_a_list_costs_the_same_at_5_and_at_50(client, address, post, send, ben, olga, fund, ticket):
    fund(ben, 400)
    client.force_login(olga if "admin" in address else ben)

    def more(number):
        for _ in range(number):
            ticket(send(ben, job=post()))

    more(5)
    few = cost(client, address)
    more(45)
    assert cost(client, address) == few


def test_a_thread_costs_the_same_at_5_and_at_50(client, names, ben, olga):
    row = Ticket.objects.get(pk=names["ticket"])
    client.force_login(ben)

    def more(number):
        for place in range(number):
            asking.write(row, by=ben, text=f"Words {place}")

    more(4)
    few = cost(client, f"/settings/support/{row.pk}/")
    more(45)
    assert cost(client, f"/settings/support/{row.pk}/") == few


def test_operators_see_what_waits_on_their_desk(client, names, olga):
    client.force_login(olga)
    assert "Support tickets open" in client.get("/admin/").content.decode()
