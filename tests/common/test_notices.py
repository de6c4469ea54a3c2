"""The notice centre: what one was told, the bell's count, and reading it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock, notices
from common.models import Notice
from tests.queries import cost


@pytest.fixture
def told(ben):
    def tell(count: int = 1, person=ben, **fields) -> list[Notice]:
        for n in range(count):
            notices.give(
                person, **{"kind": "granted", "text": f"News {n}", "reference": f"n:{n}", "link": "/jobs/", **fields}
            )
        return list(notices.of(person).order_by("pk"))

    return tell


def test_the_same_cause_tells_a_person_once(ben, cleo):
    for person in (ben, ben, cleo):
        notices.give(person, kind="granted", text="40 Connects", reference="joining")
    assert notices.of(ben).count() == 1
    assert notices.of(cleo).count() == 1


def test_the_bell_counts_what_is_unread(client, ben, told):
    told(3)
    client.force_login(ben)
    assert "Notices: 3 unread" in client.get(reverse("notifications")).content.decode()
    notices.mark_read(ben)
    assert 'aria-label="Notices"' in client.get(reverse("notifications")).content.decode()


def test_the_bell_stops_counting_at_99(client, ben):
    notices.give_many([Notice(person=ben, kind="x", text="News", reference=str(n)) for n in range(130)])
    client.force_login(ben)
    assert "Notices: 99+ unread" in client.get(reverse("notifications")).content.decode()


def test_an_empty_centre_says_what_will_be_there(client, ben):
    client.force_login(ben)
    assert "Nothing new" in client.get(reverse("notifications")).content.decode()


def test_following_a_notice_reads_it_and_leads_where_it_points(client, ben, told):
    [notice] = told()
    client.force_login(ben)
    response = client.get(reverse("notice_open", args=[notice.pk]))
    assert (response.status_code, response.url) == (302, "/jobs/")
    assert notices.unread_count(ben) == 0


@pytest.mark.parametrize("link", ["", "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
def test_a_notice_leads_nowhere_else(client, ben, told, link):
    [notice] = told(link=link)
    client.force_login(ben)
    assert client.get(reverse("notice_open", args=[notice.pk])).url == reverse("notifications")


def test_one_can_be_marked_as_read(client, ben, told):
    first, second = told(2)
    client.force_login(ben)
    assert client.post(reverse("notice_read", args=[first.pk])).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.read_at is not None
    assert second.read_at is None


def test_marking_all_as_read_leaves_what_came_after_the_page_was_shown(client, ben, told):
    shown = told(3)[-1]
    notices.give(ben, kind="granted", text="Newer", reference="newer")
    client.force_login(ben)
    client.post(reverse("notices_read"), {"up_to": shown.pk})
    assert [notice.text for notice in notices.of(ben).filter(read_at=None)] == ["Newer"]


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 40, "٣"])
def test_nonsense_marks_nothing(client, ben, told, up_to):
    told(2)
    client.force_login(ben)
    assert client.post(reverse("notices_read"), {"up_to": up_to}).status_code == 302
    assert notices.unread_count(ben) == 2


def test_others_notices_do_not_exist(client, ben, charlie, told):
    [notice] = told()
    client.force_login(charlie)
    assert client.get(reverse("notice_open", args=[notice.pk])).status_code == 404
    assert client.post(reverse("notice_read", args=[notice.pk])).status_code == 404
    client.post(reverse("notices_read"), {"up_to": notice.pk})
    assert notices.unread_count(ben) == 1


def test_strangers_log_in_first_and_reading_all_wants_a_post(client, ben):
    assert client.get(reverse("notifications")).url.startswith(reverse("account_login"))
    client.force_login(ben)
    assert client.get(reverse("notices_read")).status_code == 405


def test_long_histories_are_paged_both_ways(client, ben, told):
    told(70)
    client.force_login(ben)
    first = client.get(reverse("notifications"))
    second = client.get(reverse("notifications") + first.context["page"].older)
    third = client.get(reverse("notifications") + second.context["page"].older)
    pages = [[notice.text for notice in page.context["page"].rows] for page in (first, second, third)]
    assert [text for page in pages for text in page] == [f"News {n}" for n in reversed(range(70))]
    assert not third.context["page"].older
    back = client.get(reverse("notifications") + third.context["page"].newer)
    assert [notice.text for notice in back.context["page"].rows] == pages[1]
    front = client.get(reverse("notifications") + back.context["page"].newer)
    assert [notice.text for notice in front.context["page"].rows] == pages[0]
    assert not front.context["page"].newer


@pytest.mark.parametrize(
    "cursor", ["before=x", "after=-4", f"before={'9' * 30}", "after=9999999999999999999", "before=%00"]
)
def test_a_cursor_that_makes_no_sense_shows_a_page(client, ben, told, cursor):
    told(2)
    client.force_login(ben)
    assert client.get(f"{reverse('notifications')}?{cursor}").status_code == 200


def test_fifty_notices_cost_no_more_queries_than_five(client, ben, told):
    client.force_login(ben)
    told(5)
    few = cost(client, reverse("notifications"))
    told(50)
    assert cost(client, reverse("notifications")) == few


def test_times_are_the_sites(ben, settings):
    settings.DEMO = True
    clock.move_to(clock.now() + timedelta(days=2))
    notices.give(ben, kind="granted", text="Later", reference="later")
    assert abs(notices.of(ben).get().created_at - clock.now()) < timedelta(seconds=10)
