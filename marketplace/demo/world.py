"""Half a year of a small market, told day by day through the services and under the clock of each day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import AgencyMember, Category, DemoPerson, Hat, User
from common import clock
from connects import services as connects
from marketplace.demo import (
    about_to,
    agencies,
    asked,
    auctions,
    available,
    certified,
    first_jobs,
    hiring,
    members,
    offers,
    searching,
    set_aside,
    shopping,
    talks,
    told,
    trust,
    turned,
)
from marketplace.demo.agenda import Agenda
from marketplace.demo.arrivals import PASSWORD, Arrivals
from marketplace.demo.cast import AGENCIES, CLIENTS, FREELANCERS, ClientSketch
from marketplace.demo.clients import Clients
from marketplace.demo.freelancers import Freelancers
from marketplace.demo.invitations import Invitations
from marketplace.demo.names import more_names
from marketplace.roles import FINANCE, MODERATOR, SUPPORT
from talent.models import FreelancerProfile

DAYS = 183
_PLENTY = 60


class World:
    """`build()` fills an empty site. The same seed tells the same story, up to today's date."""

    def __init__(self, *, freelancers: int, jobs: int, progress: Callable[[datetime], None], seed: int = 7) -> None:
        self.chance = Random(seed)
        self.end = clock.now()
        self.begin = self.end - timedelta(days=DAYS)
        self.agenda = Agenda(self.begin, self.end, progress=progress)
        self.arrivals = Arrivals(self.chance, make_password(PASSWORD))
        self.freelancers = Freelancers(self.agenda, self.chance, wanted=5.8)
        self.number_of_freelancers, self.number_of_jobs = freelancers, jobs

    def build(self) -> None:
        with clock.at(self.begin):
            operator = self.arrivals.operator()
            shopping.open_shop(self.begin)
            certified.open_tests(operator)
        follow = hiring.Hirings(self.agenda).follow
        self.clients = Clients(self.agenda, self.chance, operator, self.freelancers.notice, follow)
        self._plan_arrivals()
        self._plan_jobs()
        self._plan_offers(operator)
        certified.plan(self.agenda, self.freelancers, seed=7)
        available.plan(self.agenda, self.freelancers, seed=13)
        self._plan_plenty()
        first_jobs.plan(self.agenda, self.clients, self.end)
        self.agenda.plan(self.end - timedelta(days=30), lambda: told.want_digests(self.freelancers.people[1].person))
        self.agenda.plan(
            self.end - timedelta(days=12),
            lambda: searching.keep_searches([f.person for f in self.freelancers.people[:6]]),
        )
        ask = self.end - timedelta(hours=30)
        self.agenda.plan(ask, lambda: asked.ask(*(each.person for each in self.freelancers.people[:2])))
        self.agenda.plan(ask + timedelta(hours=5), lambda: asked.answer(operator))
        self.agenda.plan(
            self.end - timedelta(hours=3),
            lambda: about_to.cancel_one(self.freelancers, [client for client, _ in self.clients.people[:2]]),
        )
        with clock.at(self.begin):
            Invitations(self.agenda, self.arrivals, lambda: self.freelancers.people[0].person).plan(operator)
        self.agenda.run()
        hiring.leave_open(self.freelancers.people[0].person, [client for client, _ in self.clients.people[:2]])
        # After the last refund: whoever tries the demo finds Cleo short of a proposal.
        self.freelancers.spend_out(self.freelancers.people[1])
        available.keep(self.clients.people[0][0])
        talks.talk(self.freelancers.people[0].person, self.clients.people[0][0], self.end)
        told.leave_unread(self.freelancers.people[0].person)
        told.write_a_newsletter([freelancer.person for freelancer in self.freelancers.people[:5]], operator)
        payers = [freelancer.person for freelancer in self.freelancers.people[7:11]]
        members.subscribe(payers[:2])
        turned.turn(payers[2], payers[3], operator)
        agencies.invite_more(self.freelancers.people[0].person)
        trust.fill_desk(
            [each.person for each in self.freelancers.people], [c for c, _ in self.clients.people], operator
        )
        auctions.run()
        self._leave_things_standing(operator)
        self._offer_log_ins(operator)

    def _leave_things_standing(self, operator: User) -> None:
        """So that nothing has to be staged to be seen."""
        cleo = self.freelancers.people[1].person
        about_to.begin_without_connects(cleo)
        about_to.rest_one([client for client, _ in self.clients.people[:2]])
        about_to.run_short(self.freelancers)
        set_aside.leave(operator, seen=cleo)
        set_aside.part_with(operator, self._spare())

    def _spare(self) -> list[User]:
        """Whom nobody meets: finished profiles, in no agency, and not among the first."""
        late = [
            f.person for f in reversed(self.freelancers.people[12:]) if f.person.pk not in self.freelancers.agencies
        ]
        people = User.objects.select_related("freelancer_profile").in_bulk([person.pk for person in late])
        there = [people[person.pk] for person in late]
        return [p for p in there if p.freelancer_profile.completed_at and not p.is_barred]

    def _plan_arrivals(self) -> None:
        for place, sketch in enumerate(CLIENTS):
            day = 0 if place < 8 else self.chance.randint(0, 70)
            self.agenda.plan(
                self.begin + timedelta(days=day),
                partial(self._welcome, sketch),
            )
        categories = cycle(Category.objects.order_by("id"))
        names = [*FREELANCERS, *more_names(self.chance, self.number_of_freelancers - len(FREELANCERS))]
        for place, (name, country) in enumerate(names[: self.number_of_freelancers]):
            day = 0 if place < 24 else self.chance.randint(0, 150)
            # Ben and Cleo, whom everybody meets first, are the first to come.
            hour = place if place < 2 else self.chance.randint(7, 20)
            # One in six has not finished the profile yet.
            self.agenda.plan(
                self.begin + timedelta(days=day, hours=hour),
                partial(self._arrive, name, country, next(categories), place % 6 != 5),
            )
        self.agenda.plan(self.begin + timedelta(days=100), self._found_agencies)

    def _welcome(self, sketch: ClientSketch) -> None:
        self.clients.people.append((self.arrivals.client(sketch), sketch))

    def _arrive(self, name: str, country: str, category: Category, finished: bool) -> None:
        self.freelancers.people.append(self.arrivals.freelancer(name, country, category, finished=finished))

    def _plan_jobs(self) -> None:
        categories = list(Category.objects.order_by("id"))
        for number in range(self.number_of_jobs):
            # Evenly over the months, a little more towards today.
            day = 1 + (number / self.number_of_jobs) ** 0.85 * (DAYS - 2)
            at = self.begin + timedelta(days=day, hours=self.chance.uniform(0, 10))
            category = self.chance.choice(categories)
            self.agenda.plan(at, partial(self.clients.post, category, at))

    def _plan_offers(self, operator: User) -> None:
        plan = self.agenda.plan
        plan(self.begin + timedelta(days=40, hours=9), partial(offers.offer_sale, operator))
        plan(self.begin + timedelta(days=122, hours=10), partial(offers.thank, operator))
        plan(self.begin + timedelta(days=150, hours=18), partial(self._hand_out_code, operator))
        plan(self.end - timedelta(days=2), partial(offers.leave_draft, operator))

    def _plan_plenty(self) -> None:
        """Whoever tries the demo finds Ben with Connects for several proposals."""
        people, chance = self.freelancers.people, Random(11)
        self.agenda.plan(
            self.end - timedelta(hours=20), lambda: shopping.buy(people[0].person, at_least=_PLENTY, chance=chance)
        )

    def _hand_out_code(self, operator: User) -> None:
        offers.hand_out_code(operator, [each.person for each in self.freelancers.people[2:14:3]])

    def _found_agencies(self) -> None:
        """Agencies out of people who are already here; each with its own pool."""
        here = iter(self.freelancers.people[2:])
        for sketch in AGENCIES:
            people = [next(here).person for _ in range(sketch.members)]
            agency = agencies.found(sketch, people, chance=self.chance)
            self.freelancers.agencies |= {person.pk: (agency, people[0]) for person in people}

    def _offer_log_ins(self, operator: User) -> None:
        """Whom the log-in page offers with one click: the busiest, and one of each kind."""
        ben, cleo = self.freelancers.people[0].person, self.freelancers.people[1].person
        ada, marcus = self.clients.people[0][0], self.clients.people[1][0]
        owner = AgencyMember.objects.get(agency__handle="fieldstone-digital", role=AgencyMember.Role.OWNER).person
        seats = AgencyMember.objects.present().filter(agency__handle="fieldstone-digital", monthly_limit__gt=0)
        limited = seats.earliest("id").person
        with clock.at(self.begin):
            others = {role: self.arrivals.operator_of(role) for role in (SUPPORT, MODERATOR, FINANCE)}
        newcomer = next(f.person for f in reversed(self.freelancers.people) if _is_halfway(f.person))
        # Who came this morning and has done nothing yet: they meet the first steps.
        with clock.at(self.end - timedelta(hours=3)):
            nora = self.arrivals.newcomer("Nora Feld", "DE", Hat.FREELANCER)
            theo = self.arrivals.newcomer("Theo Baker", "GB", Hat.CLIENT)
        for place, (person, label) in enumerate(
            [
                (ben, f"Freelancer with {_connects(ben)}"),
                (cleo, f"Freelancer who is short: {_connects(cleo)}"),
                (owner, "Freelancer, and owner of the agency Fieldstone Digital"),
                (limited, "Member of Fieldstone Digital, with a monthly limit"),
                (newcomer, "Freelancer whose profile is not finished"),
                (nora, "Freelancer who has just joined"),
                (ada, "Client of Harbour & Pine"),
                (marcus, "Client of Lagos Fresh"),
                (theo, "Client who has just joined"),
                (operator, "Operator: the admin and the clock"),
                (others[SUPPORT], "Operator for support: tickets and their refunds"),
                (others[MODERATOR], "Operator for moderation: reports, jobs and people"),
                (others[FINANCE], "Operator for finance: payments, prices and the books"),
            ]
        ):
            DemoPerson.objects.create(person=person, label=label, position=place)


def _is_halfway(person: User) -> bool:
    """Their profile is not finished; and they can come in, which not all of them can by now."""
    row = User.objects.get(pk=person.pk)
    unfinished = FreelancerProfile.objects.filter(person=person, completed_at=None).exists()
    return unfinished and not row.is_barred and row.closed_at is None


def _connects(person: User) -> str:
    balance = connects.balance_of(person)
    return f"{balance} Connect{'' if balance == 1 else 's'}"
