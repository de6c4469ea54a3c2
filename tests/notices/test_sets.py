"""Very many people are told the same by one statement, and as each of them wants."""

import pytest

from accounts.models import User
from common import clock, delivery, preferences, telling, telling_sets
from common.models import Mail, Notice
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
OFFER = {"kind": "special_offer", "text": "A sale.", "link": "/pricing/", "reference": "campaign:7"}


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


def tell(people=None, **fields) -> int:
    return telling_sets.tell_people(User.objects.all() if people is None else people, **{**OFFER, **fields})


def test_each_of_them_is_told_once(ben, cleo, ada):
    assert tell(User.objects.filter(freelancer_since__isnull=False).order_by("-joined_at")) == 2
    assert tell() == 1
    assert tell() == 0
    assert Notice.objects.filter(person=ben).get().text == "A sale."
    assert Notice.objects.get(person=ben).created_at == MONDAY


def test_where_everybody_is_hushed_nobody_is_told_one_by_one_or_together(ben):
    with telling.hushed():
        assert tell(subject="A sale") == 0
        telling.tell(telling.News(ben, "welcome", "welcome:1", "Welcome.", "/", subject="Welcome"))
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()
    assert tell() == 1


def test_those_who_switched_it_off_are_passed_over(ben, cleo, switch):
    switch("special_offer", "site", False)
    assert tell() == 1
    assert not Notice.objects.filter(person=ben).exists()


def test_only_those_who_asked_get_the_mail(ben, cleo, ada, switch):
    switch("special_offer", "mail", True)
    switch("special_offer", "mail", False, person=cleo)
    tell(subject="A sale", lines=("20 % off until Friday.",))
    tell(subject="A sale", lines=("20 % off until Friday.",))
    mail = Mail.objects.get()
    assert (mail.to, mail.person, mail.kind, mail.subject) == (ben.email, ben, "special_offer", "A sale")
    assert "20 % off until Friday." in mail.text
    assert delivery.send_due() == 1


def test_a_kind_with_mail_goes_to_all_but_those_who_do_not_want_it(ben, cleo, switch):
    switch("welcome", "mail", False)
    tell(kind="welcome", subject="Hello", lines=("Hello.",))
    assert [mail.to for mail in Mail.objects.all()] == [cleo.email]


def test_the_mail_waits_for_the_digest_of_those_who_have_one(ben, cleo, ada, charlie, switch):
    for person in (ben, cleo, ada, charlie):
        switch("special_offer", "mail", True, person=person)
    ben.time_zone = "Europe/Berlin"
    ben.save()
    preferences.set_pace(ben, pace="daily", hour=8)
    preferences.set_pace(cleo, pace="never", hour=8)
    preferences.set_pace(ada, pace="at_once", hour=8)
    tell(subject="A sale", lines=("Now.",))
    assert Mail.objects.get(person=ben).collect_at == MONDAY.replace(day=3, hour=7)
    assert Mail.objects.get(person=ben).next_try_at is None
    assert not Mail.objects.filter(person=cleo).exists()
    assert all(Mail.objects.get(person=each).next_try_at for each in (ada, charlie))


def test_closed_accounts_get_no_mail(ben, switch):
    switch("special_offer", "mail", True)
    ben.is_active = False
    ben.save()
    tell(subject="A sale", lines=("Now.",))
    assert not Mail.objects.exists()


def test_nobody_is_told_nothing(ben):
    assert tell(User.objects.none(), subject="A sale") == 0
    assert tell(User.objects.filter(pk__in=[])) == 0


def test_some_of_them_can_be_told_first(ben, cleo, ada):
    assert tell(User.objects.order_by("pk")[:2]) == 2
    assert tell() == 1


def test_what_makes_no_sense_is_an_error(ben):
    with pytest.raises(KeyError):
        tell(kind="nonsense")
    with pytest.raises(ValueError, match="reference"):
        tell(reference="x" * 96)


@pytest.mark.slow
def test_twenty_thousand_take_as_many_statements_as_one(django_assert_max_num_queries):
    User.objects.bulk_create(
        User(email=f"p{n}@example.com", name=f"P{n}", email_key=f"p{n}", joined_at=MONDAY) for n in range(20_000)
    )
    with django_assert_max_num_queries(6):
        assert tell(subject="A sale", lines=("Now.",)) == 20_000
