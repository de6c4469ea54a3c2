"""Ways round the rules of earning that somebody might try, and innocent people who might be taken for them."""

import pytest

from accounts import services as accounts
from accounts.agencies import founding, people
from accounts.agencies.errors import CannotOwn
from accounts.models import AgencyMember, AgencyPolicy, User
from billing import redeeming
from billing.errors import CodeRefused
from billing.models import PromoCode
from common import clock
from common.models import Mail, Notice
from common.telling import News, tell
from connects import judging, referrals, services
from connects.models import HeldGrant, Lot, Referral, Source, Wallet
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.earning.sources import rise

pytestmark = pytest.mark.django_db
KEY = "k" * 32


@pytest.fixture(autouse=True)
def monday():
    with clock.at(MONDAY):
        yield


def move_to(person: User, email: str) -> None:
    """Another mailbox of the same person, proven."""
    User.objects.filter(pk=person.pk).update(email=email)
    person.refresh_from_db()
    person.save(update_fields=["email"])


def test_another_address_brings_no_second_reward(cast):
    _, wallet = rise(cast)
    for address in ("ben@example.com", "ben@elsewhere.example", "ben@third.example"):
        move_to(cast.ben, address)
        services.grant_once(cast.ben, Source.RISING_TALENT)
        services.grant_once(cast.ben, Source.CERTIFICATION, of="17")
    assert Lot.objects.filter(wallet=wallet, source="rising_talent").count() == 1
    assert Lot.objects.filter(wallet=wallet, source="certification").count() == 1
    services.grant_once(cast.ben, Source.CERTIFICATION, of="18")
    assert Lot.objects.filter(wallet=wallet, source="certification").count() == 2
    assert_books_balance()


def test_what_waits_under_one_address_is_not_given_under_another(cast):
    Wallet.objects.filter(person=cast.ben).update(held_since=MONDAY)
    services.grant_once(cast.ben, Source.JOINING)
    move_to(cast.ben, "ben@elsewhere.example")
    Wallet.objects.filter(person=cast.ben).update(held_since=None)
    assert services.grant_once(cast.ben, Source.JOINING) is None
    assert HeldGrant.objects.count() == 1
    assert not Lot.objects.exists()


def test_what_an_operator_refused_stays_refused(cast):
    PromoCode.objects.create(code="GIFT", connects=500, lives_days=60, without_purchase=True, starts_at=MONDAY)
    Wallet.objects.filter(person=cast.ben).update(held_since=MONDAY)
    redeeming.redeem(cast.ben, "GIFT", key=KEY)
    judging.refuse(HeldGrant.objects.get().pk, by=cast.olga, why="Not twice")
    Wallet.objects.filter(person=cast.ben).update(held_since=None)
    redeeming.redeem(cast.ben, "GIFT", key=KEY)
    with pytest.raises(CodeRefused):
        redeeming.redeem(cast.ben, "GIFT", key="n" * 32)
    assert services.balance_of(cast.ben) == 0
    assert_books_balance()


def test_a_contract_with_a_friend_of_the_referrer_counts_for_nothing(cast, monkeypatch):
    referrals.joined(cast.dora, code=referrals.code_of(cast.ben).code)
    founding.found(cast.ben, name="Quill")
    AgencyMember.objects.create(agency_id=cast.ben.agency_memberships.get().agency_id, person=cast.ada)
    services.qualified_by_contract(cast.dora, client=cast.ada, reference="contract:1", at=MONDAY)
    assert Referral.objects.get().state == Referral.State.JOINED
    assert not Lot.objects.exists()


def test_a_contract_that_counted_counts_again_once_the_sign_means_nothing(cast):
    referrals.joined(cast.dora, code=referrals.code_of(cast.ben).code)
    for why in (Referral.Why.DEVICE, Referral.Why.SUSPECTED):
        Referral.objects.update(
            state=Referral.State.NOT_COUNTED, why=why, decided_at=MONDAY, counted="contract:1", due_at=None
        )
        referrals.count_again(cast.dora)
        again = Referral.objects.get()
        assert (again.state, again.counted) == (Referral.State.WAITING, "contract:1")


def test_a_contract_finished_meanwhile_is_kept_for_that_day(cast):
    referrals.joined(cast.dora, code=referrals.code_of(cast.ben).code)
    Referral.objects.update(state=Referral.State.NOT_COUNTED, why=Referral.Why.DEVICE, decided_at=MONDAY)
    services.qualified_by_contract(cast.dora, client=cast.ada, reference="contract:1", at=MONDAY)
    assert Referral.objects.get().state == Referral.State.NOT_COUNTED
    referrals.count_again(cast.dora)
    assert Referral.objects.get().counted == "contract:1"


def test_whoever_has_gone_is_neither_rewarded_nor_told(cast):
    referrals.joined(cast.dora, code=referrals.code_of(cast.ben).code)
    User.objects.filter(pk=cast.ben.pk).update(is_active=False)
    services.qualified_by_contract(cast.dora, client=cast.ada, reference="contract:1", at=MONDAY)
    assert {lot.wallet.person for lot in Lot.objects.all()} == {cast.dora}
    cast.ben.refresh_from_db()
    tell(News(cast.ben, "referral", "gone:1", "You are gone.", "/", subject="Gone"))
    assert not Notice.objects.filter(reference="gone:1").exists()
    assert not Mail.objects.filter(reference__startswith="gone:1").exists()


def test_handing_over_is_no_way_past_how_many_one_person_owns(cast):
    AgencyPolicy.objects.update(owned_at_most=1)
    accounts.take_role(cast.ben, "freelancer")
    mine, other = founding.found(cast.ben, name="Quill"), founding.found(cast.dora, name="Ink")
    seat = AgencyMember.objects.create(agency=mine, person=cast.dora)
    with pytest.raises(CannotOwn):
        people.hand_over(mine, seat.pk, by=cast.ben)
    AgencyPolicy.objects.update(owned_at_most=2)
    User.objects.filter(pk=cast.dora.pk).update(is_active=False)
    with pytest.raises(CannotOwn):
        people.hand_over(mine, seat.pk, by=cast.ben)
    User.objects.filter(pk=cast.dora.pk).update(is_active=True)
    assert people.hand_over(mine, seat.pk, by=cast.ben).owns
    assert other.memberships.get().owns
