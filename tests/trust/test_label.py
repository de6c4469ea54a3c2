"""The trust label: what is verified of a client, where it is shown, and when it goes."""

import pytest

from accounts import services
from accounts.agencies import founding
from accounts.identity import MailDomain
from accounts.models import ClientProfile
from accounts.trust.label import shows_company
from billing import trust
from billing.models import Package, Purchase
from common import clock, policies
from connects import services as connects
from jobs.criteria import Criteria, Sort
from jobs.search import find


@pytest.fixture
def _a_company_owns_example_com(db):
    """Otherwise a name for examples, which is nobody's."""
    MailDomain.objects.filter(domain="example.com").delete()


pytestmark = pytest.mark.usefixtures("_a_company_owns_example_com")


def facts(person):
    profile = ClientProfile.objects.get(person=person)
    return profile.domain_verified, profile.payment_verified


def company(person, website):
    services.update_client_profile(person, company="Harbour", country="GB", website=website, about="")


def bought(person, wallet, *, minor=150):
    return Purchase.objects.create(
        wallet_id=wallet.pk,
        buyer=person,
        package=Package.objects.first(),
        connects=10,
        list_minor=150,
        discount="" if minor else "code",
        discount_minor=150 - minor,
        amount_minor=minor,
        currency="USD",
        status=Purchase.Status.PAID,
        created_at=clock.now(),
        paid_at=clock.now(),
    )


@pytest.mark.parametrize(
    ("email", "website", "shown"),
    [
        ("ann@shop.example", "https://www.shop.example/", True),
        ("ann@mail.shop.example", "https://shop.example", True),
        ("ann@shop.example", "https://notshop.example", False),
        ("ann@gmail.com", "https://gmail.com", False),
        ("ann@shop.example", "", False),
        ("ann@shop.example", "http://[", False),
        # Anybody can have one of these, a throwaway one included; and nobody owns an ending.
        ("eve@mailinator.com", "https://mailinator.com", False),
        ("eve@yahoo.co.uk", "https://yahoo.co.uk", False),
        ("eve@evil.co.uk", "https://co.uk", False),
        ("eve@evil.co.uk", "https://evil.co.uk", True),
        ("eve@evil.example", "https://example", False),
        ("eve@shop.example", "https://.example", False),
    ],
)
def test_a_mailbox_at_the_companys_domain(email, website, shown):
    assert shows_company(email, website) == shown


def test_a_domain_is_verified_and_given_up_with_the_website(ada):
    company(ada, "https://www.example.com")
    assert facts(ada) == (True, False)
    company(ada, "https://elsewhere.example")
    assert facts(ada) == (False, False)


def test_a_domain_that_operators_come_to_know_verifies_nobody_any_more(ada, olga):
    company(ada, "https://www.example.com")
    assert facts(ada) == (True, False)
    known = MailDomain(domain="example.com", kind=MailDomain.Kind.SHARED)
    policies.create(known, actor=olga, reason="Anybody can have one")
    assert facts(ada) == (False, False)


def test_an_unproven_mailbox_shows_nothing(person):
    eve = person("Eve", client=True, email_verified_at=None)
    company(eve, "https://www.example.com")
    assert facts(eve) == (False, False)
    services.email_verified(eve)
    assert facts(eve) == (True, False)


def test_a_payment_counts_until_the_money_goes_back(person):
    both = person("Bo", freelancer=True, client=True)
    purchase = bought(both, connects.wallet_of(both))
    trust.note_purchase(purchase)
    assert facts(both) == (False, True)
    purchase.status = Purchase.Status.REFUNDED
    purchase.save()
    trust.note_purchase(purchase)
    assert facts(both) == (False, False)


def test_what_cost_nothing_is_no_payment(person):
    both = person("Bo", freelancer=True, client=True)
    trust.note_purchase(bought(both, connects.wallet_of(both), minor=0))
    assert facts(both) == (False, False)


def test_an_agencys_payment_counts_for_its_people(person):
    maya = person("Maya", freelancer=True, client=True)
    agency = founding.found(maya, name="Fieldstone")
    bought(person("Noor", freelancer=True), connects.open_wallet(agency=agency))
    assert trust.sweep(clock.now()) == 1
    assert facts(maya) == (False, True)
    assert trust.sweep(clock.now()) == 0


def test_the_page_says_what_was_verified_and_the_list_finds_it(client, ada, person, post):
    company(ada, "https://www.example.com")
    mine, other = post(), post(client=person("Eve", client=True), title="Something else")
    page = client.get(f"/jobs/{mine.pk}/").content.decode()
    assert "Verified client" in page
    assert "Mailbox at the company&#x27;s own domain" in page
    assert "Verified client" not in client.get(f"/jobs/{other.pk}/").content.decode()
    for sort in (Sort.NEWEST, Sort.FEWEST, Sort.BUDGET):
        assert [job.pk for job in find(Criteria(verified=True), sort).jobs] == [mine.pk]
    listed = client.get("/jobs/?verified=on").content.decode()
    assert mine.get_absolute_url() in listed
    assert other.get_absolute_url() not in listed
