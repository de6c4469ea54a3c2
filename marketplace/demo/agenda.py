"""A calendar of things to do at their instants, with the site's own sweeps run on the way."""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F

from common import clock, sweeps
from common.models import Mail, Notice


class Agenda:
    """Runs what was planned in order of time, each under a clock that shows its instant.

    Between two days everything that works by the clock does its due work, as it would have on a running site.
    """

    def __init__(self, begin: datetime, end: datetime, *, progress: Callable[[datetime], None]) -> None:
        self._heap: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._progress = progress
        self.begin, self.end = begin, end

    def plan(self, at: datetime, do: Callable[[], None]) -> None:
        """Do something at that instant; what would lie in the future is never done."""
        if at < self.end:
            heapq.heappush(self._heap, (max(at, self.begin), next(self._order), do))

    def run(self) -> None:
        night = self.begin
        while night < self.end:
            morning = min(night + timedelta(days=1), self.end)
            while self._heap and self._heap[0][0] < morning:
                at, _, do = heapq.heappop(self._heap)
                with clock.at(at):
                    do()
            with clock.at(morning):
                for sweep in sweeps.known():
                    # What goes by real time speaks to the world outside, which knows nothing of this past.
                    if not sweep.real_time:
                        sweep.run(morning)
            _file_away(morning)
            self._progress(morning)
            night = morning


def _file_away(morning: datetime) -> None:
    """The day's mail counts as sent; notices are read within a few days."""
    Mail.objects.unsent().update(sent_at=F("queued_at"), next_try_at=None)
    Notice.objects.filter(read_at=None, created_at__lt=morning - timedelta(days=3)).update(read_at=F("created_at"))
