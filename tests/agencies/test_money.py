"""Who pays for an agency and who sees what was paid: owner and manager, whoever of them bought."""

import pytest

from accounts.agencies import people
from billing import buyers
from billing.memberships import holders
from billing.models import Package, Purchase
from common import clock
from connects.errors import NoWallet

SHOP = "/settings/connects/buy/?agency=fieldstone"


@pytest.fixture
def bought(pool, noor):
    """Noor's purchase for the pool, paid."""
    return Purchase.objects.create(
        wallet_id=pool.pk,
        buyer=noor,
        package=Package.objects.first(),
        connects=10,
        list_minor=150,
        amount_minor=150,
        currency="USD",
        status=Purchase.Status.PAID,
        paid_at=clock.now(),
    )


def test_owner_and_manager_pay_for_the_pool_and_members_do_not(client, page, guild, maya, noor, ben, dora):
    for who in (maya, noor):
        assert buyers.purse_of(who, "fieldstone").name == "Fieldstone"
        assert holders.of_agency(who, "fieldstone") is not None
        assert "Fieldstone has" in page(who, SHOP)
    for who in (ben, dora):
        with pytest.raises(NoWallet):
            buyers.purse_of(who, "fieldstone")
        assert holders.of_agency(who, "fieldstone") is None
        client.force_login(who)
        assert client.get(SHOP).status_code == 404
        assert client.post(SHOP, {"package": Package.objects.first().pk}).status_code == 404
    assert not Purchase.objects.exists()


def test_whoever_runs_it_reads_every_receipt_of_the_pool(page, bought, maya, noor):
    text = page(maya, "/agencies/fieldstone/purchases/")
    assert "by Noor" in text
    assert bought.number in text
    assert "Receipt" in page(maya, bought.get_absolute_url())
    assert bought.number in page(noor, "/settings/connects/purchases/")
    assert bought.number not in page(maya, "/settings/connects/purchases/")


def test_who_has_left_keeps_their_own_receipt_and_no_other(client, page, guild, bought, maya, noor, place):
    people.remove(guild, place(guild, noor).pk, by=maya)
    assert "Receipt" in page(noor, bought.get_absolute_url())
    assert "Fieldstone has" not in page(noor, bought.get_absolute_url())
    client.force_login(noor)
    assert client.get("/agencies/fieldstone/purchases/").status_code == 404


def test_another_who_runs_it_does_not_pay_or_cancel_somebodys_checkout(client, page, bought, maya):
    Purchase.objects.filter(pk=bought.pk).update(status="open", paid_at=None, session_id="cs_test_0000000000")
    text = page(maya, bought.get_absolute_url())
    assert "Noor has started it" in text
    assert "Cancel this checkout" not in text
    assert client.post(f"{bought.get_absolute_url()}cancel/").status_code == 404


def test_the_membership_is_the_owners_and_the_managers_page(client, page, guild, maya, noor, ben):
    for who in (maya, noor):
        assert "Membership of Fieldstone" in page(who, "/settings/membership/agency/fieldstone/")
    client.force_login(ben)
    assert client.get("/settings/membership/agency/fieldstone/").status_code == 404
