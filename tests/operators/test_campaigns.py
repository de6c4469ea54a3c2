"""Campaigns in the admin: written with a reason, looked at with their count, sent, paused, stopped, judged."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from billing.campaigns import sending
from billing.models import Campaign, PromoCode, Sale
from common import clock
from common.models import PolicyChange
from connects.models import Lot
from tests.books import assert_books_balance
from tests.queries import cost

pytestmark = pytest.mark.django_db
ADD = "admin:billing_campaign_add"
DRAFT = {
    "name": "Spring thanks",
    "message": "Thank you for being here.",
    "kind": "grant",
    "connects": "20",
    "lives_days": "90",
    "sale": "",
    "code": "",
    "plan": "",
    "country": "",
    "joined_since": "",
    "inactive_since": "",
    "reason": "As every spring",
}


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def draft(db) -> Campaign:
    return Campaign.objects.create(name="Spring thanks", message="Thank you.", connects=20, lives_days=90)


def url(campaign: Campaign, page: str) -> str:
    return reverse(f"admin:billing_campaign_{page}", args=[campaign.pk])


def errors(page) -> dict[str, list[str]]:
    assert page.status_code == 200
    return dict(page.context["adminform"].form.errors)


def test_a_draft_is_written_with_its_reason(operator, olga):
    assert operator.post(reverse(ADD), DRAFT).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.state, campaign.connects, campaign.lives_days) == ("draft", 20, 90)
    change = PolicyChange.objects.get()
    assert (change.actor, change.reason) == (olga, "As every spring")
    assert "cursor" not in change.after


def test_a_draft_is_changed_with_its_reason(operator, draft):
    operator.post(url(draft, "change"), DRAFT | {"connects": "30", "reason": "More"})
    draft.refresh_from_db()
    assert draft.connects == 30
    assert PolicyChange.objects.get().after["connects"] == "30"


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"name": ""}, "name"),
        ({"message": ""}, "message"),
        ({"message": "x" * 161}, "message"),
        ({"connects": ""}, "connects"),
        ({"connects": "0"}, "connects"),
        ({"connects": "-5"}, "connects"),
        ({"connects": "10001"}, "connects"),
        ({"connects": "9" * 30}, "connects"),
        ({"connects": "many"}, "connects"),
        ({"lives_days": "0"}, "lives_days"),
        ({"lives_days": "-1"}, "lives_days"),
        ({"lives_days": "3651"}, "lives_days"),
        ({"kind": "gift"}, "kind"),
        ({"kind": "sale"}, "sale"),
        ({"kind": "code", "connects": "", "lives_days": ""}, "code"),
        ({"kind": "sale", "sale": "1"}, "connects"),
        ({"sale": "999999"}, "sale"),
        ({"country": "XX"}, "country"),
        ({"plan": "999"}, "plan"),
        ({"joined_since": "2999-01-01"}, "joined_since"),
        ({"inactive_since": "2999-01-01"}, "inactive_since"),
        ({"joined_since": "yesterday"}, "joined_since"),
    ],
    ids=str,
)
def test_a_slip_is_an_error_beside_its_field(operator, slip, field):
    assert field in errors(operator.post(reverse(ADD), DRAFT | slip))
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("why_not", [{"active": False}, {"over": True}])
def test_what_is_over_is_not_offered(operator, why_not):
    now = clock.now()
    ends = now - timedelta(days=1) if why_not.get("over") else now + timedelta(days=1)
    terms = {"starts_at": now - timedelta(days=5), "ends_at": ends, "active": why_not.get("active", True)}
    sale = Sale.objects.create(name="Winter", percent=20, **terms)
    code = PromoCode.objects.create(code="WINTER", percent=20, **terms)
    none = {"connects": "", "lives_days": ""}
    assert "sale" in errors(operator.post(reverse(ADD), DRAFT | none | {"kind": "sale", "sale": sale.pk}))
    assert "code" in errors(operator.post(reverse(ADD), DRAFT | none | {"kind": "code", "code": code.pk}))


def test_the_count_is_seen_first(operator, draft, ben, cleo):
    page = operator.get(url(draft, "send")).content.decode()
    assert "2 people" in page
    assert "<strong>40</strong> in all" in page
    assert "Everybody who looks for work" in page
    assert "Spring thanks: Thank you. 20 Connects are in your wallet, for 90 days." in page
    assert "Send to 2 people" in page
    draft.refresh_from_db()
    assert draft.state == "draft"


def send(operator, draft, **fields):
    seen = operator.get(url(draft, "send")).context["form"]["seen"].value()
    return operator.post(url(draft, "send"), {"seen": seen, "reason": "Spring", **fields})


def test_it_is_sent_to_those_who_were_counted(operator, olga, draft, ben, cleo):
    answer = send(operator, draft)
    assert (answer.status_code, answer["Location"]) == (302, url(draft, "results"))
    draft.refresh_from_db()
    assert (draft.state, draft.expected, draft.started_by) == ("sending", 2, olga)
    sending.send(clock.now())
    page = operator.get(url(draft, "results")).content.decode()
    assert "Connects given, to 2 wallets" in page
    assert_books_balance()


def test_when_they_have_become_more_it_is_shown_again(operator, draft, ben, person):
    operator.get(url(draft, "send"))
    person("Late", freelancer=True)
    answer = operator.post(url(draft, "send"), {"seen": "1", "reason": "Spring"})
    assert "It is for 2 people by now" in answer.content.decode()
    assert 'name="seen" value="2"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("fields", [{"reason": " "}, {"seen": ""}, {"seen": "-1"}, {"seen": "x"}, {"seen": "9" * 40}])
def test_bad_answers_send_nothing(operator, draft, ben, fields):
    assert send(operator, draft, **fields).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_segment_of_nobody_has_no_button(operator, draft):
    page = operator.get(url(draft, "send")).content.decode()
    assert "0 people" in page
    assert "Send to" not in page


def test_once_started_it_is_not_edited(operator, draft, ben):
    send(operator, draft)
    assert operator.post(url(draft, "change"), DRAFT | {"connects": "99"}).status_code == 403
    page = operator.get(url(draft, "change"))
    assert page.status_code == 200
    assert 'name="connects"' not in page.content.decode()
    draft.refresh_from_db()
    assert draft.connects == 20


def test_pause_resume_and_stop_with_their_reasons(operator, draft, ben):
    send(operator, draft)
    for page, state in (("pause", "paused"), ("resume", "sending"), ("stop", "stopped")):
        assert operator.get(url(draft, page)).status_code == 200
        assert operator.post(url(draft, page), {"reason": " "}).status_code == 200
        assert operator.post(url(draft, page), {"reason": f"To {page}"}).status_code == 302
        draft.refresh_from_db()
        assert draft.state == state
    assert not Lot.objects.exists()
    history = operator.get(url(draft, "change")).content.decode()
    assert "To pause" in history
    assert "To stop" in history


@pytest.mark.parametrize("page", ["send", "pause", "resume", "stop"])
def test_what_cannot_be_done_any_more_says_so(operator, draft, ben, page):
    send(operator, draft)
    sending.send(clock.now())
    seen = operator.get(url(draft, page), follow=True).content.decode()
    assert "It is sent already." in seen
    again = operator.post(url(draft, page), {"reason": "Once more", "seen": "1"}, follow=True)
    assert "It is sent already." in again.content.decode()
    draft.refresh_from_db()
    assert draft.state == "sent"


def test_the_buttons_follow_the_state(operator, draft, ben):
    def offered() -> set[str]:
        page = operator.get(url(draft, "change")).content.decode()
        return {name for name in ("send", "results", "pause", "resume", "stop") if url(draft, name) in page}

    assert offered() == {"send", "stop"}
    send(operator, draft)
    assert offered() == {"results", "pause", "stop"}
    sending.send(clock.now())
    assert offered() == {"results"}


def test_a_campaign_that_there_is_not(operator):
    for page in ("send", "results", "pause", "resume", "stop"):
        assert operator.get(reverse(f"admin:billing_campaign_{page}", args=[999])).status_code == 404


def test_only_who_may_sends_and_looks(client, person, draft, ben):
    clerk = person("Clerk", is_staff=True)
    client.force_login(clerk)
    for page in ("send", "results", "pause", "resume", "stop", "change"):
        assert client.get(url(draft, page)).status_code == 403
        assert client.post(url(draft, page), {"reason": "Why", "seen": "1"}).status_code == 403
    clerk.user_permissions.add(
        *Permission.objects.filter(codename__in=("view_campaign", "change_campaign", "add_campaign"))
    )
    assert client.get(url(draft, "change")).status_code == 200
    assert client.get(url(draft, "results")).status_code == 200
    assert client.post(url(draft, "send"), {"reason": "Why", "seen": "1"}).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="send_campaign"))
    assert client.get(reverse("admin:billing_campaign_send", args=[draft.pk])).status_code == 200


def test_nobody_else_comes_in(client, ben, draft):
    client.force_login(ben)
    for page in ("send", "results", "pause", "change"):
        assert client.get(url(draft, page)).status_code == 302


def test_it_is_not_deleted(operator, draft):
    assert operator.post(url(draft, "delete"), {"post": "yes"}).status_code == 403


def test_the_list_costs_as_much_for_fifty_as_for_five(operator, olga):
    def make(number: int) -> None:
        gives = {"name": "Thanks", "message": "Thank you.", "connects": 20, "lives_days": 90}
        Campaign.objects.bulk_create(Campaign(**gives) for _ in range(number))

    address = reverse("admin:billing_campaign_changelist")
    make(5)
    few = cost(operator, address)
    make(45)
    assert cost(operator, address) == few


CODE = {
    "code": "GIFT",
    "percent": "0",
    "connects": "5",
    "without_purchase": "on",
    "lives_days": "60",
    "limit_per_person": "1",
    "starts_at_0": "2026-03-01",
    "starts_at_1": "09:00:00",
    "active": "on",
    "reason": "The spring mail",
}


def test_a_code_that_needs_no_purchase_is_added(operator):
    assert operator.post(reverse("admin:billing_promocode_add"), CODE).status_code == 302
    code = PromoCode.objects.get()
    assert (code.without_purchase, code.connects, code.lives_days) == (True, 5, 60)
    listed = operator.get(reverse("admin:billing_promocode_changelist")).content.decode()
    assert "5 Connects without a purchase" in listed


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ({"percent": "20", "connects": "0"}, "without_purchase"),
        ({"first_purchase_only": "on"}, "first_purchase_only"),
        ({"lives_days": "0"}, "lives_days"),
        ({"lives_days": "-3"}, "lives_days"),
        ({"lives_days": "99999"}, "lives_days"),
        ({"connects": "10001"}, "connects"),
        ({"connects": "-1"}, "connects"),
        ({"ends_at_0": "2026-02-01", "ends_at_1": "09:00:00"}, "ends_at"),
    ],
    ids=str,
)
def test_a_code_that_cannot_be_says_so_beside_its_field(operator, slip, field):
    assert field in errors(operator.post(reverse("admin:billing_promocode_add"), CODE | slip))
    assert not PromoCode.objects.exists()


def test_a_code_that_does_not_say_how_long_gives_a_year(operator):
    assert operator.post(reverse("admin:billing_promocode_add"), CODE | {"lives_days": ""}).status_code == 302
    assert PromoCode.objects.get().lives_days == 365


def test_a_code_stays_what_it_is_for(operator):
    operator.post(reverse("admin:billing_promocode_add"), CODE)
    code = PromoCode.objects.get()
    change = reverse("admin:billing_promocode_change", args=[code.pk])
    plain = {name: value for name, value in CODE.items() if name != "without_purchase"}
    assert operator.post(change, plain | {"connects": "8", "reason": "More"}).status_code == 302
    code.refresh_from_db()
    assert (code.without_purchase, code.connects) == (True, 8)
