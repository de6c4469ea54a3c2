"""An account that looks like one that was given before gets nothing for nothing until somebody has looked."""

from itertools import count as count_up

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.models import Mail, Notice
from connects import judging, services, suspicions
from connects.models import HeldGrant, Source, Suspicion, Wallet
from tests.accounts.conftest import last_mail, link_in, sign_up  # noqa: F401
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(sign_up, client):  # noqa: F811
    """Sign up and prove the mailbox: `join("dora@example.com")`."""

    def go(email: str, **fields) -> User:
        name = email.split("@")[0].title()
        sign_up(email=email, name=name, **fields)
        client.post(link_in(last_mail(email)))
        client.post("/accounts/logout/")
        return User.objects.get(email=email)

    return go


def test_a_throwaway_account_gets_nothing(join, olga):
    first, second = join("dora@example.com"), join("emil@example.com")
    assert (services.balance_of(first), services.balance_of(second)) == (40, 0)
    row = Suspicion.objects.get()
    assert (row.person, row.verdict) == (second, "open")
    [reason] = row.reasons.all()
    assert (reason.kind, reason.other) == ("device", first)
    assert HeldGrant.objects.get().connects == 40
    assert Notice.objects.get(person=olga).kind == "suspected"
    assert_books_balance()


def test_the_person_is_told_once_and_sees_it_on_the_page(join, client):
    join("dora@example.com")
    emil = join("emil@example.com")
    notice = Notice.objects.get(person=emil, kind="grant_held")
    assert "40 Connects (Joining) wait for a look" in notice.text
    mail = Mail.objects.get(to=emil.email, subject__contains="wait for a look")
    assert "Dora" not in mail.text
    his = Client()
    his.force_login(emil)
    page = his.get("/settings/connects/earn/").content.decode()
    assert "wait for a look" in page
    assert "Dora" not in page


def test_another_browser_is_another_person(join, client):
    join("dora@example.com")
    client.cookies.clear()
    assert services.balance_of(join("emil@example.com")) == 40
    assert not Suspicion.objects.exists()


def test_whoever_signed_up_first_and_proves_the_mailbox_last_is_not_given_twice(sign_up, client):  # noqa: F811
    sign_up(email="dora@example.com")
    sign_up(email="emil@example.com")
    for email in ("emil@example.com", "dora@example.com"):
        client.post(link_in(last_mail(email)))
        client.post("/accounts/logout/")
    assert sorted(Wallet.objects.values_list("balance", flat=True)) == [0, 40]
    assert Suspicion.objects.get().person.email == "dora@example.com"


def test_the_first_account_is_not_held_for_what_the_second_waits_for(join, client):
    dora, _ = join("dora@example.com"), join("emil@example.com")
    client.post("/accounts/login/", {"login": dora.email, "password": "a long walk by the sea"})
    dora.wallet.refresh_from_db()
    assert dora.wallet.held_since is None
    assert Suspicion.objects.count() == 1


def test_a_third_account_is_held_for_the_second(join):
    for email in ("dora@example.com", "emil@example.com", "finn@example.com"):
        join(email)
    assert sorted(Wallet.objects.values_list("balance", flat=True)) == [0, 0, 40]


def test_a_client_has_nothing_to_hold_until_finding_work(join, client):
    join("dora@example.com")
    emil = join("emil@example.com", hat="client")
    assert not Suspicion.objects.exists()
    client.force_login(emil)
    client.post("/settings/roles/", {"hat": "freelancer"})
    assert services.balance_of(emil) == 0
    assert Suspicion.objects.get().person == emil


def test_running_numbers_of_one_domain_are_held(join, client):
    join("jane.doe1@acme.test")
    client.cookies.clear()
    join("jane.doe2@acme.test")
    [reason] = Suspicion.objects.get().reasons.all()
    assert reason.kind == "numbered"


def test_colleagues_are_no_doubles_until_there_are_three_in_a_week(join, client):
    for email in ("ada.low@acme.test", "bea.mint@acme.test", "carl.oak@acme.test"):
        client.cookies.clear()
        join(email)
    row = Suspicion.objects.get()
    assert row.person.email == "carl.oak@acme.test"
    assert {reason.kind for reason in row.reasons.all()} == {"domain"}
    assert row.reasons.count() == 2


def test_a_large_provider_flags_nobody(join, client):
    for email in ("ada.low@gmail.com", "bea.mint@gmail.com", "carl.oak@gmail.com", "dan.pine@gmail.com"):
        client.cookies.clear()
        join(email)
    assert not Suspicion.objects.exists()


def test_throwaway_addresses_are_held_from_the_second_on(join, client):
    for email in ("qwx@mailinator.com", "plm@mailinator.com"):
        client.cookies.clear()
        join(email)
    assert Suspicion.objects.get().person.email == "plm@mailinator.com"


def test_looking_twice_raises_it_once(suspected, cleo):
    assert suspicions.look_at(cleo).pk == suspected.pk
    assert Suspicion.objects.count() == 1
    assert suspected.reasons.count() == 1


