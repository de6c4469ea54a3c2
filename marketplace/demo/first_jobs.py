"""Jobs that are good for a first one, open when the demo begins: the filter of that name finds some."""

from datetime import datetime, timedelta
from functools import partial

from accounts.models import Category, Skill
from jobs import services as jobs
from jobs.models import BudgetType, Level
from marketplace.demo.agenda import Agenda
from marketplace.demo.clients import Clients
from marketplace.demo.postings.first import FIRST_JOBS
from marketplace.demo.postings.shape import Posting


def plan(agenda: Agenda, clients: Clients, end: datetime) -> None:
    """One every thirty hours or so, the last a few hours ago."""
    for place, (category, words) in enumerate(FIRST_JOBS):
        agenda.plan(end - timedelta(hours=5 + 31 * place), partial(_post, clients, place, category, words))


def _post(clients: Clients, place: int, category_name: str, words: Posting) -> None:
    # The first two are whom a visitor meets: their newest jobs have a story of their own.
    client, sketch = clients.people[2 + place % (len(clients.people) - 2)]
    title, need, length, dollars = words
    category = Category.objects.get(name=category_name)
    job = jobs.draft(
        client,
        title=title,
        description=f"{need}\n\nWe are {sketch.company}, {sketch.business}. You need not have done this before.",
        category=category,
        skills=list(Skill.objects.filter(category=category).order_by("id")[:1]),
        questions=[],
        level=Level.ENTRY,
        length=length,
        budget_type=BudgetType.FIXED,
        fixed_minor=dollars * 100,
    )
    jobs.publish(job, by=client)
