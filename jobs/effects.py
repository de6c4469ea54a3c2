"""What taking a job down would set going, said to operators before they do it.

Refunds, contracts and offers are of rooms above: each registers its own sentences in `ready()`.
"""

from collections.abc import Callable

from jobs.models import Job

_sources: list[Callable[[Job], list[str]]] = []


def register(source: Callable[[Job], list[str]]) -> None:
    _sources.append(source)


def of_removal(job: Job) -> list[str]:
    """Sentences, each whole. None of them is a promise: others act meanwhile."""
    return [sentence for source in _sources for sentence in source(job)]
