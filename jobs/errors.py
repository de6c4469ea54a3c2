"""What can go wrong with a job, in the domain's words."""

from collections.abc import Mapping


class JobError(Exception):
    """Base of everything this room refuses."""


class JobGone(JobError):
    """There is no such published job."""


class JobNotOpen(JobError):
    """The job takes no proposals: it is paused, closed, or past its last day."""


class JobEnded(JobError):
    """The job has already ended, or was never published."""


class NotYourJob(JobError):
    """Only the client who posted a job may do this."""


class NobodyHired(JobError):
    """A job is filled by hiring; without a hire it can only be cancelled."""


class AlreadyFeaturing(JobError):
    """A client features one job at a time, and this client already does."""


class MayNotFeature(JobError):
    """Featuring needs a client with a trust label."""


class NothingToSearch(JobError):
    """A search that asks for nothing finds every job: there is nothing to keep."""


class TooManySearches(JobError):
    """Nobody keeps more searches than the policy says."""


class RemovalNeedsReason(JobError):
    """An operator removes a job for a named violation and says why."""


class FieldErrors(JobError):
    """Base of what is said beside fields. `fields` maps a field's name to its sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{name}: {said}" for name, said in self.fields.items()))


class JobIncomplete(FieldErrors):
    """A draft that lacks what publishing needs."""


class FieldLocked(FieldErrors):
    """A field that is locked from publication on, because the price of a proposal comes from it."""
