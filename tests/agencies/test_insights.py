"""What an agency's pool bought, for those who run it."""

import pytest
from django.urls import reverse

from proposals import insights, services


@pytest.fixture
def sent(guild, pool, fund, ben, post):
    fund(pool, 40)
    return services.submit(post(), author=ben, letter="We draw.", bid_minor=50_000, answers={}, agency=guild)


def test_the_pools_proposals_are_the_pools_figures_and_not_their_authors(sent, pool, ben):
    assert insights.of_wallet(pool.pk).total.sent == 1
    assert insights.of_wallet(ben.wallet.pk).total.sent == 0


def test_those_who_run_it_see_them(client, sent, guild, maya, noor):
    for person in (maya, noor):
        client.force_login(person)
        page = client.get(reverse("agency_insights", args=[guild.handle])).content.decode()
        assert "Proposals sent" in page
        assert "Design" in page


def test_nobody_else_does(client, sent, guild, ben, dora, xenia, ada, olga):
    for person in (ben, dora, xenia, ada, olga):
        client.force_login(person)
        assert client.get(reverse("agency_insights", args=[guild.handle])).status_code == 404
