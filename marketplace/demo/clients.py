"""What the demo world's clients do: post jobs, read what comes in, hire, cancel, or forget about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from accounts.models import Category, Skill, User
from jobs import services as jobs
from jobs.models import BudgetType, Job, Level, Violation
from marketplace.demo import hiring, letters, postings, writing
from marketplace.demo.agenda import Agenda
from marketplace.demo.cast import ClientSketch
from proposals import services as proposals
from proposals.models import Proposal, State

# How a job ends, out of a hundred; the rest run out without a decision.
_ENDS = ("filled",) * 44 + ("cancelled",) * 15 + ("removed",) * 2 + ("expired",) * 39
_HOURLY = {Level.ENTRY: (1500, 2500), Level.INTERMEDIATE: (2800, 4500), Level.EXPERT: (5500, 9500)}


@dataclass
class Clients:
    """Everybody who hires. `published` is called with each new job, `hired` after each hire, at its instant."""

    agenda: Agenda
    chance: Random
    operator: User
    published: Callable[[Job, datetime], None]
    hired: Callable[[Proposal], None]
    people: list[tuple[User, ClientSketch]] = field(default_factory=list)

    def post(self, category: Category, at: datetime) -> None:
        """Publish one job now and plan how it ends."""
        client, sketch = self.chance.choice(self.people)
        words = writing.posting(self.chance, category.name, sketch)
        job = jobs.draft(client, **self._fields(category, words))
        jobs.publish(job, by=client)
        self.published(job, at)
        end = self.chance.choice(_ENDS)
        for day in (2, 5, 9):
            self.agenda.plan(
                at + timedelta(days=day, hours=self.chance.randint(0, 9)), partial(self._read, job, client)
            )
        if end == "expired":
            return
        closing = at + timedelta(days=self.chance.randint(6, 24), hours=self.chance.randint(0, 10))
        self.agenda.plan(closing, partial(self._end, job, client, end))

    def _fields(self, category: Category, words: dict[str, Any]) -> dict[str, Any]:
        skills = list(Skill.objects.filter(category=category))
        level = self.chance.choice((Level.ENTRY, Level.INTERMEDIATE, Level.INTERMEDIATE, Level.EXPERT))
        fields: dict[str, Any] = {
            "title": words["title"],
            "description": words["description"],
            "category": category,
            "skills": self.chance.sample(skills, k=min(len(skills), self.chance.randint(1, 3))),
            "questions": self.chance.sample(postings.QUESTIONS, k=self.chance.choice((0, 0, 1, 2))),
            "level": level,
            "length": words["length"],
        }
        if self.chance.random() < 0.3:
            low, high = _HOURLY[level]
            return fields | {"budget_type": BudgetType.HOURLY, "hourly_from_minor": low, "hourly_to_minor": high}
        return fields | {"budget_type": BudgetType.FIXED, "fixed_minor": words["dollars"] * 100}

    def _read(self, job: Job, client: User) -> None:
        """Open some of what came in; shortlist or decline a few."""
        job.refresh_from_db()
        if not job.is_live or self.chance.random() < 0.15:
            return
        jobs.client_seen(job, client)
        sent = Proposal.objects.filter(job=job, state=State.SUBMITTED).select_related("job", "author", "agency")
        for proposal in sent.order_by("id"):
            if self.chance.random() < 0.75:
                proposals.view(proposal, by=client)
                self._judge(proposal, client)

    def _judge(self, proposal: Proposal, client: User) -> None:
        luck = self.chance.random()
        if luck < 0.25:
            proposals.shortlist(proposal, by=client)
        elif luck < 0.42:
            proposals.decline(proposal, by=client, reason=self.chance.choice(letters.DECLINES))
        elif luck < 0.5:
            proposals.archive(proposal, by=client)

    def _end(self, job: Job, client: User, end: str) -> None:
        job.refresh_from_db()
        if not job.is_live:
            return
        if end == "removed":
            jobs.remove(
                job, by=self.operator, violation=Violation.OUTSIDE, reason="Asked for payment outside the site."
            )
        elif end == "cancelled":
            jobs.cancel(job, by=client, reason="The project has been put off.")
        else:
            self._hire(job, client)

    def _hire(self, job: Job, client: User) -> None:
        liked = Proposal.objects.filter(job=job, state__in=(State.SHORTLISTED, State.VIEWED)).order_by("-stage", "id")
        chosen = liked.first()
        if chosen is not None:
            hiring.hire(chosen, by=client)
            job.refresh_from_db()
            if job.is_live:
                jobs.fill(job, by=client)
            self.hired(Proposal.objects.select_related("job__client", "author").get(pk=chosen.pk))
