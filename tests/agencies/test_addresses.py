"""Every address of an agency, for every kind of reader and every method: what is not yours is not there."""

from datetime import timedelta

import pytest
from django.urls import resolve

from accounts.agencies import founding, inviting
from accounts.agencies import urls as accounts_urls
from accounts.agencies.models import AgencyInvitation, hashed
from billing import urls as billing_urls
from billing.models import Invoice, Membership, Package, Purchase
from common import clock
from connects import services as connects
from connects import urls as connects_urls
from connects.models import Plan
from proposals import services
from tests.books import assert_books_balance
from tests.proposals.conftest import LETTER

# Who gets in: everybody else who is logged in finds 404, whoever is not is asked to log in.
MEMBERS, RUNNING, OWNER, NOBODY = (
    {"member", "manager", "owner"},
    {"manager", "owner"},
    {"owner"},
    set(),
)
READERS = ["outsider", "ex-member", "member", "manager", "owner", "client", "operator", "other owner"]
GET, POST = "get", "post"
BUY = "/settings/connects/buy/"

# Address, the methods it answers to, who gets in by each of them.
TABLE = [
    ("members/", {GET: MEMBERS}),
    ("members/{member}/", {GET: RUNNING, POST: RUNNING}),
    ("members/{manager}/", {GET: OWNER, POST: OWNER}),
    ("members/{owner}/", {GET: NOBODY, POST: NOBODY}),
    ("members/{stranger}/", {GET: NOBODY, POST: NOBODY}),
    ("members/{former}/", {GET: NOBODY, POST: NOBODY}),
    ("members/{member}/remove/", {POST: RUNNING}),
    ("members/{manager}/remove/", {POST: OWNER}),
    ("members/{owner}/remove/", {POST: NOBODY}),
    ("members/{stranger}/remove/", {POST: NOBODY}),
    ("members/{member}/hand-over/", {POST: OWNER}),
    ("members/{stranger}/hand-over/", {POST: NOBODY}),
    ("invite/", {GET: RUNNING, POST: RUNNING}),
    ("invitations/{invitation}/cancel/", {POST: RUNNING}),
    ("invitations/{elsewhere}/cancel/", {POST: NOBODY}),
    ("edit/", {GET: RUNNING, POST: RUNNING}),
    ("leave/", {POST: MEMBERS}),
    ("connects/", {GET: RUNNING}),
    ("connects/history/", {GET: RUNNING}),
    ("connects/history.csv", {GET: RUNNING}),
    ("connects/lots/{lot}/", {GET: RUNNING}),
    ("connects/lots/{other_lot}/", {GET: NOBODY}),
    ("connects/transactions/{booking}/", {GET: RUNNING}),
    ("connects/transactions/{other_booking}/", {GET: NOBODY}),
    ("spending/", {GET: MEMBERS}),
    ("proposals/", {GET: RUNNING}),
    ("purchases/", {GET: RUNNING}),
    ("/settings/membership/agency/fieldstone/", {GET: RUNNING}),
    ("/settings/membership/agency/fieldstone/choose/?plan=agency&interval=month", {GET: RUNNING, POST: RUNNING}),
    ("/settings/membership/agency/fieldstone/cancel/", {POST: RUNNING}),
    ("/settings/membership/agency/fieldstone/resume/", {POST: RUNNING}),
    ("/settings/membership/agency/fieldstone/keep/", {POST: RUNNING}),
    ("/settings/membership/agency/fieldstone/abandon/", {POST: RUNNING}),
    ("/settings/membership/agency/fieldstone/portal/", {POST: RUNNING}),
    # Whoever paid may not be who looks after it now.
    ("/settings/membership/invoices/{invoice}/", {GET: RUNNING}),
    ("/settings/membership/invoices/{other_invoice}/", {GET: {"other owner"}}),
    ("/settings/connects/buy/?agency=fieldstone", {GET: RUNNING, POST: RUNNING}),
    ("/settings/connects/purchases/{purchase}/", {GET: RUNNING}),
    ("/settings/connects/purchases/{purchase}/state/", {GET: RUNNING}),
    ("/settings/connects/purchases/{purchase}/cancel/", {POST: {"manager"}}),
    ("/settings/agencies/invitations/{invitation}/", {GET: {"outsider"}, POST: {"outsider"}}),
    ("/proposals/{proposal}/", {GET: RUNNING | {"ex-member", "client"}}),
    ("/proposals/{proposal}/withdraw/", {GET: RUNNING, POST: RUNNING}),
    ("/proposals/{proposal}/edit/", {GET: NOBODY, POST: NOBODY}),
]


