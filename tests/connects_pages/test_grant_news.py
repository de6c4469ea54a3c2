"""Whoever gets Connects for nothing, or loses some to time, is told a little later, once."""

from datetime import timedelta

import pytest

from accounts.models import Agency, AgencyMember
from common import clock, preferences
from common.models import Bookmark, Mail, Notice
from connects import expiry, grant_news, services
from connects.models import Source, Transaction
from tests.books import assert_books_balance
from tests.conftest import MONDAY

DAY = timedelta(days=1)
WORDS = [
    (Source.JOINING, "You got 10 Connects for joining."),
    (Source.PROFILE, "You got 10 Connects for completing your profile."),
    (Source.PERK, "You got 10 Connects as this month's perk."),
    (Source.ALLOWANCE, "You got 10 Connects as this month's allowance."),
    (Source.WELCOME, "You got 10 Connects as a membership's welcome bonus."),
    (Source.PROMO, "You got 10 Connects from a promo code."),
]
# Told of with what earned them, unless the person wants no notice of that kind.
WITH_EVENT = [
    (Source.RISING_TALENT, "rising_talent", "You got 10 Connects for the badge Rising Talent."),
    (Source.CERTIFICATION, "certification", "You got 10 Connects for a certification."),
    (Source.REFERRAL, "referral", "You got 10 Connects for a referral."),
    (Source.REFERRED, "referral", "You got 10 Connects as a welcome by referral."),
]


def test_a_campaign_tells_of_itself(grant):
    grant(10, source=Source.CAMPAIGN)
    assert grant_news.tell(MONDAY) == 0


def texts(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("id").values_list("text", flat=True))


@pytest.mark.parametrize(("source", "words"), WORDS)
def test_a_grant_of_each_source_is_told_in_its_words(grant, ben, source, words):
    booked = grant(10, source=source)
    assert grant_news.tell(MONDAY) == 1
    notice = Notice.objects.get(kind="granted")
    assert (notice.person, notice.text) == (ben, words)
    assert notice.link == f"/settings/connects/transactions/{booked.id}/"
    assert not Mail.objects.exists()
    assert_books_balance()


@pytest.mark.parametrize(("source", "kind", "words"), WITH_EVENT)
def test_a_grant_that_its_event_tells_of_is_not_told_twice(grant, ben, source, kind, words):
    grant(10, source=source)
    assert grant_news.tell(MONDAY) == 0
    # Wanting it by mail or not changes nothing here.
    preferences.choose(ben, [(kind, "mail", False)])
    grant(10, source=source)
    assert grant_news.tell(MONDAY) == 0
    preferences.choose(ben, [(kind, "site", False)])
    grant(10, source=source)
    assert grant_news.tell(MONDAY) == 1
    assert texts("granted") == [words]
    preferences.choose(ben, [(kind, "site", True)])
    grant(10, source=source)
    assert grant_news.tell(MONDAY) == 0


def test_every_source_of_grants_has_its_words():
    told_elsewhere = {Source.PURCHASE, Source.ADJUSTMENT, Source.CAMPAIGN}
    assert {source for source, *_ in WORDS + WITH_EVENT} == set(Source) - told_elsewhere


def test_one_is_one_and_many_are_readable(grant):
    grant(1)
    grant(1000)
    grant_news.tell(MONDAY)
    assert texts("granted") == ["You got 1 Connect for joining.", "You got 1,000 Connects for joining."]


def test_twice_is_once(grant):
    grant(10)
    assert grant_news.tell(MONDAY) == 1
    assert grant_news.tell(MONDAY) == 0
    Bookmark.objects.update(reached=0, ahead=0)
    assert grant_news.tell(MONDAY) == 0
    assert len(texts("granted")) == 1


def test_purchases_and_spends_are_told_by_others(grant, spend):
    grant(10)
    grant_news.tell(MONDAY)
    spend(4, 1)
    assert grant_news.next_due() is not None
    assert grant_news.tell(MONDAY) == 0
    assert grant_news.next_due() is None


