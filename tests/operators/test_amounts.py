"""Operators read and type amounts of money, never the minor units that the database counts."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy

from billing.models import Package, Sale
from common import policies
from common.clock import now
from common.models import PolicyChange
from connects import services as connects
from connects.models import Source
from jobs.models import CostPolicy, JobPolicy
from proposals import services as proposals
from proposals.models import Proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def package():
    return Package.objects.get(region__currency="USD", connects=60)


def change(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_no_page_shows_minor_units(rf, olga):
    """Neither a list, nor a field that can only be read: callables show those."""
    request = rf.get("/")
    request.user = olga
    found = []
    for page in admin.site._registry.values():
        row = page.model._default_manager.first() or page.model(pk=1)
        asked = page.has_change_permission(request, row)
        kept = page.get_readonly_fields(request, row)
        fields = flatten_fieldsets(page.get_fieldsets(request, row))
        read = [name for name in fields if not asked or name in kept]
        columns = page.get_list_display(request)
        found += [
            f"{page.model.__name__}.{name}" for name in (*read, *columns) if isinstance(name, str) and "_minor" in name
        ]
    assert found == []


def test_a_bid_is_read_as_money(operator, job, ben):
    end = ben.joined_at.replace(year=2099)
    connects.grant(ben.wallet.pk, 40, source=Source.JOINING, expires_at=end, reference="joining:ben")
    proposal = proposals.submit(job, author=ben, letter="Let me do this.", bid_minor=123_450, answers={})
    page = operator.get(change(proposal)).content.decode()
    assert "$1,234.50" in page
    assert "123450" not in page
    assert Proposal.objects.get().bid_minor == 123_450


def test_a_price_is_typed_as_money(operator, package):
    page = operator.get(change(package)).content.decode()
    assert 'value="8.70"' in page
    operator.post(change(package), {"price_minor": "8.40", "active": "on", "reason": "A round price"})
    package.refresh_from_db()
    assert package.price_minor == 840
    assert PolicyChange.objects.get().before == {"price_minor": "870"}
    assert "price $8.70 to $8.40" in operator.get(change(package)).content.decode()


def test_a_currency_without_cents_has_none(operator):
    yen = Package.objects.filter(region__currency="JPY").order_by("connects").first()
    assert f'value="{yen.price_minor}"' in operator.get(change(yen)).content.decode()
    page = operator.post(change(yen), {"price_minor": "219.50", "active": "on", "reason": "A slip"})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["price_minor"]
    assert Package.objects.get(pk=yen.pk).price_minor == yen.price_minor


@pytest.mark.parametrize("typed", ["", "-1", "much", "1e3", "٣", "99999999999999999"])
def test_what_is_no_price_is_an_error_beside_it(operator, package, typed):
    page = operator.post(change(package), {"price_minor": typed, "active": "on", "reason": "A slip"})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["price_minor"]
    assert Package.objects.get(pk=package.pk).price_minor == 870
    assert not PolicyChange.objects.exists()


def test_the_same_amount_in_other_words_is_no_change(operator):
    policy = CostPolicy.objects.get()
    figures = policy.figures() | {"high_fixed_minor": "$1,000.00", "high_hourly_minor": "50"}
    operator.post(change(policy), figures | {"reason": "Nothing really"})
    assert not PolicyChange.objects.exists()


def test_a_change_that_cannot_be_put_back_says_why_as_money(package, olga):
    policies.change(package, actor=olga, reason="A round price", price_minor=840)
    policies.change(package, actor=olga, reason="Another", price_minor=850)
    with pytest.raises(ValidationError, match=r"price was set to \$8\.40, and is \$8\.50 now"):
        policies.put_back(package, policies.history(package).last(), actor=olga, reason="As it was")


CHANGES = reverse_lazy("admin:common_policychange_changelist")


def test_the_list_of_all_changes_says_amounts_as_money(operator, package, olga):
    policies.change(package, actor=olga, reason="A round price", price_minor=840)
    policies.change(JobPolicy.objects.get(), actor=olga, reason="Longer", open_days=45)
    page = operator.get(CHANGES).content.decode()
    assert "price $8.70 to $8.40" in page
    assert "open days 30 to 45" in page
    assert "price_minor" not in page


@pytest.mark.parametrize("where", ["billing.sale:999", "billing.fair:1"])
def test_a_change_of_what_is_gone_is_still_listed(operator, olga, where):
    figures = {"before": {"percent": "5"}, "after": {"percent": "6"}}
    PolicyChange.objects.create(subject=where, label="Spring", actor=olga, reason="x", at=now(), **figures)
    assert "percent 5 to 6" in operator.get(CHANGES).content.decode()


def test_the_list_of_changes_asks_as_often_for_fifty_as_for_five(operator, olga):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert operator.get(CHANGES).status_code == 200
        return len(queries)

    packages = list(Package.objects.select_related("region"))
    for number in range(5):
        policies.change(packages[number % len(packages)], actor=olga, reason="x", price_minor=900 + number)
    asked()
    five = asked()
    for number in range(45):
        policies.change(packages[number % len(packages)], actor=olga, reason="x", price_minor=1000 + number)
    assert asked() == five


def test_a_change_is_said_in_words_and_in_the_operators_language(operator, olga):
    starts, ends = (datetime(2026, 3, day, 9, tzinfo=UTC) for day in (1, 8))
    sale = Sale(name="Spring", percent=20, starts_at=starts, ends_at=ends, active=False)
    policies.create(sale, actor=olga, reason="Busy weeks")
    policies.change(sale, actor=olga, reason="Now", active=True)
    page = operator.get(CHANGES).content.decode()
    assert "active no to yes" in page
    assert "starts at 1 March 2026, 09:00 UTC" in page
    assert "None" not in page
    olga.language = "de"
    olga.save()
    assert "aktiv nein" in operator.get(CHANGES).content.decode().replace("Aktiv", "aktiv")


def test_a_figure_that_is_no_more_is_still_listed(operator, package, olga):
    said = {"before": {"gone_figure": "5"}, "after": {"gone_figure": "6"}, "reason": "Long ago"}
    where = policies.subject(package)
    PolicyChange.objects.create(subject=where, label="60 Connects", actor=olga, at=now(), **said)
    assert "gone figure 5 to 6" in operator.get(CHANGES).content.decode()
    assert "gone figure 5 to 6" in operator.get(change(package)).content.decode()
