"""What one job's page says besides the job itself."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from jobs import wording
from jobs.models import Job, JobClosure, JobEnd
from jobs.posting import promised
from jobs.rules import Cost
from jobs.saving import saved_among


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that an edit changed; long texts are folded away on the page."""

    name: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        return len(self.before) + len(self.after) > 120


@dataclass
class JobPage:
    """One job as this person sees it; None is a visitor."""

    job: Job
    person: User | None

    @cached_property
    def own(self) -> bool:
        return self.person is not None and self.job.client_id == self.person.pk

    @cached_property
    def cost(self) -> Cost:
        return promised(self.job)

    @cached_property
    def is_saved(self) -> bool:
        return bool(saved_among(self.person, [self.job]))

    @cached_property
    def closure(self) -> JobClosure | None:
        """How it ended; a removal counts above whatever ended it before."""
        if self.job.is_live:
            return None
        ends = {closure.end: closure for closure in self.job.closures.all()}
        return ends.get(JobEnd.REMOVED) or next(iter(ends.values()), None)

    @cached_property
    def is_withheld(self) -> bool:
        """What was removed for a violation is not spread further; its client and the operators still see it."""
        removed = self.closure is not None and self.closure.end == JobEnd.REMOVED
        return removed and not self.own and not (self.person is not None and self.person.is_staff)

    @cached_property
    def revisions(self) -> list[tuple[object, list[Change]]]:
        """Edits since publication, newest first."""
        return [
            (
                revision.at,
                [
                    Change(wording.field_name(name), *(wording.said(name, side) for side in sides))
                    for name, sides in revision.changes.items()
                ],
            )
            for revision in self.job.revisions.order_by("-id")[:10]
        ]