def test_a_further_reason_joins_the_open_suspicion(suspected, cleo, ben, share):
    share(ben, cleo, kind="card", what="one card")
    suspicions.look_at(cleo)
    assert sorted(suspected.reasons.values_list("kind", flat=True)) == ["card", "device"]


def test_an_operator_is_nobodys_double(ben, olga, share):
    services.open_wallet(person=olga)
    services.grant_once(olga, Source.PROFILE)
    share(olga, ben)
    assert suspicions.look_at(ben) is None
    assert suspicions.look_at(olga) is None


def test_whom_nobody_gave_anything_is_nobodys_original(ben, cleo, share):
    share(ben, cleo)
    assert suspicions.look_at(cleo) is None


def test_what_was_bought_is_no_gift(ben, cleo, share):
    services.credit_purchase(
        ben.wallet.pk, 20, reference="purchase:1", cause="", paid_minor=300, paid_currency="USD", actor=ben
    )
    share(ben, cleo)
    assert suspicions.look_at(cleo) is None


def held(*people: User) -> list[bool]:
    return [Wallet.objects.get(person=person).held_since is not None for person in people]


@pytest.mark.parametrize("shows_it", ["ben", "cleo"])
def test_of_two_that_were_given_the_later_waits_whoever_shows_the_sign_last(ben, cleo, share, shows_it):
    for person in (ben, cleo):
        services.grant_once(person, Source.JOINING)
    share(cleo, ben)
    suspicions.look_at({"ben": ben, "cleo": cleo}[shows_it])
    assert held(ben, cleo) == [False, True]
    [reason] = Suspicion.objects.get(person=cleo).reasons.all()
    assert (reason.kind, reason.other) == ("device", ben)
    assert services.grant_once(ben, Source.PROFILE) is not None
    assert services.grant_once(cleo, Source.PROFILE) is None
    assert_books_balance()


def test_logging_in_to_the_newcomers_fresh_browser_holds_the_newcomer(join, client, ben):
    services.grant_once(ben, Source.JOINING)
    emil = join("emil@example.com")
    assert services.balance_of(emil) == 40
    client.post("/accounts/login/", {"login": ben.email, "password": "correct horse battery"})
    assert held(ben, emil) == [False, True]
    assert Suspicion.objects.get().person == emil
    assert_books_balance()


def test_whoever_was_given_nothing_yet_comes_after_whoever_was(ben, cleo, share):
    services.grant_once(ben, Source.JOINING)
    share(cleo, ben)
    assert suspicions.look_at(ben) is None
    assert held(ben, cleo) == [False, True]
    assert services.grant_once(cleo, Source.JOINING) is None
    assert_books_balance()


def test_of_three_the_two_later_ones_wait(ben, cleo, person, share):
    finn = person("Finn", freelancer=True)
    for each in (ben, cleo, finn):
        services.grant_once(each, Source.JOINING)
    share(finn, cleo, ben)
    assert suspicions.look_at(ben) is None
    assert held(ben, cleo, finn) == [False, True, True]
    suspicions.look_at(finn)
    named = {row.person: set(row.reasons.values_list("other", flat=True)) for row in Suspicion.objects.all()}
    assert named == {cleo: {ben.pk}, finn: {ben.pk, cleo.pk}}
    assert_books_balance()


def test_the_one_in_the_middle_holds_the_later_and_is_held_for_the_earlier(ben, cleo, person, share):
    finn = person("Finn", freelancer=True)
    for each in (ben, cleo, finn):
        services.grant_once(each, Source.JOINING)
    share(ben, finn, cleo)
    suspicions.look_at(cleo)
    assert held(ben, cleo, finn) == [False, True, True]
    assert_books_balance()


def test_a_cleared_pair_stays_cleared_whoever_comes_by(ben, cleo, olga, share):
    for person in (ben, cleo):
        services.grant_once(person, Source.JOINING)
    share(cleo, ben)
    suspicions.look_at(ben)
    judging.clear(Suspicion.objects.get().pk, by=olga, why="Sisters")
    for person in (ben, cleo, ben):
        assert suspicions.look_at(person) is None
    assert held(ben, cleo) == [False, False]
    assert Suspicion.objects.count() == 1
    assert_books_balance()


def test_looking_by_the_earlier_one_again_raises_it_once(ben, cleo, olga, share):
    for person in (ben, cleo):
        services.grant_once(person, Source.JOINING)
    share(cleo, ben)
    for _ in range(3):
        suspicions.look_at(ben)
    assert Suspicion.objects.get().reasons.count() == 1
    assert Notice.objects.filter(person=olga, kind="suspected").count() == 1


def test_a_look_costs_the_same_with_many(ben, person, share):
    services.grant_once(ben, Source.JOINING)

    def look(count: int) -> int:
        share(ben, *(person(f"Pupil{next(numbers)}") for _ in range(count)))
        with CaptureQueriesContext(connection) as seen:
            suspicions.look_at(ben)
        return len(seen)

    numbers = count_up()
    assert look(5) == look(45)
