"""Boosts in an agency's name: held from its pool, within the member's monthly limit; a return restores both."""

import pytest

from accounts.agencies import people
from connects import limits
from connects import services as connects
from proposals import services
from proposals.errors import BoostRefused, NotAMember
from tests.books import assert_books_balance
from tests.proposals.boosts import bid, boost_of
from tests.proposals.conftest import LETTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(guild, place, ben):
    """Ben may take 20 a month from Fieldstone's pool."""
    seat = place(guild, ben)
    seat.monthly_limit = 20
    seat.save()
    return seat


def send(job, who, agency, **more):
    return services.submit(job, author=who, agency=agency, letter=LETTER, bid_minor=45_000, answers={}, **more)


def test_the_pool_holds_it_and_the_limit_counts_it(post, guild, pool, fund, limited, ben):
    fund(pool, 100)
    job = post()
    sent = send(job, ben, guild, boost=10)
    assert (connects.spendable(pool.pk), limits.spent_this_month(pool.pk, ben.pk)) == (86, 14)
    with pytest.raises(BoostRefused, match="over your monthly limit: 6 of 20 left"):
        bid(sent, 17)
    bid(sent, 16)
    assert limits.spent_this_month(pool.pk, ben.pk) == 20
    assert_books_balance()


def test_outbid_the_pool_and_the_limit_have_it_back(post, guild, pool, fund, limited, ben, person):
    fund(pool, 100)
    job = post()
    sent = send(job, ben, guild, boost=2)
    for number in range(4):
        who = person(f"Rival{number}", freelancer=True)
        fund(who.wallet, 40)
        send(job, who, None, boost=5)
    assert boost_of(sent) == ("returned", "outbid", False)
    assert (connects.spendable(pool.pk), limits.spent_this_month(pool.pk, ben.pk)) == (96, 4)
    assert_books_balance()


def test_over_the_limit_nothing_is_sent(post, guild, pool, fund, limited, ben):
    fund(pool, 100)
    with pytest.raises(BoostRefused, match="over your monthly limit"):
        send(post(), ben, guild, boost=17)
    assert connects.spendable(pool.pk) == 100


def test_who_has_left_bids_no_more(client, post, guild, pool, fund, limited, ben, maya):
    fund(pool, 100)
    sent = send(post(), ben, guild)
    people.remove(guild, limited.pk, by=maya)
    with pytest.raises(NotAMember):
        bid(sent, 5)
    client.force_login(ben)
    assert client.get(f"/proposals/{sent.pk}/boost/").status_code == 404