@pytest.fixture
def readers(guild, charlie, dora, ben, noor, maya, ada, olga, xenia):
    people = [charlie, dora, ben, noor, maya, ada, olga, xenia]
    return dict(zip(READERS, people, strict=True))


@pytest.fixture
def numbers(guild, pool, fund, readers, maya, xenia, noor, join, job, dora, place):
    """What the addresses of the table name."""
    other = founding.found(xenia, name="Elsewhere")
    elsewhere = connects.open_wallet(agency=other)
    fund(elsewhere, 10)
    fund(pool, 40)
    # Dora came back, sent a proposal and left again.
    from accounts.agencies import people  # noqa: PLC0415

    join(guild, dora)
    sent = services.submit(job, author=dora, letter=LETTER, bid_minor=9_000, answers={}, agency=guild)
    people.leave(guild, person=dora)
    numbers = {"invoice": billed(pool, maya).pk, "other_invoice": billed(elsewhere, xenia).pk}
    purchase = Purchase.objects.create(
        wallet_id=pool.pk,
        buyer=noor,
        package=Package.objects.first(),
        connects=10,
        list_minor=150,
        amount_minor=150,
        currency="USD",
        status=Purchase.Status.EXPIRED,
        created_at=clock.now(),
    )
    return numbers | {
        "member": place(guild, readers["member"]).pk,
        "manager": place(guild, noor).pk,
        "owner": place(guild, maya).pk,
        "former": guild.memberships.filter(person=dora).latest("id").pk,
        "stranger": other.memberships.get().pk,
        "invitation": inviting.invite(guild, by=maya, email=readers["outsider"].email).pk,
        "elsewhere": inviting.invite(other, by=xenia, email="eva@example.com").pk,
        "lot": pool.lots.get().pk,
        "other_lot": elsewhere.lots.get().pk,
        "booking": pool.transactions.latest("id").pk,
        "other_booking": elsewhere.transactions.get().pk,
        "purchase": purchase.pk,
        "proposal": sent.pk,
    }


def billed(wallet, payer) -> Invoice:
    """What a membership that has ended since was paid with."""
    plan, now = Plan.objects.get(code="agency"), clock.now()
    ended = Membership.objects.create(
        wallet_id=wallet.pk, payer=payer, plan=plan, status="ended", started_at=now, ended_at=now, paid_until=now
    )
    span = {"starts_at": now, "ends_at": now + timedelta(days=31), "paid_at": now}
    words = {"invoice_id": f"in_{wallet.pk}", "amount_minor": 4_900, "currency": "USD"}
    return Invoice.objects.create(membership=ended, plan=plan, **words, **span)


def full(address: str, numbers: dict[str, int]) -> str:
    path = address.format(**numbers)
    return path if path.startswith("/") else f"/agencies/fieldstone/{path}"


@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_yours_is_not_there(client, readers, numbers, reader):
    wrong = []
    for address, methods in TABLE:
        # Acts change who somebody is; the table is about everybody as they were.
        for method, welcome in methods.items():
            if method == POST and reader in welcome:
                continue
            client.force_login(readers[reader])
            status = getattr(client, method)(full(address, numbers)).status_code
            if status != (200 if reader in welcome else 404):
                wrong.append((method, address, status))
    assert wrong == []


@pytest.mark.parametrize(
    ("address", "reader"), [(address, reader) for address, who in TABLE for reader in sorted(who.get(POST, NOBODY))]
)
def test_whoever_may_act_gets_through(client, readers, numbers, address, reader):
    client.force_login(readers[reader])
    assert client.post(full(address, numbers), said(address)).status_code in (200, 302, 400)


