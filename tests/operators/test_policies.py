"""A figure changes with a reason or not at all."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from common import policies
from common.models import PolicyChange
from connects.models import WalletPolicy
from jobs.models import CostPolicy

pytestmark = pytest.mark.django_db
FIGURES = {
    "basic": "5",
    "high_paying": "2",
    "premium": "2",
    "in_demand": "1",
    "lowest": "4",
    "highest": "8",
    "high_fixed_minor": "1,000",
    "high_hourly_minor": "50",
}


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def url():
    return reverse("admin:jobs_costpolicy_change", args=[1])


def test_a_change_keeps_who_why_and_both_values(operator, olga, url):
    operator.post(url, FIGURES | {"reason": "Too many proposals"})
    assert CostPolicy.objects.get(pk=1).basic == 5
    change = PolicyChange.objects.get()
    assert (change.actor, change.reason) == (olga, "Too many proposals")
    assert (change.before, change.after) == ({"basic": "4"}, {"basic": "5"})
    assert b"Too many proposals" in operator.get(url).content


def test_without_a_reason_nothing_changes(operator, url):
    page = operator.post(url, FIGURES | {"reason": "  "})
    assert page.status_code == 200
    assert CostPolicy.objects.get(pk=1).basic == 4
    assert not PolicyChange.objects.exists()


def test_a_figure_that_the_database_would_refuse_is_an_error_on_the_page(operator, url):
    page = operator.post(url, FIGURES | {"lowest": "9", "reason": "A slip"})
    assert page.status_code == 200
    assert CostPolicy.objects.get(pk=1).lowest == 4


def test_the_same_values_again_leave_no_trace(operator, url):
    operator.post(url, FIGURES | {"basic": "4", "reason": "Nothing really"})
    assert not PolicyChange.objects.exists()


def test_a_policy_is_neither_added_nor_deleted(operator):
    assert operator.get(reverse("admin:jobs_costpolicy_add")).status_code == 403
    assert operator.post(reverse("admin:jobs_costpolicy_delete", args=[1]), {"post": "yes"}).status_code == 403


def test_what_the_database_would_refuse_is_said_as_a_sentence(olga):
    policy = WalletPolicy.objects.get(pk=1)
    with pytest.raises(ValidationError) as refused:
        policies.change(policy, actor=olga, reason="A slip", notice_days_first=1)
    assert "This does not hold: expiry notices come in order." in str(refused.value)
