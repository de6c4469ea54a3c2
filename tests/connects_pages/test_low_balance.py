"""The owner of a wallet is told when a spend brings it below ten, once each time it falls below."""

import pytest

from accounts.models import Agency, AgencyMember
from common.models import Mail, Notice
from connects import services
from connects.models import Source, WalletPolicy
from tests.conftest import MONDAY


@pytest.fixture
def pay(spend):
    def spend_and_tell(connects: int, number: int) -> None:
        services.tell_if_low(spend(connects, number))

    return spend_and_tell


def texts() -> list[str]:
    return list(Notice.objects.filter(kind="low_balance").order_by("id").values_list("text", flat=True))


@pytest.mark.parametrize(
    ("has", "spends", "told"),
    [
        (14, 4, []),
        (14, 5, ["9 Connects are left in your wallet."]),
        (10, 9, ["1 Connect is left in your wallet."]),
        (10, 10, ["No Connects are left in your wallet."]),
        (9, 4, []),
    ],
)
def test_it_is_told_when_it_falls_below_the_figure(grant, pay, has, spends, told):
    grant(has)
    pay(spends, 1)
    assert texts() == told
    assert Mail.objects.count() == len(told)


def test_once_a_crossing_and_again_at_the_next(grant, pay, spend):
    grant(12)
    pay(4, 1)
    pay(4, 2)
    pay(4, 1)
    assert len(texts()) == 1
    grant(20)
    pay(16, 3)
    assert len(texts()) == 2


def test_the_figure_is_the_operators(grant, pay):
    WalletPolicy.objects.update(low_balance=5)
    grant(12)
    pay(4, 1)
    assert texts() == []
    pay(4, 2)
    assert texts() == ["4 Connects are left in your wallet."]


def test_zero_tells_nobody(grant, pay):
    WalletPolicy.objects.update(low_balance=0)
    grant(4)
    pay(4, 1)
    assert texts() == []


def test_the_mail_leads_to_the_shop(grant, pay, ben):
    grant(10)
    pay(4, 1)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (ben.email, "6 Connects are left in your wallet.")
    assert "/settings/connects/buy/" in mail.text


def test_an_agencys_owner_is_told(ben, cleo):
    agency = Agency.objects.create(name="North Quay", handle="north-quay")
    AgencyMember.objects.create(agency=agency, person=cleo, role=AgencyMember.Role.OWNER)
    wallet = services.open_wallet(agency=agency).pk
    services.grant(wallet, 10, source=Source.ALLOWANCE, expires_at=MONDAY.replace(day=9), reference="test:agency")
    services.tell_if_low(services.spend(wallet, 4, reference="proposal:9", actor=ben))
    notice = Notice.objects.get()
    assert (notice.person, notice.text) == (cleo, "6 Connects are left in the wallet of North Quay.")
