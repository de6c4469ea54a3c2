"""What the demo world's freelancers do: fill in profiles, send proposals, run short, buy Connects, change their minds."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from accounts.models import Agency, Skill, User
from connects.errors import NotEnoughConnects, OverTheLimit
from jobs.errors import JobNotOpen
from jobs.models import BudgetType, Job
from marketplace.demo import writing
from marketplace.demo.agenda import Agenda
from marketplace.demo.shopping import buy
from proposals import services as proposals
from proposals.errors import AgencySent, ProposalError
from proposals.models import Proposal, State


@dataclass(frozen=True, slots=True)
class Freelancer:
    person: User
    category_id: int
    skills: tuple[Skill, ...]


@dataclass
class Freelancers:
    """Everybody who looks for work. `wanted` is how many proposals a job draws on average."""

    agenda: Agenda
    chance: Random
    wanted: float
    people: list[Freelancer] = field(default_factory=list)
    # Who is in which agency, by the person's number; and who buys for it.
    agencies: dict[int, tuple[Agency, User]] = field(default_factory=dict)
    sent: int = 0

    def notice(self, job: Job, at: datetime) -> None:
        """A job was published: some of those who do such work will write within the next days."""
        able = [f for f in self.people if f.category_id == job.category_id]
        others = [f for f in self.people if f.category_id != job.category_id]
        number = round(self.chance.triangular(0, self.wanted * 2, self.wanted * 0.9))
        near = self.chance.sample(able, k=min(len(able), number))
        far = self.chance.sample(others, k=min(len(others), number - len(near)))
        for freelancer in near + far:
            hours = self.chance.expovariate(1 / 40)
            self.agenda.plan(at + timedelta(hours=1 + hours), partial(self._propose, freelancer, job))

    def _propose(self, freelancer: Freelancer, job: Job) -> None:
        job.refresh_from_db()
        if not job.is_open:
            return
        try:
            proposal = self._for_agency(freelancer, job) or self._submit(freelancer, job)
        except NotEnoughConnects as short:
            if self.chance.random() > 0.5:
                return
            buy(freelancer.person, at_least=short.missing, chance=self.chance)
            proposal = self._submit(freelancer, job)
        except ProposalError:
            return
        self.sent += 1
        if self.chance.random() < 0.04:
            later = proposal.sent_at + timedelta(days=self.chance.randint(1, 6))
            self.agenda.plan(later, partial(self._withdraw, proposal))

    def spend_out(self, freelancer: Freelancer) -> None:
        """Send to one open job after the other, newest first, until the wallet is too small for any of them."""
        for job in Job.objects.open().order_by("-published_at", "-id"):
            with suppress(JobNotOpen, NotEnoughConnects, ProposalError):
                self._submit(freelancer, job)
                self.sent += 1

    def send(self, freelancer: Freelancer, job: Job) -> Proposal:
        """One proposal, in their own name."""
        self.sent += 1
        return self._submit(freelancer, job)

    def _for_agency(self, freelancer: Freelancer, job: Job) -> Proposal | None:
        """In the name of their agency, now and then; None when it is not, or its pool or their limit is too small."""
        if freelancer.person.pk not in self.agencies or self.chance.random() > 0.55:
            return None
        agency, buyer = self.agencies[freelancer.person.pk]
        try:
            return self._submit(freelancer, job, agency)
        except (AgencySent, OverTheLimit):
            return None
        except NotEnoughConnects as short:
            buy(buyer, at_least=short.missing, chance=self.chance, agency=agency.handle)
            return self._submit(freelancer, job, agency)

    def _submit(self, freelancer: Freelancer, job: Job, agency: Agency | None = None) -> Proposal:
        skill = self.chance.choice(freelancer.skills).name
        questions = list(job.questions.all())
        return proposals.submit(
            job,
            author=freelancer.person,
            agency=agency,
            letter=writing.letter(self.chance, skill),
            bid_minor=self._bid(job),
            answers={q.text: writing.answer(self.chance, place) for place, q in enumerate(questions)},
        )

    def _bid(self, job: Job) -> int:
        if job.budget_type == BudgetType.HOURLY:
            low, high = job.hourly_from_minor or 2000, job.hourly_to_minor or 4000
            return self.chance.randrange(low, high + 100, 100)
        return round((job.fixed_minor or 50_000) * self.chance.uniform(0.75, 1.15) / 1000) * 1000

    def _withdraw(self, proposal: Proposal) -> None:
        proposal = Proposal.objects.select_related("job", "author").get(pk=proposal.pk)
        if proposal.job.is_live and proposal.state in (State.SUBMITTED, State.VIEWED):
            proposals.withdraw(proposal, by=proposal.author)
