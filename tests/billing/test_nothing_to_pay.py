"""A code that leaves nothing to pay: what it brings is a free grant, which waits and pays debts as others do."""

import pytest

from billing import errors, fulfilment
from billing.models import Package, Purchase, Redemption
from common.models import Mail, Notice
from connects import judging, services, suspicions
from connects.models import HeldGrant, Source, Suspicion, Wallet
from tests.billing.conftest import balance
from tests.billing.test_buying_discounted import SHOP, code, finish, start  # noqa: F401 - a fixture
from tests.books import assert_books_balance
from tests.doubles.conftest import share  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def gift(till, code):  # noqa: F811
    return code("GIFT", percent=100)


@pytest.fixture
def suspect(ben, cleo, share):  # noqa: F811
    """Call it, and Ben looks like Cleo, who was given before."""

    def do() -> Suspicion:
        services.grant_once(cleo, Source.JOINING)
        share(cleo, ben)
        found = suspicions.look_at(ben)
        assert found is not None
        return found

    return do


def receipt(till, person, purchase: Purchase) -> str:
    return " ".join(till.browser(person).get(purchase.get_absolute_url()).content.decode().split())


@pytest.mark.parametrize("upheld", [False, True])
def test_while_the_wallet_is_held_the_code_is_refused_beside_its_field(till, gift, ben, olga, suspect, upheld):
    found = suspect()
    if upheld:
        judging.uphold(found.pk, by=olga, why="Same face")
    package = Package.objects.get(connects=20, region__currency="USD")
    answer = till.browser(ben).post(SHOP, {"package": package.pk, "code": "GIFT"})
    assert answer.status_code == 400
    assert "GIFT leaves nothing to pay, and this account gets no free Connects" in answer.content.decode()
    assert 'aria-describedby="code_error"' in answer.content.decode()
    assert not Purchase.objects.exists()
    assert "GIFT leaves nothing to pay" in till.browser(ben).get(SHOP, {"code": "GIFT"}).content.decode()
    with pytest.raises(errors.CodeRefused, match="nothing to pay"):
        start(ben, code="GIFT")
    assert_books_balance()


def test_a_code_that_leaves_something_to_pay_is_taken_all_the_same(till, gift, code, ben, suspect):  # noqa: F811
    suspect()
    code("HALF", percent=50)
    finish(till, ben, start(ben, code="HALF"))
    assert balance(ben) == 20
    assert_books_balance()


def test_for_the_pool_of_an_agency_it_is_refused_too(gift, ben, suspect, agency_of):
    suspect()
    agency = agency_of(ben)
    with pytest.raises(errors.CodeRefused, match="nothing to pay"):
        start(ben, code="GIFT", agency=agency.handle)


def test_held_since_the_checkout_was_opened_it_waits_and_the_receipt_says_so(till, gift, ben, olga, suspect):
    purchase = start(ben, code="GIFT")
    found = suspect()
    till.pay(purchase)
    page = till.come_back(ben, purchase, follow=True).content.decode()
    assert "20 Connects for nothing. They wait for a look at your account." in page
    for _ in range(2):
        purchase = fulfilment.fulfil(purchase.session_id)
    assert (purchase.status, balance(ben), services.lot_state(purchase.reference)) == ("paid", 0, None)
    waits = HeldGrant.objects.get()
    assert (waits.source, waits.connects, waits.reference, waits.cause) == (
        "promo", 20, purchase.reference, purchase.reference,
    )  # fmt: skip
    assert Redemption.objects.get().state == "used"
    assert "These Connects wait for a look at your account." in receipt(till, ben, purchase)
    mail = Mail.objects.get(reference__startswith=f"receipt:{purchase.reference}:")
    for text in (mail.text, mail.html):
        assert "wait for a look at your account" in text
        assert "are in your wallet" not in text
    assert_books_balance()

    for _ in range(2):
        judging.clear(found.pk, by=olga, why="Sisters")
    assert (balance(ben), services.lot_state(purchase.reference).granted) == (20, 20)
    assert "wait for a look" not in receipt(till, ben, purchase)
    assert_books_balance()


def test_refused_meanwhile_the_receipt_says_that(till, gift, ben, olga, suspect):
    purchase = start(ben, code="GIFT")
    judging.uphold(suspect().pk, by=olga, why="Same face")
    finish(till, ben, purchase)
    assert (balance(ben), HeldGrant.objects.get().state) == (0, "refused")
    assert "These Connects were not added to the wallet." in receipt(till, ben, purchase)
    notice = Notice.objects.get(person=ben, kind="purchase")
    assert "They were not added: free Connects are given once per person." in notice.text
    assert_books_balance()


def test_it_pays_debts_first(till, gift, ben):
    owes(ben, 15)
    finish(till, ben, start(ben, code="GIFT"))
    assert (services.debt_of(ben.wallet.pk), balance(ben)) == (0, 5)
    assert_books_balance()


def test_it_counts_as_having_been_given(till, gift, ben, cleo, share):  # noqa: F811
    finish(till, ben, start(ben, code="GIFT"))
    share(ben, cleo)
    assert suspicions.look_at(cleo) is not None
    assert Wallet.objects.get(person=ben).held_since is None
    assert_books_balance()


def test_history_says_granted_and_leads_to_the_receipt(till, gift, ben):
    purchase = finish(till, ben, start(ben, code="GIFT"))
    page = till.browser(ben).get("/settings/connects/history/").content.decode()
    assert "Granted" in page
    assert purchase.get_absolute_url() in page
    assert "Purchased" not in page.split("<tbody")[-1]


def owes(person, connects: int) -> None:
    """Bought, spent, and the money went back."""
    wallet = person.wallet.pk
    services.credit_purchase(
        wallet, connects, reference="purchase:999", cause="", paid_minor=300, paid_currency="USD", actor=person
    )
    services.spend(wallet, connects, reference="test:1", cause="", reason="", actor=person)
    services.claim("purchase:999", connects, reference="refund:1", cause="", reason="A test")
    assert services.debt_of(wallet) == connects
