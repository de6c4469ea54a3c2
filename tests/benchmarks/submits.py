"""Whole proposals sent per second: the job locked, the proposal written, its cost spent, the job's counter moved."""

from typing import Any

from tests.benchmarks import spends

JOBS = 200


def run(url: str, *, seconds: float) -> dict[str, Any]:
    """Needs the wallets of `site.fill`; each process sends from any of 2,000 people to any of 200 jobs."""
    _post_jobs()
    rates = [spends.one_round("submit", url, seconds=seconds) for _ in range(3)]
    return {"submit_per_s": max(rates)}


def _post_jobs() -> None:
    from accounts.models import Category, ClientProfile, Skill, User
    from jobs import services

    client = User.objects.create(email="client@bench.example", name="Client")
    ClientProfile.objects.create(person=client, company="Client Ltd", country="GB")
    category, skill = Category.objects.all()[0], Skill.objects.all()[0]
    for number in range(JOBS):
        job = services.draft(
            client,
            title=f"Job {number}",
            description="Three drafts, then one finished logo as SVG, for a small bakery in Leeds.",
            category=category,
            skills=[skill],
            fixed_minor=50_000,
        )
        services.publish(job, by=client)
