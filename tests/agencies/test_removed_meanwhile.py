"""Removed between the look at somebody's place and the step in the agency's name: the step does not come about."""

import pytest

from accounts.agencies import people
from proposals import services
from proposals.errors import NotYours
from proposals.models import State
from proposals.services import offering, withdrawing
from tests.hires import terms
from tests.proposals.conftest import LETTER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("act", "stands"), [("withdraw", State.SUBMITTED), ("accept", State.OFFERED), ("decline", State.OFFERED)]
)
def test_it_is_asked_again_with_the_place_held(
    guild, pool, fund, post, place, ada, ben, maya, act, stands, monkeypatch
):
    fund(pool, 40)
    sent = services.submit(post(), author=ben, agency=guild, letter=LETTER, bid_minor=45_000, answers={})
    offer = services.offer(sent, terms(sent), by=ada) if stands == State.OFFERED else None
    people.remove(guild, place(guild, ben).pk, by=maya)
    # The first look still found him there.
    for module in (withdrawing, offering):
        monkeypatch.setattr(module, "may_withdraw", lambda proposal, person: True)
    acts = {
        "withdraw": lambda: services.withdraw(sent, by=ben),
        "accept": lambda: services.accept(offer, by=ben),
        "decline": lambda: services.decline_offer(offer, by=ben, reason="No time"),
    }
    with pytest.raises(NotYours):
        acts[act]()
    sent.refresh_from_db()
    assert sent.state == stands
