"""What people want to be told, and how: a switch for each kind and channel, and how often other mail may come.

Who never chose has the kind's default. Everything of a kind can be switched off, receipts too (they stay on the site);
mail of the account itself (log-in, address, second factors) is of no kind and always comes.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from common import clock, digest_days, kinds
from common.kinds import Channel, Kind
from common.models import Mail, MailPace, NoticeSwitch
from common.models.notices import Pace

ASKED_FOR = "special_offer"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What some people want: read for all of them at once, asked for each."""

    switches: dict[tuple[int, str, str], bool]
    paces: dict[int, tuple[str, int]]

    def wants(self, person: Any, kind: Kind, channel: str) -> bool:
        """Whether the person is told of this kind this way."""
        return self.switches.get((person.pk, kind.code, channel), kind.by_default(channel))

    def mails(self, person: Any, kind: Kind, *, urgent: bool = False) -> bool:
        """Whether the person gets mail of this kind, at once or in a digest."""
        never = self.paces.get(person.pk, ("", 0))[0] == Pace.NEVER and not (kind.urgent or urgent)
        return self.wants(person, kind, Channel.MAIL) and not never

    def digest_at(self, person: Any, at: datetime) -> datetime | None:
        """When the digest comes that what happens at this instant would wait for; None for who has none."""
        pace, hour = self.paces.get(person.pk, ("", 0))
        return digest_days.following(at, pace=pace, hour=hour, zone=person.zone)


def of(people: Collection[int], *, paces: bool = True) -> Wishes:
    """What these people want, in two queries; in one without their paces, where there is no mail to send."""
    switches = NoticeSwitch.objects.filter(person__in=people).values_list("person_id", "kind", "channel", "on")
    chosen = MailPace.objects.filter(person__in=people).values_list("person_id", "pace", "hour") if paces else ()
    return Wishes(
        {(person, kind, channel): on for person, kind, channel, on in switches},
        {person: (pace, hour) for person, pace, hour in chosen},
    )


def pace_of(person: Any) -> MailPace:
    return MailPace.objects.filter(person=person).first() or MailPace(person=person)


@transaction.atomic
def choose(person: Any, chosen: Iterable[tuple[str, str, bool]]) -> None:
    """Set switches: (kind, channel, on) each. What stays as it was is left alone, with the instant it was said."""
    wishes, now = of([person.pk], paces=False), clock.now()
    rows = [
        NoticeSwitch(person=person, kind=kind, channel=channel, on=on, at=now)
        for kind, channel, on in chosen
        if wishes.wants(person, kinds.named(kind), channel) != on
    ]
    NoticeSwitch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind", "channel"], update_fields=["on", "at"]
    )
    _withdraw(person, [row.kind for row in rows if row.channel == Channel.MAIL and not row.on])


@transaction.atomic
def set_pace(person: Any, *, pace: str, hour: int) -> None:
    """How often mail that is not urgent comes; what waits goes by the new pace."""
    MailPace.objects.update_or_create(person=person, defaults={"pace": pace, "hour": hour})
    waiting = Mail.objects.waiting().filter(person=person)
    if pace == Pace.NEVER:
        waiting.delete()
    elif pace == Pace.AT_ONCE:
        waiting.update(collect_at=None, next_try_at=clock.real_now())
    else:
        waiting.update(collect_at=digest_days.following(clock.now(), pace=pace, hour=hour, zone=person.zone))


def _withdraw(person: Any, codes: list[str]) -> None:
    """Mail that is not sent yet of kinds just switched off is not sent."""
    unsent = Mail.objects.filter(person=person, kind__in=codes, sent_at=None, collected_at=None)
    unsent.exclude(next_try_at=None, collect_at=None).delete()
