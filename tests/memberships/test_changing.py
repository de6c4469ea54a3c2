"""Another plan: more at once, less with the next period, and each is quoted before."""

from datetime import timedelta

from billing.models import Invoice, Membership, PlanPrice
from common import clock, policies
from common.models import Notice
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import held

YEAR = timedelta(days=365)


def allowances(owner) -> list[int]:
    return [lot.granted for lot in owner.wallet.lots.filter(source="allowance").order_by("id")]


def test_an_upgrade_in_mid_period_charges_and_grants_the_difference(desk, studio, ben):
    row = desk.join(ben, "agency", handle=studio.handle)
    half = row.started_at + (row.paid_until - row.started_at) / 2
    desk.travel(half)
    quoted = desk.page(ben, "choose/?plan=business&interval=month", handle=studio.handle)
    preview = quoted.context["quote"].preview
    # Half of each price, give or take the rounding.
    assert abs(preview.charged_minor - 7_999 // 2) <= 2
    assert abs(preview.credited_minor - 2_999 // 2) <= 2
    assert preview.due_minor == preview.charged_minor - preview.credited_minor
    page = quoted.content.decode()
    assert "the 150 that are more for the present month come at once" in page
    desk.change(ben, "business", "month", handle=studio.handle)
    row.refresh_from_db()
    assert (row.plan.code, row.price_minor) == ("business", 7_999)
    assert allowances(studio) == [150, 150]
    assert abs(Invoice.objects.first().amount_minor - preview.due_minor) <= 2
    assert Invoice.objects.first().plan.code == "business"
    assert connects.plan_of(studio.wallet.pk).code == "business"
    desk.travel(row.paid_until + timedelta(hours=2))
    assert allowances(studio) == [150, 150, 300]
    assert Invoice.objects.first().amount_minor == 7_999
    assert_books_balance()


def test_agreeing_twice_changes_and_charges_once(desk, studio, ben):
    desk.join(ben, "agency", handle=studio.handle)
    desk.months(0)
    quote = desk.page(ben, "choose/?plan=business&interval=month", handle=studio.handle).context["quote"]
    agreed = {"plan": "business", "interval": "month", "asked_at": quote.asked_at, "due": quote.preview.due_minor}
    for _ in range(2):
        assert desk.page(ben, "choose/", handle=studio.handle, **agreed).status_code == 302
    assert Invoice.objects.count() == 2
    assert allowances(studio) == [150, 150]
    assert_books_balance()


def test_two_tabs_upgrade_once(desk, studio, ben):
    desk.join(ben, "agency", handle=studio.handle)
    first = desk.page(ben, "choose/?plan=business&interval=month", handle=studio.handle).context["quote"]
    desk.travel(clock.now() + timedelta(minutes=2))
    second = desk.page(ben, "choose/?plan=business&interval=month", handle=studio.handle).context["quote"]
    for quote in (first, second):
        agreed = {"asked_at": quote.asked_at, "due": quote.preview.due_minor}
        desk.page(ben, "choose/", handle=studio.handle, plan="business", interval="month", **agreed)
    assert Invoice.objects.count() == 2
    assert allowances(studio) == [150, 150]
    assert_books_balance()


def test_a_quote_that_is_old_or_altered_charges_nothing(desk, studio, ben):
    row = desk.join(ben, "agency", handle=studio.handle)
    desk.travel(clock.now() + timedelta(days=10))
    quote = desk.page(ben, "choose/?plan=business&interval=month", handle=studio.handle).context["quote"]
    bad = [
        {"asked_at": quote.asked_at, "due": quote.preview.due_minor - 1},
        {"asked_at": quote.asked_at - 3_600, "due": quote.preview.due_minor},
        {"asked_at": quote.asked_at + 3_600, "due": 0},
    ]
    for agreed in bad:
        desk.page(ben, "choose/", handle=studio.handle, plan="business", interval="month", **agreed)
    row.refresh_from_db()
    assert row.plan.code == "agency"
    assert Invoice.objects.count() == 1
    assert allowances(studio) == [150]


def test_from_months_to_a_year_a_new_period_begins_and_no_connects_twice(desk, ben):
    row = desk.join(ben)
    started = row.started_at
    desk.travel(started + timedelta(days=10))
    desk.change(ben, "plus", "year")
    row.refresh_from_db()
    assert (row.interval, row.price_minor, row.plan.code) == ("year", 19_900, "plus")
    assert row.paid_until > started + YEAR
    assert allowances(ben) == [100]
    assert Invoice.objects.first().amount_minor < 19_900
    # The months of Connects stay on their day.
    assert connects.plan_of(ben.wallet.pk).anchor_at == started
    desk.months(14)
    assert len(allowances(ben)) == 15
    assert_books_balance()


def test_a_downgrade_comes_with_the_next_period(desk, studio, ben):
    row = desk.join(ben, "business", handle=studio.handle)
    page = desk.page(ben, "choose/?plan=agency&interval=month", handle=studio.handle).content.decode()
    assert "Nothing is charged now." in page
    desk.change(ben, "agency", "month", handle=studio.handle)
    row.refresh_from_db()
    assert (row.plan.code, row.next_plan.code, row.next_interval) == ("business", "agency", "month")
    assert "Keep Business" in desk.page(ben, handle=studio.handle).content.decode()
    desk.months(1)
    row.refresh_from_db()
    assert (row.plan.code, row.next_plan, row.price_minor) == ("agency", None, 2_999)
    assert allowances(studio) == [300, 150]
    assert [invoice.amount_minor for invoice in Invoice.objects.all()] == [2_999, 7_999]
    desk.months(1)
    assert allowances(studio) == [300, 150, 150]
    assert_books_balance()


def test_a_downgrade_is_taken_back(desk, studio, ben):
    row = desk.join(ben, "business", handle=studio.handle)
    desk.change(ben, "agency", "month", handle=studio.handle)
    desk.act(ben, "keep", handle=studio.handle)
    row.refresh_from_db()
    assert row.next_plan is None
    desk.months(1)
    row.refresh_from_db()
    assert row.plan.code == "business"
    assert allowances(studio) == [300, 300]
    assert_books_balance()


def test_a_downgrade_gives_way_to_an_upgrade(desk, studio, ben):
    row = desk.join(ben, "agency", "year", handle=studio.handle)
    desk.change(ben, "agency", "month", handle=studio.handle)
    row.refresh_from_db()
    assert row.next_interval == "month"
    desk.change(ben, "business", "year", handle=studio.handle)
    row.refresh_from_db()
    assert (row.plan.code, row.interval, row.next_plan) == ("business", "year", None)
    assert allowances(studio) == [150, 150]
    assert_books_balance()


def test_from_a_year_to_months_at_the_end_of_the_year(desk, ben):
    row = desk.join(ben, "plus", "year")
    desk.change(ben, "plus", "month")
    desk.months(12)
    row.refresh_from_db()
    assert (row.interval, row.price_minor, row.next_plan) == ("month", 1_999, None)
    assert [invoice.amount_minor for invoice in Invoice.objects.all()] == [1_999, 19_900]
    assert len(allowances(ben)) == 13
    assert_books_balance()


def test_a_card_that_is_refused_changes_nothing(desk, studio, ben):
    row = desk.join(ben, "agency", handle=studio.handle, number="4000000000000341")
    response = desk.change(ben, "business", "month", handle=studio.handle)
    row.refresh_from_db()
    assert row.plan.code == "agency"
    assert allowances(studio) == [150]
    said = desk.page(ben, handle=studio.handle)
    assert response["Location"] == said.request["PATH_INFO"]
    assert_books_balance()


def test_upgrading_a_cancelled_one_goes_on_renewing(desk, studio, ben):
    row = desk.join(ben, "agency", handle=studio.handle)
    desk.act(ben, "cancel", handle=studio.handle)
    quoted = desk.page(ben, "choose/?plan=business&interval=month", handle=studio.handle)
    assert "Your cancellation is taken back" in quoted.content.decode()
    desk.change(ben, "business", "month", handle=studio.handle)
    row.refresh_from_db()
    assert (row.plan.code, row.ends_at_period_end) == ("business", False)
    assert_books_balance()


def test_upgrades_up_and_down_within_a_month_never_bring_more_than_the_highest_plan(desk, studio, ben):
    desk.join(ben, "agency", handle=studio.handle)
    desk.change(ben, "business", "month", handle=studio.handle)
    desk.change(ben, "agency", "month", handle=studio.handle)
    desk.act(ben, "keep", handle=studio.handle)
    assert held(studio) == 300 + 20
    assert_books_balance()


def test_a_new_price_is_for_new_members(desk, ben, cleo, olga):
    row = desk.join(ben)
    price = PlanPrice.objects.get(plan__code="plus", interval="month")
    policies.change(price, actor=olga, reason="Dearer.", price_minor=2_499)
    desk.months(1)
    row.refresh_from_db()
    assert row.price_minor == 1_999
    assert Invoice.objects.first().amount_minor == 1_999
    assert desk.join(cleo).price_minor == 2_499
    assert Membership.objects.filter(price_minor=1_999).count() == 1
    assert_books_balance()


def test_a_stale_update_that_comes_last_changes_nothing_back(desk, studio, ben):
    row = desk.join(ben, "agency", handle=studio.handle)
    stale = [*desk.events("customer.subscription.created"), *desk.events("customer.subscription.updated")]
    desk.change(ben, "business", "month", handle=studio.handle)
    for event in stale:
        assert desk.webhook(event).status_code == 200
    row.refresh_from_db()
    assert row.plan.code == "business"
    assert allowances(studio) == [150, 150]
    assert Notice.objects.filter(person=ben, text__contains="is Business now").count() == 1
    assert_books_balance()
