"""Ben's invitations in the demo world, one of each outcome; and a second account that somebody has to judge."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from accounts import signs
from accounts.identity import MailDomain
from accounts.models import Category, User
from common import policies
from connects import referrals
from marketplace.demo import shopping
from marketplace.demo.agenda import Agenda
from marketplace.demo.arrivals import DOMAIN, Arrivals

_BENS_BROWSER = "the browser at Ben's"


class Invitations:
    """`plan()` tells them to the agenda. Their chance is their own, so that they change nobody else's story."""

    def __init__(self, agenda: Agenda, arrivals: Arrivals, referrer: Callable[[], User]) -> None:
        self.agenda, self.arrivals, self.referrer = agenda, arrivals, referrer
        self.chance = Random(20)

    def plan(self, operator: User) -> None:
        end = self.agenda.end
        # Everybody here has an address of one domain, and is no double for that.
        policies.create(MailDomain(domain=DOMAIN, kind="shared"), actor=operator, reason="The demo's own domain")
        self._limit(operator, 1, "We begin small")
        # Of two in one month one is rewarded.
        for who in (("Greta Holm", "DK"), ("Pavel Simek", "CZ")):
            self._come(who, end - timedelta(days=80), buys=end - timedelta(days=78))
        more = partial(self._limit, operator, 10, "It works, and nobody overdid it")
        self.agenda.plan(end - timedelta(days=60), more)
        self._come(("Aroha Ngata", "NZ"), end - timedelta(days=9), buys=end - timedelta(days=5))
        self._come(("Luc Roy", "CA"), end - timedelta(days=3))
        self.agenda.plan(end - timedelta(days=40), self._double)

    def _come(self, who: tuple[str, str], at: datetime, *, buys: datetime | None = None) -> None:
        self.agenda.plan(at, partial(self._join, *who, buys))

    def _join(self, name: str, country: str, buys: datetime | None) -> None:
        person = self._arrive(name, country)
        if buys:
            self.agenda.plan(buys, partial(shopping.buy, person, at_least=10, chance=self.chance))

    def _double(self) -> None:
        """Somebody comes by Ben's link, in Ben's browser, under nearly his name."""
        signs.note_device(self.referrer(), _BENS_BROWSER)
        self._arrive("Benno Achterberg", "NL", browser=_BENS_BROWSER)

    def _arrive(self, name: str, country: str, browser: str = "") -> User:
        code = referrals.code_of(self.referrer()).code
        category = Category.objects.order_by("id")[self.chance.randrange(6)]
        arrivals = Arrivals(self.chance, self.arrivals.password_hash)
        return arrivals.freelancer(name, country, category, finished=True, browser=browser, invited_by=code).person

    def _limit(self, operator: User, cap: int, why: str) -> None:
        policies.change(referrals.policy(), actor=operator, reason=why, monthly_cap=cap)
