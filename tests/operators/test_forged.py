"""What no page of the admin sends, sent all the same: refused in words or by a status, never a breakdown."""

import pytest

from proposals.models import RefundRule

pytestmark = pytest.mark.django_db
PROFILES = "/admin/accounts/clientprofile/"


@pytest.fixture
def desk(client, olga):
    client.force_login(olga)
    return client


def test_numbers_of_rows_that_are_none(desk, ada):
    assert desk.post(PROFILES, {"action": "delete_selected", "_selected_action": "<b>"}).status_code == 400
    assert desk.post(f"{PROFILES}add/", {"person": "x", "company": "Y"}).status_code == 400


def test_a_search_for_a_page_of_text(desk):
    answer = desk.get(PROFILES, {"q": "word " * 10_000})
    assert answer.status_code == 200
    assert "at most 100 characters" in answer.content.decode()


def test_log_ins_can_be_searched(desk):
    assert desk.get("/admin/usersessions/usersession/", {"q": "ada"}).status_code == 200


def test_a_crontab_that_celery_cannot_read(desk):
    typed = {"minute": "-7", "hour": "*", "day_of_month": "*", "month_of_year": "*", "day_of_week": "*"}
    answer = desk.post("/admin/django_celery_beat/crontabschedule/add/", {**typed, "timezone": "UTC"})
    assert answer.status_code == 200


def test_only_the_dated_rule_of_the_matrix_has_days_and_it_needs_them(desk):
    dated = RefundRule.objects.filter(outcome="never_viewed").earliest("id")
    plain = RefundRule.objects.get(outcome="cancelled", column="early")
    assert "after_days" not in desk.get(address(plain)).content.decode()
    assert desk.post(address(plain), {"refunded": "", "after_days": "5", "reason": "For this test"}).status_code == 302
    plain.refresh_from_db()
    assert (plain.refunded, plain.after_days) == (False, None)
    for days in ("", "0"):
        refused = desk.post(address(dated), {"refunded": "on", "after_days": days, "reason": "For this test"})
        assert refused.status_code == 200, days
    assert not RefundRule.objects.get(pk=dated.pk).refunded


def test_an_adjustment_under_a_reference_of_ones_own(desk, ben):
    typed = {"connects": "5", "reason": "For this test", "reference": "proposal:1"}
    assert desk.post(f"/admin/connects/wallet/{ben.wallet.pk}/adjust/", typed).status_code == 200
    assert ben.wallet.transactions.count() == 0


def address(rule):
    return f"/admin/proposals/refundrule/{rule.pk}/change/"


def test_a_character_that_no_text_has_in_a_filter(client, olga):
    client.force_login(olga)
    for address in ("/admin/support/ticket/?state__exact=a%00b", "/admin/jobs/job/?q=%00"):
        assert client.get(address).status_code == 400
