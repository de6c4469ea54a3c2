"""The first thing that somebody is told, once their mailbox is theirs, in each role once."""

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Hat
from common.models import Mail, Notice
from connects.models import GrantPolicy, Wallet
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(person):
    return person("Dora", email_verified_at=None)


def texts(person) -> list[str]:
    return list(Notice.objects.filter(person=person, kind="welcome").order_by("id").values_list("text", flat=True))


@pytest.mark.parametrize("role_first", [True, False])
def test_a_freelancer_is_welcomed_with_40_connects(dora, role_first):
    if role_first:
        services.take_role(dora, Hat.FREELANCER)
        assert texts(dora) == []
    services.email_verified(dora)
    services.take_role(dora, Hat.FREELANCER)
    assert texts(dora) == ["Welcome to Guildhall. Your first 40 Connects are in your wallet."]
    mail = Mail.objects.get(kind="welcome")
    assert (mail.to, mail.subject) == (dora.email, "Welcome to Guildhall")
    assert "40 Connects" in mail.text
    assert_books_balance()


def test_the_number_is_the_operators(dora):
    GrantPolicy.objects.filter(source="joining").update(connects=1)
    services.email_verified(dora)
    services.take_role(dora, Hat.FREELANCER)
    assert texts(dora) == ["Welcome to Guildhall. Your first 1 Connect is in your wallet."]


def test_whoever_gets_none_yet_is_not_told_of_any(dora):
    services.take_role(dora, Hat.FREELANCER)
    Wallet.objects.filter(person=dora).update(held_since=timezone.now())
    services.email_verified(dora)
    assert texts(dora) == ["Welcome to Guildhall. Complete your profile, then find work."]


@pytest.mark.parametrize("role_first", [True, False])
def test_a_client_is_welcomed_too(dora, role_first):
    if role_first:
        services.take_role(dora, Hat.CLIENT)
    services.email_verified(dora)
    services.take_role(dora, Hat.CLIENT)
    assert texts(dora) == ["Welcome to Guildhall. Post your first job: it costs nothing."]
    assert Mail.objects.get(kind="welcome").link == "/jobs/new/"


def test_twice_is_once_and_another_role_has_its_own(dora):
    for _ in range(2):
        services.take_role(dora, Hat.CLIENT)
        services.email_verified(dora)
        services.take_role(dora, Hat.FREELANCER)
    assert len(texts(dora)) == 2
    assert Mail.objects.filter(kind="welcome").count() == 2
