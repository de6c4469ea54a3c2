"""The history of a wallet as its owner reads it on the page, and the time that passes between two scenes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from common import clock, time_travel
from common.models import Notice

# A Monday ahead of the world's clock: the demo clock only moves forward.
FIRST_DAY = datetime(2031, 3, 3, tzinfo=UTC)


def on(day: int, time: str = "09:00") -> datetime:
    """The story's third day at ten: `on(3, "10:00")`."""
    hour, minute = map(int, time.split(":"))
    return FIRST_DAY + timedelta(days=day - 1, hours=hour, minutes=minute)


@contextmanager
def scene(day: int, time: str = "09:00") -> Iterator[None]:
    """Everything that was due until then is done, in its order; then the clock stands still for what people do."""
    journey = time_travel.travel(on(day, time))
    assert journey.failed == {}
    with clock.at(on(day, time)):
        yield


def history(person) -> list[str]:
    """The lines of the history page, oldest first: when, status, what and why, Connects, balance after it."""
    client = Client()
    client.force_login(person)
    reader = _Rows()
    reader.feed(client.get(reverse("connects_history")).content.decode())
    return [_line(*row) for row in reversed(reader.rows)]


def told(person) -> list[str]:
    """The kinds of a person's notices, oldest first."""
    return list(Notice.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def _line(what: str, status: str, when: str, connects: str, balance: str, _: str) -> str:
    return " | ".join(
        (when, status, what, connects.removesuffix(" Connects").removesuffix(" Connect"), balance)
    ).strip()


class _Rows(HTMLParser):
    """The rows of the table, each cell as its words; an instant reads as it does when the pointer rests on it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside, self._instant = False, False

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag == "tbody":
            self._inside = True
        elif tag == "tr" and self._inside:
            self.rows.append([])
        elif tag in ("th", "td") and self._inside:
            self.rows[-1].append("")
        elif tag == "span" and ("class", "table__detail") in attrs:
            self.rows[-1][-1] += ": "
        elif tag == "time" and self._inside:
            self._instant = True
            self.rows[-1][-1] += str(dict(attrs)["title"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._inside = False
        elif tag == "time":
            self._instant = False

    def handle_data(self, data: str) -> None:
        if self._inside and not self._instant and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data if data.strip() else ""
