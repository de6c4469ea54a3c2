"""Telling very many people the same: one statement of notices and one of mails, whatever their number.

It honours the same wishes as common.telling, which is for news of one person's own.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Min, QuerySet
from django.utils import translation

from common import clock, digest_days, kinds, mail
from common.kinds import Channel
from common.mail import SWEEP
from common.models import MailPace
from common.models.notices import Pace
from common.queue import soon
from common.reading import Words, languages
from common.tasks import run_sweep
from common.telling import News, is_hushed, tell_many

# The mail's reference has the person's number after it.
_LONGEST = 95
# What one of the people, or the person of a piece of news, said about the kind.
_SAID = "SELECT 1 FROM common_noticeswitch said WHERE said.person_id = people.id AND said.kind = %s"
_SAID_OF = "SELECT 1 FROM common_noticeswitch said WHERE said.person_id = news.person_id AND said.kind = %(kind)s"


@transaction.atomic
def tell_people(
    people: QuerySet[Any],
    *,
    kind: str,
    text: Words,
    link: str,
    reference: str,
    subject: Words = "",
    lines: tuple[Words, ...] = (),
    label: Words = "",
) -> int:
    """Tell each of `people` (a queryset of persons) the same thing, once per person and reference.

    Words that are to be translated come lazily (`gettext_lazy`, `format_lazy`): each reads their own.
    With a `subject` a mail goes to those who want mail of this kind: of special offers to those who asked for it.
    Part of the caller's transaction. Returns how many notices were given: of 200,000 people in seconds.
    """
    known, now = kinds.named(kind), clock.now()
    if len(reference) > _LONGEST:
        raise ValueError(f"A reference of a set has at most {_LONGEST} characters.")
    if is_hushed():
        return 0
    given = 0
    for readers in _by_language(people):
        given += _notices(readers, known, (kind, str(text)[:300], link, reference, _stored(now)))
        if subject:
            news = {"text": text, "link": link, "subject": subject, "lines": lines, "label": label}
            letter = mail.compose("", template="news", context={"news": news}, kind=kind, link=link)
            _mails(readers, known, letter, f"{reference}:to:", now)
    if subject:
        soon(run_sweep, SWEEP)
    return given


def tell_each(news: str, params: Mapping[str, Any], words: Callable[[], Mapping[str, str]], *, kind: str) -> int:
    """Tell many people a thing of their own each: `news` selects person_id, text, link and reference.

    It is asked once in every language, given the parameters that `words` returns in that one, and concerns those who
    read it (`%(language)s`). Part of the caller's transaction. The mails are written one by one: for kinds that few
    want by mail. Returns how many were told on the site.
    """
    if is_hushed():
        return 0
    given = 0
    for language in languages():
        with translation.override(language):
            given += _tell_each(news, {**params, **words(), "language": language}, kinds.named(kind))
    return given


def _tell_each(news: str, params: Mapping[str, Any], known: kinds.Kind) -> int:
    facts = {**params, "kind": known.code, "now": _stored(clock.now())}
    given = _run(
        f"""
        INSERT INTO common_notice (person_id, kind, text, link, reference, created_at)
        WITH news AS ({news})
        SELECT person_id, %(kind)s, text, link, reference, {_instant("now")} FROM news
        WHERE NOT EXISTS ({_SAID_OF} AND said.channel = 'site' AND NOT said."on")
        ORDER BY reference
        ON CONFLICT DO NOTHING
        """,
        facts,
    )
    wanted = _wanted_by_mail(known).format(_SAID_OF)
    rows = _rows(f"WITH news AS ({news}) SELECT person_id, text, link, reference FROM news WHERE {wanted}", facts)
    people = get_user_model().objects.in_bulk([person for person, *_ in rows])
    tell_many(
        News(people[person], known.code, reference, text, link, subject=known.sentence, lines=(text,))
        for person, text, link, reference in rows
    )
    return given


def _by_language(people: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """Those of the people who read each language, while that is the one in force."""
    if people.query.is_sliced:
        people = get_user_model()._default_manager.filter(pk__in=people.values("pk"))
    with suppress(EmptyResultSet):
        _ids(people)
        for language in sorted(people.order_by().values_list("language", flat=True).distinct()):
            with translation.override(language):
                yield people.filter(language=language)


def _wanted_by_mail(kind: kinds.Kind) -> str:
    """Of whom mail of this kind is wanted: a condition, to be given the switches it looks at."""
    if kind.by_default(Channel.MAIL):
        return """NOT EXISTS ({} AND said.channel = 'mail' AND NOT said."on")"""
    return """EXISTS ({} AND said.channel = 'mail' AND said."on")"""


def _notices(people: QuerySet[Any], kind: kinds.Kind, facts: tuple[Any, ...]) -> int:
    chosen, params = _ids(people)
    return _run(
        f"""
        INSERT INTO common_notice (person_id, kind, text, link, reference, created_at)
        WITH people(id) AS ({chosen})
        SELECT people.id, %s, %s, %s, %s, {_instant()} FROM people
        WHERE NOT EXISTS ({_SAID} AND said.channel = 'site' AND NOT said."on")
        ON CONFLICT DO NOTHING
        """,
        (*params, *facts, kind.code),
    )


def _mails(people: QuerySet[Any], kind: kinds.Kind, letter: Any, reference: str, now: datetime) -> None:
    """Those who have a digest get it as a line of that, the others at once."""
    chosen, params = _ids(people)
    days, of_days = _digest_days(kind, now)
    never = "" if kind.urgent else "AND (pace.pace IS NULL OR pace.pace <> 'never')"
    _run(
        f"""
        INSERT INTO common_mail ("to", subject, text, html, reference, queued_at, next_try_at, collect_at,
            attempts, error, kind, person_id, link)
        WITH people(id) AS ({chosen}), digests(pace, hour, zone, at) AS ({days})
        SELECT who.email, %s, %s, %s, %s || CAST(who.id AS varchar), {_instant()},
            CASE WHEN digests.at IS NULL THEN {_instant()} END, digests.at, 0, '', %s, who.id, %s
        FROM people JOIN {get_user_model()._meta.db_table} who ON who.id = people.id
        LEFT JOIN common_mailpace pace ON pace.person_id = who.id
        LEFT JOIN digests ON digests.pace = pace.pace AND digests.hour = pace.hour AND digests.zone = who.time_zone
        WHERE who.is_active AND {_wanted_by_mail(kind).format(_SAID)} {never}
        ON CONFLICT DO NOTHING
        """,
        (
            *params,
            *of_days,
            *(letter.subject, letter.text, letter.html, reference),
            *(_stored(letter.queued_at), _stored(letter.queued_at)),
            *(letter.kind, letter.link, kind.code),
        ),
    )


def _digest_days(kind: kinds.Kind, now: datetime) -> tuple[str, list[Any]]:
    """Rows of every pace, hour and zone that somebody's digests have, and when the next one comes."""
    # A row of nobody first: it tells the types, and there is always one.
    rows, params = [f"('', 0, '', {'CAST(NULL AS timestamptz)' if _postgres() else 'NULL'})"], []
    if not kind.urgent:
        for pace, hour, zone, person in _rhythms():
            at = digest_days.following(now, pace=pace, hour=hour, zone=person.zone)
            rows.append(f"(%s, %s, %s, {_instant()})")
            params += [pace, hour, zone, _stored(at)]
    return f"VALUES {', '.join(rows)}", params


def _rhythms() -> Iterator[tuple[str, int, str, Any]]:
    """Pace, hour and zone of digests, each once, with somebody who lives by it."""
    digests = MailPace.objects.filter(pace__in=(Pace.DAILY, Pace.WEEKLY))
    found = list(digests.values_list("pace", "hour", "person__time_zone").annotate(one=Min("person")))
    people = get_user_model().objects.in_bulk([one for *_, one in found])
    for pace, hour, zone, one in found:
        yield pace, hour, zone, people[one]


def _ids(people: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    ids = people.values_list("pk")
    sql, params = (ids if ids.query.is_sliced else ids.order_by()).query.sql_with_params()
    return sql, tuple(params)


def _rows(sql: str, params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _run(sql: str, params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _stored(at: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(at) if at else None


def _instant(name: str = "") -> str:
    """A parameter that is an instant: PostgreSQL wants to be told."""
    mark = f"%({name})s" if name else "%s"
    return f"CAST({mark} AS timestamptz)" if _postgres() else mark


def _postgres() -> bool:
    return connection.vendor == "postgresql"