def test_an_agencys_wallet_tells_its_owner(ben, cleo):
    agency = Agency.objects.create(name="North Quay", handle="north-quay")
    AgencyMember.objects.create(agency=agency, person=cleo, role=AgencyMember.Role.OWNER)
    AgencyMember.objects.create(agency=agency, person=ben)
    wallet = services.open_wallet(agency=agency)
    until = MONDAY + DAY
    booked = services.grant(wallet.pk, 150, source=Source.ALLOWANCE, expires_at=until, reference="test:agency")
    grant_news.tell(MONDAY)
    notice = Notice.objects.get()
    assert (notice.person, notice.text) == (cleo, "North Quay got 150 Connects as this month's allowance.")
    assert notice.link == f"/agencies/north-quay/connects/transactions/{booked.id}/"
    with clock.at(until):
        expiry.expire(until)
    grant_news.tell(until)
    assert texts("expired") == ["150 of the Connects of North Quay have expired."]


def test_what_expires_in_one_round_is_told_once_for_a_wallet(grant, ben):
    grant(10, days=1)
    grant(5, days=2)
    grant(1, days=40)
    grant_news.tell(MONDAY)
    for days in (3, 41):
        at = MONDAY + days * DAY
        with clock.at(at):
            expiry.expire(at)
            grant_news.tell(at)
    assert texts("expired") == ["15 of your Connects have expired.", "1 of your Connects has expired."]
    links = list(Notice.objects.filter(kind="expired").order_by("id").values_list("link", flat=True))
    lapsed = Transaction.objects.filter(kind="expire").latest("pk")
    assert links == ["/settings/connects/history/?status=expire", f"/settings/connects/transactions/{lapsed.pk}/"]


def test_its_links_lead_to_pages(grant, client, ben):
    grant(10, days=1)
    grant(10, days=1)
    with clock.at(MONDAY + 2 * DAY):
        expiry.expire(MONDAY + 2 * DAY)
    grant_news.tell(MONDAY)
    client.force_login(ben)
    for link in Notice.objects.values_list("link", flat=True):
        assert client.get(link).status_code == 200, link


def test_who_switched_it_off_is_not_told_and_who_asked_gets_mail(grant, ben):
    preferences.choose(ben, [("granted", "site", False), ("granted", "mail", True)])
    grant(10)
    assert grant_news.tell(MONDAY) == 0
    assert not Notice.objects.exists()
    mail = Mail.objects.get()
    assert mail.subject == "Connects granted"
    assert "You got 10 Connects for joining." in mail.text
    Bookmark.objects.update(reached=0, ahead=0)
    grant_news.tell(MONDAY)
    assert Mail.objects.count() == 1


def test_a_site_that_comes_to_it_late_does_not_tell_its_whole_past(grant, monkeypatch):
    grant(10)
    monkeypatch.setattr(grant_news, "_BEGIN", timedelta())
    grant_news.tell(MONDAY)
    grant(5)
    grant_news.tell(MONDAY)
    assert texts("granted") == ["You got 5 Connects for joining."]


def test_killed_half_way_it_goes_on(grant, monkeypatch):
    grant(10)
    grant_news.tell(MONDAY)
    for _ in range(5):
        grant(10)
    monkeypatch.setattr(grant_news, "_CHUNK", 2)
    real, left = grant_news.telling_sets.tell_each, [3]

    def die_later(*args, **kwargs):
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(grant_news.telling_sets, "tell_each", die_later)
    with pytest.raises(KeyboardInterrupt):
        grant_news.tell(MONDAY)
    monkeypatch.setattr(grant_news.telling_sets, "tell_each", real)
    assert 1 < Notice.objects.count() < 6
    grant_news.tell(MONDAY)
    assert Notice.objects.count() == 6


def test_hundreds_of_grants_cost_no_more_queries_than_one(grant, person, django_assert_max_num_queries):
    # On PostgreSQL numbers go on from test to test: what is read begins where they stand by now.
    grant(10)
    grant_news.tell(MONDAY)
    for number in range(60):
        wallet = services.wallet_of(person(f"Reader{number}", freelancer=True))
        services.grant(wallet.pk, 5, source=Source.PERK, expires_at=MONDAY + DAY, reference=f"reader:{number}")
    # Two chunks at most: the end of one may lie between them.
    with django_assert_max_num_queries(31):
        assert grant_news.tell(MONDAY) == 60


def test_closed_accounts_are_left_alone(grant, ben):
    ben.is_active = False
    ben.save()
    grant(10)
    assert grant_news.tell(MONDAY) == 0
