"""A change of a figure can be put back, with a reason; that is a change like any other."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from billing.models import Campaign, Region, Sale
from common import clock, policies
from common.models import PolicyChange
from connects.models import GrantPolicy
from jobs.models import CostPolicy
from proposals.models import RefundPolicy, RefundRule
from talent.models import TalentPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


def changed(row, olga, **figures):
    policies.change(row, actor=olga, reason="Too many proposals", **figures)
    return policies.history(row).first()


def page_of(row, change):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_putback", args=[row.pk, change.pk])


@pytest.fixture
def price(db):
    return CostPolicy.objects.get(pk=1)


def test_it_is_asked_why_and_goes_back(operator, olga, price):
    change = changed(price, olga, basic=5, highest=9)
    page = operator.get(page_of(price, change))
    assert b"basic 5 to 4; highest 9 to 8" in page.content
    answer = operator.post(page_of(price, change), {"reason": "It was a slip"})
    assert answer["Location"] == reverse("admin:jobs_costpolicy_change", args=[1])
    price.refresh_from_db()
    assert (price.basic, price.highest) == (4, 8)
    newest = policies.history(price).first()
    assert (newest.actor, newest.reason) == (olga, "It was a slip")
    assert (newest.before, newest.after) == ({"basic": "5", "highest": "9"}, {"basic": "4", "highest": "8"})


def test_without_a_reason_nothing_goes_back(operator, olga, price):
    change = changed(price, olga, basic=5)
    assert operator.post(page_of(price, change), {"reason": " "}).status_code == 200
    assert CostPolicy.objects.get(pk=1).basic == 5


def test_putting_back_what_was_put_back_is_possible(operator, olga, price):
    operator.post(page_of(price, changed(price, olga, basic=5)), {"reason": "A slip"})
    operator.post(page_of(price, policies.history(price).first()), {"reason": "No slip after all"})
    assert CostPolicy.objects.get(pk=1).basic == 5
    assert PolicyChange.objects.count() == 3


def test_what_has_changed_since_is_refused_and_both_are_shown(operator, olga, price):
    change = changed(price, olga, basic=5)
    changed(price, olga, basic=6)
    page = operator.post(page_of(price, change), {"reason": "A slip"})
    assert b"basic was set to 5, and is 6 now" in page.content
    assert CostPolicy.objects.get(pk=1).basic == 6
    assert PolicyChange.objects.count() == 2


def test_twice_is_once(operator, olga, price):
    change = changed(price, olga, basic=5)
    for _ in range(2):
        operator.post(page_of(price, change), {"reason": "A slip"})
    assert PolicyChange.objects.count() == 2


def test_what_no_longer_holds_is_refused_in_words(operator, olga, price):
    change = changed(price, olga, highest=6)
    changed(price, olga, lowest=4, basic=4)
    CostPolicy.objects.filter(pk=1).update(lowest=6)
    other = changed(CostPolicy.objects.get(pk=1), olga, highest=9)
    CostPolicy.objects.filter(pk=1).update(lowest=7)
    page = operator.post(page_of(price, other), {"reason": "A slip"})
    assert page.status_code == 200
    assert b"This does not hold" in page.content
    assert CostPolicy.objects.get(pk=1).highest == 9
    assert change.pk != other.pk


def test_another_rows_change_is_not_here(operator, olga, price):
    grant = GrantPolicy.objects.first()
    change = changed(grant, olga, connects=grant.connects + 1)
    assert operator.get(page_of(price, change)).status_code == 404
    assert operator.get("/admin/jobs/costpolicy/nonsense/put-back/1/").status_code == 404


def test_every_kind_of_value_comes_back_as_it_was(olga):
    rating = TalentPolicy.objects.get(pk=1)
    sale = policies.create(
        Sale(name="May", percent=10, starts_at=clock.now(), ends_at=clock.now().replace(year=2099)),
        actor=olga,
        reason="x",
    )
    euro = Region.objects.get(currency="EUR")
    cases = [
        (rating, {"rising_rating": rating.rising_rating + 0}, {"rising_rating": type(rating.rising_rating)("4.9")}),
        (sale, {"region": None}, {"region": euro}),
        (sale, {"ends_at": sale.ends_at}, {"ends_at": sale.ends_at.replace(year=2090)}),
        (sale, {"active": True}, {"active": False}),
        (euro, {"countries": euro.countries}, {"countries": euro.countries[:3]}),
    ]
    for row, before, after in cases:
        change = changed(row, olga, **after)
        policies.put_back(row, change, actor=olga, reason="As it was")
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in before} == before


def test_a_cell_of_the_matrix_put_back_makes_a_new_policy(operator, olga):
    rule = RefundRule.objects.filter(refunded=False, after_days=None).first()
    change = changed(rule, olga, refunded=True)
    before = RefundPolicy.objects.count()
    operator.post(page_of(rule, change), {"reason": "A slip"})
    rule.refresh_from_db()
    assert not rule.refunded
    assert RefundPolicy.objects.count() == before + 1


def test_what_a_new_row_began_with_and_what_was_sent_stay(operator, olga):
    campaign = policies.create(
        Campaign(name="Hello", kind="grant", connects=5, lives_days=30, message="Hello."), actor=olga, reason="x"
    )
    born = policies.history(campaign).first()
    assert operator.post(page_of(campaign, born), {"reason": "x"}).status_code == 403
    paused = changed(campaign, olga, state="stopped", finished_at=clock.now())
    assert operator.post(page_of(campaign, paused), {"reason": "x"}).status_code == 403
    campaign.refresh_from_db()
    assert campaign.state == "stopped"


def test_a_link_for_who_may_and_none_for_who_only_looks(client, operator, olga, price, person):
    change = changed(price, olga, basic=5)
    address = reverse("admin:jobs_costpolicy_change", args=[1])
    assert page_of(price, change).encode() in operator.get(address).content
    fay = person("Fay", is_staff=True)
    fay.groups.add(Group.objects.get(name="Finance"))
    client.force_login(fay)
    page = client.get(address)
    assert b"Too many proposals" in page.content
    assert page_of(price, change).encode() not in page.content
    assert client.post(page_of(price, change), {"reason": "x"}).status_code == 403


def test_a_service_says_what_it_refuses(olga, price):
    change = changed(price, olga, basic=5)
    with pytest.raises(ValidationError, match="Say why"):
        policies.put_back(price, change, actor=olga, reason="")
