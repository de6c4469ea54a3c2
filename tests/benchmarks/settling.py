"""A cancelled job's refunds, of 5,000 proposals by one sweeper, beside raw spends by one process.

A refund writes the four rows of a spend, and besides them the proposal, a notice and its share of the settlement.
"""

import logging
import time
from typing import Any

from tests.benchmarks import spends
from tests.benchmarks.site import settle
from tests.benchmarks.sweeping import lock_times

PROPOSALS = 5_000
# How the statement begins that picks the next group of proposals to refund.
_PICKS = 'SELECT "proposals_proposal"."id"'


def run(url: str, *, seconds: float) -> dict[str, Any]:
    """Needs the wallets of `site.fill`, which the raw spends are taken from."""
    from proposals import settlement

    # Nobody serves the queue here: what it would be told waits for its sweep.
    logging.getLogger("common.queue").setLevel(logging.ERROR)
    rates, ratios, held = [], [], []
    for number in range(3):
        due = _cancelled(number)
        settle()
        with lock_times(_PICKS) as groups:
            began = time.perf_counter()
            done = settlement.settle(due.pk, at=due.due_at)
            took = time.perf_counter() - began
        assert done == PROPOSALS, f"{done} of {PROPOSALS}"
        rates.append(done / took)
        ratios.append(rates[-1] / spends.one_round("raw", url, seconds=seconds, processes=1))
        held += groups
    return {
        "settle_refunds_per_s": max(rates),
        "settle_vs_raw_spend": sorted(ratios)[len(ratios) // 2],
        "settle_longest_lock_s": max(held),
    }


def _cancelled(number: int) -> Any:
    """The announced refunds of another job to which 5,000 new people have applied."""
    from accounts.models import Category, ClientProfile, Skill, User
    from common import clock
    from jobs import services as jobs
    from proposals.models import Settlement
    from tests.crowd import all_apply, open_wallets

    client = User.objects.create(email=f"cancels{number}@bench.example", name="Client")
    ClientProfile.objects.create(person=client, company="Client Ltd", country="GB")
    words = {"title": "A logo", "description": "Three drafts, then one finished logo, for a small bakery in Leeds."}
    choices = {"category": Category.objects.all()[0], "skills": [Skill.objects.all()[0]], "fixed_minor": 50_000}
    job = jobs.publish(jobs.draft(client, **words, **choices), by=client)
    now = clock.now()
    wallets = open_wallets(PROPOSALS, at=now, first=10_000_000 + number * PROPOSALS)[-PROPOSALS:]
    all_apply(wallets, job, had=60, cost=4, at=now)
    jobs.cancel(job, by=client)
    return Settlement.objects.get(job=job)
