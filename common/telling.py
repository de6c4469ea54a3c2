"""Telling people of something: a line in the notice centre, and a mail as well where there is more to say.

Each only to those who want it (common.preferences), here and nowhere else: no room writes a notice or a mail of a kind
by itself. All are rows of the transaction that caused them; a reference each, so that telling twice tells once.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from common import clock, kinds, mail, notices, preferences
from common.kinds import Channel
from common.models import Mail, Notice
from common.preferences import Wishes
from common.reading import read_by

_LONGEST_REFERENCE = 120
_hushed: ContextVar[bool] = ContextVar("nobody_is_told", default=False)


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell one person. `kind` is one of common.kinds; without a subject it is a notice only.

    The mail says `lines` and the `facts` (name, value) beneath, and ends with a button of `label` to `link`; or it is
    `emails/<template>`, given `context` and the news itself, whose subject is then the template's own. It is `urgent`
    when it must not wait for a digest, whatever its kind.

    Its words are for one reader: whoever makes News does so inside `common.reading.read_by(<to>)`.
    """

    to: Any
    kind: str
    reference: str
    text: str
    link: str
    subject: str = ""
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    label: str = ""
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False

    @property
    def has_mail(self) -> bool:
        return bool(self.subject or self.template)


@contextmanager
def hushed() -> Iterator[None]:
    """Tell nobody meanwhile, now or later: for markets that are played, whose people read nothing."""
    token = _hushed.set(True)
    try:
        yield
    finally:
        _hushed.reset(token)


def is_hushed() -> bool:
    return _hushed.get()


def tell(*news: News) -> None:
    """Tell each of them, once per person and reference."""
    tell_many(news)


def tell_many(news: Iterable[News]) -> None:
    """The same for many, in few statements."""
    if is_hushed():
        return
    # Whoever has gone reads nothing; a kind that is not known is a mistake even then.
    told = [(each, kind) for each in news if (kind := kinds.named(each.kind)) and each.to.is_active]
    if not told:
        return
    wishes = preferences.of({each.to.pk for each, _ in told}, paces=any(each.has_mail for each, _ in told))
    notices.give_many([_notice(each) for each, kind in told if wishes.wants(each.to, kind, Channel.SITE)])
    now = clock.now()
    mail.queue_many(
        [
            _mail(each, kind, wishes, now)
            for each, kind in told
            if each.has_mail and wishes.mails(each.to, kind, urgent=each.urgent)
        ]
    )


def _notice(news: News) -> Notice:
    return Notice(
        person=news.to, kind=news.kind, text=news.text[:300], link=news.link, reference=within(news.reference)
    )


def _mail(news: News, kind: kinds.Kind, wishes: Wishes, now: datetime) -> Mail:
    with read_by(news.to):
        made = mail.compose(
            news.to.email,
            template=news.template or "news",
            context={"news": news, "person": news.to, **news.context},
            reference=within(f"{news.reference}:to:{news.to.pk}"),
            person=news.to,
            kind=kind.code,
            link=news.link,
        )
    if not (kind.urgent or news.urgent) and (at := wishes.digest_at(news.to, now)):
        made.collect_at, made.next_try_at = at, None
    return made


def within(reference: str) -> str:
    """The reference itself, or where it is too long for its column one that is as good as it."""
    if len(reference) <= _LONGEST_REFERENCE:
        return reference
    return f"{reference[:79]}:{sha256(reference.encode()).hexdigest()[:40]}"
