"""The week at a glance on the operators' first page: a little story, reckoned by hand, and who may see it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from common import clock
from connects import services
from connects.models import Source
from marketplace.glance import glance
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.queries import cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_weeks(ben, olga):
    """Last week 40 came and 8 went; this week 20 are bought, 4 spent and come back, and 8 more are spent."""
    mine = ben.wallet.pk
    said = {"cause": "", "reason": "", "actor": ben}
    with clock.at(MONDAY + timedelta(days=2)):
        year = clock.now() + timedelta(days=365)
        services.grant(mine, 40, source=Source.JOINING, expires_at=year, reference="joining:ben")
        services.spend(mine, 8, reference="proposal:1", **said)
    with clock.at(MONDAY + timedelta(days=8)):
        services.credit_purchase(
            mine, 20, reference="purchase:1", cause="purchase:1", paid_minor=300, paid_currency="USD", actor=ben
        )
        services.spend(mine, 4, reference="proposal:2", **said)
        services.refund("proposal:2", reference="refund:2", cause="", reason="Cancelled")
        services.spend(mine, 8, reference="proposal:3", **said)
    assert_books_balance()


def test_this_week_stands_beside_last_week(two_weeks):
    with clock.at(MONDAY + timedelta(days=9)):
        found = glance()
    assert found.since == MONDAY.replace(hour=0) + timedelta(days=7)
    assert [(line.this_week, line.last_week) for line in found.lines] == [(0, 40), (20, 0), (12, 8), (4, 0), (0, 0)]
    assert (found.debts.connects, found.debts.wallets) == (0, 0)


def test_what_is_owed_is_added_up(ben, cleo):
    type(ben.wallet).objects.filter(pk__in=[ben.wallet.pk, cleo.wallet.pk]).update(debt=7)
    assert (glance().debts.connects, glance().debts.wallets) == (14, 2)


def test_the_first_page_shows_it_and_the_lists_are_folded(client, olga, two_weeks):
    client.force_login(olga)
    page = client.get("/admin/").content.decode()
    assert "Connects this week" in page
    assert "/admin/figures/economy/" in page
    assert '<details class="glance-lists">' in page


def test_who_may_not_open_the_economy_is_not_shown_it(client, person):
    mo = person("Mo", is_staff=True)
    mo.groups.add(Group.objects.get(name="Moderator"))
    client.force_login(mo)
    answer = client.get("/admin/")
    assert answer.context["glance"] is None
    assert "Connects this week" not in answer.content.decode()


def test_it_costs_two_queries(client, olga, django_assert_num_queries):
    clock.now()
    with django_assert_num_queries(2):
        glance()
    client.force_login(olga)
    assert cost(client, "/admin/") <= 40