def said(address: str) -> dict[str, str]:
    """What the form of the address says when it is filled in."""
    return {"package": str(Package.objects.first().pk)} if "/buy/" in address else {}


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in RUNNING])
def test_nobody_else_buys_for_the_pool(client, readers, numbers, reader):
    client.force_login(readers[reader])
    bought = Purchase.objects.count()
    for address in (f"{BUY}?agency=fieldstone", f"{BUY}?agency=fieldstone&left={numbers['purchase']}"):
        assert client.get(address).status_code == 404
        assert client.post(address, said(BUY)).status_code == 404
    choice = {"plan": "agency", "interval": "month"}
    assert client.post("/settings/membership/agency/fieldstone/choose/", choice).status_code == 404
    assert (Purchase.objects.count(), Membership.objects.exclude(status="ended").count()) == (bought, 0)
    assert_books_balance()


# The link proves nothing, so whoever has it is told whose mailbox is asked; only the invited is led on.
@pytest.mark.parametrize("reader", [*READERS, None])
def test_the_link_of_an_invitation_leads_only_the_invited_on(client, guild, maya, readers, reader):
    invitation = inviting.invite(guild, by=maya, email=readers["outsider"].email)
    AgencyInvitation.objects.filter(pk=invitation.pk).update(token_hash=hashed("token"))
    link = "/agencies/invitations/token/"
    if reader:
        client.force_login(readers[reader])
    answer = client.get(link)
    assert answer.status_code == (302 if reader == "outsider" else 200)
    assert readers["outsider"].email not in answer.content.decode()
    assert client.post(link).status_code == 405
    assert client.get("/agencies/invitations/nobodys-token/").status_code == 404
    assert not guild.memberships.present().filter(person=readers["outsider"]).exists()


def test_no_address_is_left_out(numbers):
    tried = {resolve(full(address, numbers).partition("?")[0]).url_name for address, _ in TABLE}
    rooms = [*accounts_urls.urlpatterns, *connects_urls.urlpatterns, *billing_urls.urlpatterns]
    patterns = {str(each.name) for each in rooms if "handle" in str(each.pattern) or "agenc" in str(each.pattern)}
    # One's own list, and the link in a mail, of which there is more to say above.
    assert patterns - tried == {"agencies", "invitation_link"}


def test_strangers_are_asked_to_log_in(client, numbers):
    for address, methods in TABLE:
        for method in methods:
            answer = getattr(client, method)(full(address, numbers))
            assert answer.status_code == 302, address
            assert answer["Location"].startswith("/accounts/login/?next="), address


@pytest.mark.parametrize("reader", ["member", "owner", "outsider"])
def test_other_methods_are_refused(client, readers, numbers, reader):
    client.force_login(readers[reader])
    for address, methods in TABLE:
        for method in {GET, POST, "put", "delete", "patch"} - set(methods):
            status = getattr(client, method)(full(address, numbers)).status_code
            assert status in (404, 405), (method, address, status)


@pytest.mark.parametrize("handle", ["nobody", "Fieldstone", "fieldstone-2"])
def test_an_agency_that_is_not_there_is_404_for_everybody(client, guild, maya, handle):
    client.force_login(maya)
    for tail in ("", "members/", "connects/", "spending/", "proposals/", "purchases/", "edit/", "invite/"):
        assert client.get(f"/agencies/{handle}/{tail}").status_code == 404


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_numbers_that_nothing_has_are_404(client, guild, maya, number):
    client.force_login(maya)
    for tail in ("members/{}/", "connects/lots/{}/", "connects/transactions/{}/"):
        assert client.get(f"/agencies/fieldstone/{tail.format(number)}").status_code == 404
    for tail in ("members/{}/remove/", "members/{}/hand-over/", "invitations/{}/cancel/"):
        assert client.post(f"/agencies/fieldstone/{tail.format(number)}").status_code == 404
    assert client.get(f"/settings/agencies/invitations/{number}/").status_code == 404
