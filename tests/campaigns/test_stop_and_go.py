"""A campaign is paused, resumed and stopped between two batches; each with who and why."""

from datetime import timedelta

import pytest

from billing.campaigns import acts, sending
from billing.campaigns.acts import CampaignRefuses
from billing.models import Campaign
from common import clock
from common.models import PolicyChange
from connects.models import Lot
from tests.books import assert_books_balance
from tests.crowd import open_wallets

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_sent(campaign, start, monday) -> Campaign:
    """Ten people, of whom six have got it."""
    open_wallets(10, at=monday)
    started = start(campaign())
    assert sending.send_batch(started.pk, 6) == 6
    return started


def test_paused_it_gives_to_nobody_else(half_sent, olga):
    acts.pause(half_sent, actor=olga, reason="A typo?")
    assert sending.send(clock.now()) == 0
    assert Lot.objects.count() == 6


def test_resumed_it_goes_on_behind(half_sent, olga):
    acts.pause(half_sent, actor=olga, reason="A typo?")
    acts.resume(half_sent, actor=olga, reason="No typo")
    assert sending.send(clock.now()) == 4
    half_sent.refresh_from_db()
    assert (half_sent.state, half_sent.reached) == ("sent", 10)
    assert Lot.objects.values("wallet").distinct().count() == Lot.objects.count() == 10
    reasons = PolicyChange.objects.order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["Spring", "A typo?", "No typo"]
    assert_books_balance()


def test_stopped_it_stays_stopped_and_what_was_given_stays_given(half_sent, olga):
    acts.stop(half_sent, actor=olga, reason="The wrong people")
    assert sending.send(clock.now()) == 0
    half_sent.refresh_from_db()
    assert (half_sent.state, half_sent.reached, half_sent.finished_at) == ("stopped", 6, clock.now())
    for act in (acts.resume, acts.pause, acts.stop):
        with pytest.raises(CampaignRefuses, match="stopped already"):
            act(half_sent, actor=olga, reason="Once more")
    assert Lot.objects.count() == 6
    assert_books_balance()


def test_a_draft_is_stopped_before_it_begins(campaign, olga):
    draft = acts.stop(campaign(), actor=olga, reason="Not this year")
    assert (draft.state, draft.started_at) == ("stopped", None)


@pytest.mark.parametrize("act", [acts.pause, acts.resume])
def test_a_draft_is_neither_paused_nor_resumed(campaign, olga, act):
    with pytest.raises(CampaignRefuses, match="draft already"):
        act(campaign(), actor=olga, reason="Why")


def test_starting_twice_is_refused(campaign, start, ben):
    started = start(campaign())
    with pytest.raises(CampaignRefuses, match="sending already"):
        start(started)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_done_without_a_reason(campaign, ben, olga, reason):
    with pytest.raises(acts.ValidationError, match="Say why"):
        acts.start(campaign(), actor=olga, reason=reason, seen=1)
    assert Campaign.objects.get().state == "draft"


def test_nobody_in_it_starts_nothing(campaign, olga):
    with pytest.raises(CampaignRefuses, match="Nobody"):
        acts.start(campaign(), actor=olga, reason="Spring", seen=0)


def test_another_number_than_was_seen_starts_nothing(campaign, ben, cleo, olga):
    with pytest.raises(CampaignRefuses, match="for 2 people by now"):
        acts.start(campaign(), actor=olga, reason="Spring", seen=1)


def test_an_offer_that_is_over_is_not_sent(campaign, ben, olga, sale, monday):
    draft = campaign("sale", sale=sale)
    with clock.at(monday + timedelta(days=7)), pytest.raises(CampaignRefuses, match="Spring sale is over"):
        acts.start(draft, actor=olga, reason="Late", seen=1)
    sale.active = False
    sale.save()
    with pytest.raises(CampaignRefuses, match="switched off"):
        acts.start(draft, actor=olga, reason="Late", seen=1)


def test_an_offer_that_ends_meanwhile_is_told_to_nobody_else(campaign, start, sale, monday):
    open_wallets(10, at=monday)
    started = start(campaign("sale", sale=sale))
    assert sending.send_batch(started.pk, 6) == 6
    with clock.at(sale.ends_at):
        assert sending.send(clock.now()) == 0
    started.refresh_from_db()
    assert (started.state, started.reached, started.finished_at) == ("stopped", 6, sale.ends_at)
