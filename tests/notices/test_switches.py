"""Each kind of notice can be switched, each way of being told by itself; one place asks, so nothing goes past it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from common import kinds, preferences
from common.kinds import Channel
from common.models import Mail, NoticeSwitch
from common.telling import News, tell_many
from tests.notices.conftest import ALL
from tests.queries import cost

pytestmark = pytest.mark.django_db
PAGE = "/settings/notifications/"


@pytest.mark.sqlite
@pytest.mark.parametrize("site", [True, False])
@pytest.mark.parametrize("mail", [True, False])
@pytest.mark.parametrize("kind", ALL)
def test_a_kind_is_told_as_its_two_switches_say(news, switch, told, kind, site, mail):
    switch(kind, "site", site)
    switch(kind, "mail", mail)
    news(kind)
    assert told(kind) == (int(site), int(mail))


@pytest.mark.parametrize("kind", ALL)
def test_who_never_chose_is_told_by_default(news, told, kind):
    news(kind)
    assert told(kind) == (1, int(kinds.named(kind).mail))


@pytest.mark.parametrize("kind", ALL)
def test_telling_twice_tells_once_whatever_was_switched_in_between(news, switch, told, kind):
    news(kind)
    news(kind)
    switch(kind, "site", False)
    news(kind)
    switch(kind, "site", True)
    news(kind)
    assert told(kind) == (1, int(kinds.named(kind).mail))


def test_others_are_told_as_they_want(ben, cleo, news, switch, told):
    switch("message", "mail", False)
    news("message")
    news("message", to=cleo)
    assert told("message") == (1, 0)
    assert told("message", cleo) == (1, 1)


def test_special_offers_by_mail_are_asked_for_and_the_instant_is_kept(news, switch, told, ben):
    news("special_offer")
    assert told("special_offer") == (1, 0)
    switch("special_offer", "mail", True)
    assert NoticeSwitch.objects.get(person=ben, kind="special_offer", channel="mail").at is not None
    news("special_offer", 2)
    assert told("special_offer") == (2, 1)


def test_saying_the_same_again_keeps_the_instant_it_was_said(switch, ben):
    switch("special_offer", "mail", True)
    said = NoticeSwitch.objects.get().at
    switch("special_offer", "mail", True)
    assert NoticeSwitch.objects.get().at == said


def test_what_waits_to_be_sent_of_a_kind_just_switched_off_is_not_sent(news, switch):
    news("message")
    news("interview")
    switch("message", "mail", False)
    assert [mail.kind for mail in Mail.objects.going()] == ["interview"]


def test_a_batch_asks_once_what_all_of_them_want(person, django_assert_num_queries):
    people = [person(f"Reader{number}") for number in range(20)]
    news = [News(each, "proposal_viewed", "seen:1", "Seen.", "/") for each in people]
    with django_assert_num_queries(2):
        tell_many(news)


def test_the_page_sets_what_it_shows_and_nothing_else(client, ben, switch):
    switch("job_expiring", "mail", False)
    client.force_login(ben)
    page = client.get(PAGE).content.decode()
    assert 'name="mail:message" checked' in page
    assert "job_expiring" not in page
    shown = re.findall(r'name="kind" value="(\w+)"', page)
    answer = {"kind": [*shown, "job_expiring", "nonsense"], "site:message": "on", "pace": "daily", "hour": "7"}
    assert client.post(PAGE, answer, follow=True).status_code == 200
    wishes = preferences.of([ben.pk])
    for code in shown:
        wanted = [wishes.wants(ben, kinds.named(code), channel) for channel in Channel]
        assert wanted == [code == "message", False], code
    assert not wishes.wants(ben, kinds.named("job_expiring"), "mail")
    assert (preferences.pace_of(ben).pace, preferences.pace_of(ben).hour) == ("daily", 7)


@pytest.mark.parametrize(
    ("name", "sees", "does_not"),
    [
        ("ben", "expiring", "job_expiring"),
        ("ada", "job_expiring", "expiring"),
        ("olga", "payments_wait", "expiring"),
        ("charlie", "special_offer", "welcome"),
    ],
)
def test_everybody_sees_what_concerns_their_roles(client, request, name, sees, does_not):
    client.force_login(request.getfixturevalue(name))
    shown = re.findall(r'name="kind" value="(\w+)"', client.get(PAGE).content.decode())
    assert sees in shown
    assert does_not not in shown
    assert ("payments_wait" in shown) == (name == "olga")


def test_both_of_a_conversation_can_switch_messages(client, ada, ben):
    for person in (ada, ben):
        client.force_login(person)
        assert 'name="mail:message"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize("answer", [{"pace": "hourly", "hour": "8"}, {"pace": "daily", "hour": "24"}, {"pace": ""}])
def test_nonsense_changes_nothing_and_says_why(client, ben, answer):
    client.force_login(ben)
    page = client.post(PAGE, {"kind": "message", **answer})
    assert page.status_code == 200
    assert "field__error" in page.content.decode()
    assert not NoticeSwitch.objects.exists()


def test_strangers_log_in_first(client):
    assert client.get(PAGE).url.startswith(reverse("account_login"))
    assert client.post(PAGE, {"pace": "never", "hour": "8"}).url.startswith(reverse("account_login"))


def test_choosing_much_costs_no_more_queries_than_choosing_little(client, ben, switch):
    client.force_login(ben)
    few = cost(client, PAGE)
    for kind in ALL:
        switch(kind, "mail", False)
        switch(kind, "site", False)
    assert cost(client, PAGE) == few


def test_no_room_tells_past_the_switches():
    """Only common.telling writes notices and mails of a kind. Of no kind are allauth's mail of the account, and an
    agency's invitation to somebody who has none."""
    past = re.compile(r"\bmail\.(queue|queue_many|compose|queue_written)\(|\bnotices\.(give|give_many)\(|\bMail\(")
    allowed = {"accounts/adapter.py", "accounts/agencies/news.py"}
    rooms = ("accounts", "connects", "billing", "talent", "jobs", "proposals", "support", "marketplace")
    found = {
        str(file.relative_to(settings.BASE_DIR))
        for room in rooms
        for file in Path(settings.BASE_DIR, room).rglob("*.py")
        if "demo" not in file.parts and past.search(file.read_text())
    }
    assert found == allowed
