"""What the client has changed about a job since a draft was saved or a proposal sent."""

from dataclasses import dataclass
from datetime import datetime

from jobs.models import Job
from jobs.wording import FIELD_NAMES


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: str
    after: str


def since(job: Job, instant: datetime) -> list[Change]:
    """Each field once, from what it was then to what it is now."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for revision in job.revisions.filter(at__gt=instant).order_by("id"):
        for name, (before, after) in revision.changes.items():
            first.setdefault(name, before)
            last[name] = after
    return [
        Change(str(FIELD_NAMES.get(name, name)), first[name], last[name])
        for name in first
        if first[name] != last[name]
    ]
