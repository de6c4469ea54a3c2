"""One market, played day by day through the real services. Seekers choose; clients hire, cancel or forget.

A seeker's choice has a chance of its own, made of the seed, the job and the person, so that two sets of rules meet the
same people and jobs. Clients share one stream of chance, which drifts apart where proposals do.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from random import Random
from typing import Any, Self

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from accounts.models import Category, User
from common import clock, queue, telling
from common.time_travel import a_month_after
from connects import services as connects
from connects.errors import NotEnoughConnects
from connects.proof import prove
from jobs import services as jobs
from jobs.models import Job, Status
from marketplace.demo import hiring, writing
from marketplace.demo.agenda import Agenda
from marketplace.demo.arrivals import Arrivals
from marketplace.demo.cast import CLIENTS, ClientSketch
from marketplace.demo.clients import Clients
from marketplace.demo.freelancers import Freelancer
from marketplace.demo.names import more_names
from marketplace.demo.portraits import portrait
from marketplace.demo.shopping import pay
from marketplace.laboratory import agents, figures, policies
from proposals import services as proposals
from proposals.errors import ProposalError
from proposals.models import Proposal, State

# Always the same days, so that the same seed gives the same market whenever it is played.
BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
SHORT = "Too few Connects, and none bought"
# How long people take to hear of a job, on average.
_HEARS_HOURS = 40


@dataclass(frozen=True, slots=True)
class Size:
    months: int
    freelancers: int
    jobs: int
    seed: int


@dataclass(frozen=True, slots=True)
class Posting:
    """What a seeker reads of a job that does not change once it is published."""

    job: Job
    cost: int
    bid_minor: int
    questions: tuple[str, ...]

    @classmethod
    def of(cls, job: Job) -> Self:
        bid = job.fixed_minor or job.hourly_from_minor or 50_000
        return cls(job, job.cost or 0, bid, tuple(question.text for question in job.questions.all()))


class BooksOff(Exception):
    """The books of the simulated market do not balance."""


class Hirers(Clients):
    """The demo's clients, who here hire whom they find best."""

    crafts: dict[int, tuple[agents.Seeker, Freelancer]]
    seed: int

    def _hire(self, job: Job, client: User) -> None:
        liked = list(
            Proposal.objects.filter(job=job, state__in=(State.SHORTLISTED, State.VIEWED))
            .select_related("job", "author")
            .order_by("sent_at", "id")
        )
        if not liked:
            return
        boosted = set(Proposal.objects.filter(job=job, boosts__placed=True).values_list("pk", flat=True))
        seen = [self._candidate(each, job, boosted=each.pk in boosted) for each in liked]
        place = agents.chosen(seen, chance=Random(f"{self.seed}:hire:{job.title}:{job.published_at}"))
        hiring.hire(liked[place], by=client)
        job.refresh_from_db()
        if job.is_live:
            jobs.fill(job, by=client)
        self.hired(Proposal.objects.select_related("job__client", "author").get(pk=liked[place].pk))

    def _candidate(self, proposal: Proposal, job: Job, *, boosted: bool) -> agents.Candidate:
        seeker, freelancer = self.crafts[proposal.author_id]
        return agents.Candidate(seeker.craft, freelancer.category_id == job.category_id, boosted)


