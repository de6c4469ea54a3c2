"""What the demo clock's page says of memberships before the clock is moved, and after it."""

from datetime import timedelta

from common import clock, outlook, sweeps
from common.time_travel import a_month_after, travel
from common.voyage import Voyage
from tests.books import assert_books_balance
from tests.memberships.conftest import FAILS_LATER


def test_the_demo_clock_announces_a_renewal_and_says_that_its_card_was_declined(desk, ben, cleo):
    desk.join(ben, number=FAILS_LATER)
    desk.join(cleo)
    now = clock.now()
    voyage = Voyage.begin(now, a_month_after(now) + timedelta(days=1))
    renews = [line.words for line in voyage.announced if line.kind == "renewals"]
    assert renews == ["Freelancer Plus of Ben renews: $19.99", "Freelancer Plus of Cleo renews: $19.99"]
    voyage.add(travel(voyage.target))
    said = {kind: [line.words for line in voyage.happened if line.kind == kind] for kind in ("renewals", "failures")}
    assert said["renewals"] == ["Freelancer Plus of Cleo renewed: $19.99"]
    assert said["failures"] == ["The renewal of Freelancer Plus of Ben failed: the card was declined"]
    assert [(each.title, each.announced, each.happened) for each in voyage.missed][-1:] == [
        ("Memberships that renew", 2, 1)
    ]
    assert_books_balance()


def test_the_demo_clock_announces_the_end_of_grace_and_of_a_cancelled_membership(desk, ben, cleo):
    desk.join(ben, number=FAILS_LATER)
    desk.join(cleo)
    desk.act(cleo, "cancel")
    month = a_month_after(clock.now()) + timedelta(days=1)
    assert _words(outlook.coming(sweeps.outlooks(), clock.now(), month), "ends") == ["Freelancer Plus of Cleo ends"]
    began = clock.now()
    travel(month)
    ended = outlook.happened(sweeps.outlooks(), began, clock.now())
    assert [words.split(".")[0] for words in _words(ended, "ends")] == ["Freelancer Plus of Cleo ended"]
    later = clock.now() + timedelta(days=20)
    assert _words(outlook.coming(sweeps.outlooks(), clock.now(), later), "graces") == [
        "The days of grace end: Freelancer Plus of Ben rests until it is paid"
    ]
    assert_books_balance()


def _words(lines, kind: str) -> list[str]:
    return [line.words for line in lines if line.kind == kind]
