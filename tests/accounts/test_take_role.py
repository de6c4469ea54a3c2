"""Taking on a role, proving one's mailbox, and what the two bring together (PRODUCT 3: joining)."""

import pytest

from accounts import services
from accounts.models import ClientProfile, Hat
from accounts.normalise import email_key, mailbox_mark
from common import clock
from connects import services as connects
from connects.errors import NoWallet
from connects.models import GrantPolicy, Transaction, Wallet
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(person):
    """Has signed up and proven nothing yet."""
    return person("Dora", email="dora@example.com", email_verified_at=None)


def unverified(person, name, email):
    return person(name, email=email, email_verified_at=None)


def test_verifying_after_taking_the_role_brings_40_connects(dora):
    services.take_role(dora, Hat.FREELANCER)
    assert connects.balance_of(dora) == 0

    services.email_verified(dora)
    assert connects.balance_of(dora) == 40


def test_taking_the_role_after_verifying_brings_40_connects(dora):
    services.email_verified(dora)
    with pytest.raises(NoWallet):
        connects.wallet_of(dora)

    services.take_role(dora, Hat.FREELANCER)
    assert connects.balance_of(dora) == 40


def test_the_connects_for_joining_live_365_days_from_the_later_of_the_two(dora):
    with clock.at(MONDAY):
        services.take_role(dora, Hat.FREELANCER)
        services.email_verified(dora)
        lot = connects.wallet_of(dora).lots.get()
    assert (lot.expires_at - MONDAY).days == 365


def test_doing_everything_twice_brings_them_once(dora):
    for _ in range(2):
        services.take_role(dora, Hat.FREELANCER)
        services.email_verified(dora)
    assert connects.balance_of(dora) == 40
    assert Wallet.objects.filter(person=dora).count() == 1


def test_a_client_gets_a_profile_and_no_wallet(dora):
    services.email_verified(dora)
    services.take_role(dora, Hat.CLIENT)
    assert dora.is_client
    assert not dora.is_freelancer
    assert ClientProfile.objects.filter(person=dora).exists()
    assert not Wallet.objects.exists()


def test_a_client_who_also_finds_work_later_is_welcomed_then(ada):
    services.take_role(ada, Hat.FREELANCER)
    assert ada.is_client
    assert ada.is_freelancer
    assert ada.hat == Hat.FREELANCER
    assert connects.balance_of(ada) == 40


def test_a_role_keeps_the_day_on_which_it_was_taken_on_first(dora):
    with clock.at(MONDAY):
        services.take_role(dora, Hat.CLIENT)
    services.take_role(dora, Hat.FREELANCER)
    services.take_role(dora, Hat.CLIENT)
    dora.refresh_from_db()
    assert dora.client_since == MONDAY
    assert dora.hat == Hat.CLIENT


@pytest.mark.parametrize("spelling", ["dora+again@example.com", "DORA+X@EXAMPLE.COM"])
def test_a_second_account_of_the_same_mailbox_is_opened_without_a_second_gift(dora, person, spelling):
    other = unverified(person, "Dora again", spelling)
    for who in (dora, other):
        services.take_role(who, Hat.FREELANCER)
        services.email_verified(who)
    assert connects.balance_of(dora) == 40
    assert connects.balance_of(other) == 0


def test_dots_and_tags_make_no_second_gmail_person(person):
    first = unverified(person, "Gil", "gil.moss@gmail.com")
    second = unverified(person, "Gil two", "gilmoss+guild@googlemail.com")
    for who in (first, second):
        services.take_role(who, Hat.FREELANCER)
        services.email_verified(who)
    assert connects.balance_of(first) == 40
    assert connects.balance_of(second) == 0


def test_nothing_is_given_while_operators_have_switched_it_off(dora):
    GrantPolicy.objects.filter(source="joining").update(enabled=False)
    services.take_role(dora, Hat.FREELANCER)
    services.email_verified(dora)
    assert connects.balance_of(dora) == 0


def test_the_books_do_not_name_the_mailbox(dora):
    services.take_role(dora, Hat.FREELANCER)
    services.email_verified(dora)
    booking = Transaction.objects.get()
    assert booking.reference == f"joining:{mailbox_mark(dora.email_key)}"
    assert "dora" not in booking.reference
    assert "example" not in booking.reference


def test_the_mark_in_the_books_cannot_be_made_without_the_sites_key(dora, settings):
    before = mailbox_mark(dora.email_key)
    settings.MAILBOX_MARK_KEY = "another"
    assert mailbox_mark(dora.email_key) != before


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("Ben@Example.COM", "ben@example.com"),
        (" ben@example.com ", "ben@example.com"),
        ("ben+work@example.com", "ben@example.com"),
        ("b.e.n@gmail.com", "ben@gmail.com"),
        ("b.e.n+x@googlemail.com", "ben@gmail.com"),
        ("b.e.n@example.com", "b.e.n@example.com"),
        ("+tag@example.com", "+tag@example.com"),
    ],
)
def test_every_spelling_of_a_mailbox_has_one_key(email, key):
    assert email_key(email) == key


def test_a_changed_address_changes_the_key_even_when_only_the_address_is_saved(dora):
    dora.email = "Dora+new@Example.com"
    dora.save(update_fields=["email"])
    dora.refresh_from_db()
    assert dora.email_key == "dora@example.com"


def test_a_refused_grant_takes_the_verification_back_with_it(dora):
    """Both happen or neither: otherwise nobody would ever be told again."""
    services.take_role(dora, Hat.FREELANCER)
    GrantPolicy.objects.all().delete()
    with pytest.raises(GrantPolicy.DoesNotExist):
        services.email_verified(dora)
    dora.refresh_from_db()
    assert dora.email_verified_at is None


def test_switching_hats_needs_the_role(ada):
    with pytest.raises(services.RoleMissing):
        services.switch_hat(ada, Hat.FREELANCER)
    services.take_role(ada, Hat.FREELANCER)
    services.switch_hat(ada, Hat.CLIENT)
    ada.refresh_from_db()
    assert ada.hat == Hat.CLIENT