class Market:
    """`play()` fills an empty database and returns its figures. Raises BooksOff, BadChanges."""

    def __init__(self, size: Size, *, tell: Callable[[datetime], None] = lambda day: None) -> None:
        self.size, self.tell = size, tell
        self.ends = [BEGIN]
        for _ in range(size.months):
            self.ends.append(a_month_after(self.ends[-1]))
        self.chance = Random(size.seed)
        self.agenda = Agenda(BEGIN, self.ends[-1], progress=self._day_over)
        picture = portrait("everybody").read()
        self.arrivals = Arrivals(
            Random(f"{size.seed}:arrivals"), make_password(None), lambda name: ContentFile(picture, name="face.jpg")
        )
        self.people: list[tuple[agents.Seeker, Freelancer]] = []
        self.outstanding: list[int] = []
        self.refused: Counter[str] = Counter()
        self.published = 0

    def play(self, changes: policies.Figures | None = None) -> dict[str, Any]:
        # Nobody reads here: to write notices and mails would be a good part of the work.
        with queue.quiet(), telling.hushed(), clock.at(BEGIN):
            policies.put(changes or {})
            self._open()
            self.agenda.run()
        with clock.at(self.ends[-1]):
            if not prove().balanced:
                raise BooksOff("The books of the simulated market do not balance.")
            return figures.whole(self.ends, self.outstanding, self.refused)

    def _open(self) -> None:
        operator = self.arrivals.operator()
        follow = hiring.Hirings(self.agenda, Random(f"{self.size.seed}:work")).follow
        self.clients = Hirers(self.agenda, Random(f"{self.size.seed}:clients"), operator, self._notice, follow)
        self.clients.crafts, self.clients.seed = {}, self.size.seed
        for sketch in CLIENTS:
            self.agenda.plan(BEGIN, partial(self._welcome, sketch))
        self._plan_seekers()
        self._plan_jobs()

    def _welcome(self, sketch: ClientSketch) -> None:
        self.clients.people.append((self.arrivals.client(sketch), sketch))

    def _plan_seekers(self) -> None:
        """Half are there from the first day; the others come evenly."""
        categories, days = cycle(Category.objects.order_by("id")), (self.ends[-1] - BEGIN).days
        for place, (name, country) in enumerate(more_names(self.chance, self.size.freelancers)):
            late = max(0, place - self.size.freelancers // 2) / max(
                1, self.size.freelancers - self.size.freelancers // 2
            )
            at = BEGIN + timedelta(days=late * days, minutes=1)
            self.agenda.plan(at, partial(self._arrive, place, name, country, next(categories)))

    def _arrive(self, place: int, name: str, country: str, category: Category) -> None:
        freelancer = self.arrivals.freelancer(name, country, category, finished=place % 6 != 5)
        seeker = agents.seeker(Random(f"{self.size.seed}:seeker:{place}"))
        self.people.append((seeker, freelancer))
        self.clients.crafts[freelancer.person.pk] = (seeker, freelancer)

    def _plan_jobs(self) -> None:
        categories, days = list(Category.objects.order_by("id")), (self.ends[-1] - BEGIN).days
        a_week = self.size.jobs / days * 7
        # Of their own trade, and of all others.
        self.jobs_a_week = {True: a_week / len(categories), False: a_week * (1 - 1 / len(categories))}
        for number in range(self.size.jobs):
            at = BEGIN + timedelta(days=number / self.size.jobs * days, hours=self.chance.uniform(1, 10))
            self.agenda.plan(at, partial(self.clients.post, self.chance.choice(categories), at))

    def _notice(self, job: Job, at: datetime) -> None:
        """Whoever looks at it hears of it within the next days, but for those not even tempted without rivals."""
        self.published += 1
        chance, posting = Random(f"{self.size.seed}:job:{self.published}"), Posting.of(job)
        for place, (seeker, freelancer) in enumerate(self.people):
            fits = freelancer.category_id == job.category_id
            if agents.sees(seeker, fits=fits, a_week=self.jobs_a_week[fits], chance=chance):
                hears, mood = at + timedelta(hours=1 + chance.expovariate(1 / _HEARS_HOURS)), self._mood(place)
                keen, opening = mood.random(), agents.Opening(posting.cost, fits, rivals=0)
                if agents.worth(seeker, opening) > keen:
                    self.agenda.plan(hears, partial(self._consider, place, posting, keen, mood))

    def _mood(self, place: int) -> Random:
        return Random(f"{self.size.seed}:{self.published}:{place}")

    def _consider(self, place: int, posting: Posting, keen: float, chance: Random) -> None:
        seeker, freelancer = self.people[place]
        status, rivals = Job.objects.filter(pk=posting.job.pk).values_list("status", "proposals_count").get()
        if status != Status.OPEN:
            return
        opening = agents.Opening(posting.cost, freelancer.category_id == posting.job.category_id, rivals)
        eagerness = agents.worth(seeker, opening) - keen
        # Most are not keen enough even with a full wallet: nobody opens theirs for that.
        if eagerness <= 0:
            return
        balance = connects.balance_of(freelancer.person) or 0
        if eagerness <= agents.qualms(opening, balance=balance):
            return
        if balance < opening.cost:
            if not agents.buys(seeker, chance=chance):
                self.refused[SHORT] += 1
                return
            pay(freelancer.person, at_least=opening.cost - balance, chance=chance)
        bid = agents.boosts(seeker, opening, balance=balance, chance=chance)
        self._apply(freelancer, posting, boost=bid, chance=chance)

    def _apply(self, freelancer: Freelancer, posting: Posting, *, boost: int, chance: Random) -> None:
        sent: dict[str, Any] = {
            "author": freelancer.person,
            "letter": writing.letter(chance, freelancer.skills[0].name),
            "bid_minor": posting.bid_minor,
            "answers": {question: writing.answer(chance, at) for at, question in enumerate(posting.questions)},
        }
        try:
            proposals.submit(posting.job, boost=boost, **sent)
        except (NotEnoughConnects, ProposalError) as refused:
            self.refused[f"{type(refused).__name__}{', with a boost' if boost else ''}"] += 1
            if boost:
                self._apply(freelancer, posting, boost=0, chance=chance)

    def _day_over(self, morning: datetime) -> None:
        self.tell(morning)
        if morning >= self.ends[len(self.outstanding) + 1]:
            with clock.at(morning):
                self.outstanding.append(figures.outstanding_now(morning))
