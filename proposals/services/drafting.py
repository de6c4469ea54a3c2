"""What a freelancer has typed so far, kept as typed: through errors, and through buying Connects."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Agency, User
from common import clock
from jobs.models import Job
from proposals.models import ProposalDraft

# What is kept of a draft, however much was sent: more than any field takes.
_LETTER, _BID, _ANSWER, _BOOST = 20_000, 60, 8_000, 20


@transaction.atomic
def save_draft(
    job: Job,
    *,
    author: User,
    letter: str,
    bid: str,
    answers: Mapping[str, str],
    agency: Agency | None = None,
    boost: str = "",
) -> ProposalDraft:
    """Keep what was typed, and in whose name; `answers` maps each question to its answer. Saving again replaces it."""
    draft, _ = ProposalDraft.objects.update_or_create(
        job=job,
        author=author,
        defaults={
            "letter": _storable(letter)[:_LETTER],
            "bid": _storable(bid)[:_BID],
            "answers": {question: _storable(text)[:_ANSWER] for question, text in answers.items()},
            "agency": agency,
            "boost": _storable(boost)[:_BOOST],
            "saved_at": clock.now(),
        },
    )
    return draft


def discard_draft(job: Job, *, author: User) -> None:
    ProposalDraft.objects.filter(job=job, author=author).delete()


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL; nobody typed one."""
    return text.replace("\x00", "")
