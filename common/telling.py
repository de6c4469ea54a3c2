"""Telling people of something: a line in the notice centre, and a mail as well where there is more to say.

Both are rows of the transaction that caused them; a reference each, so that telling twice tells once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from common import kinds, mail, notices
from common.models import Mail, Notice


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell one person. `kind` is one of common.kinds; without a subject it is a notice only.

    The mail says `lines` and the `facts` (name, value) beneath, and ends with a button of `label` to `link`.
    """

    to: Any
    kind: str
    reference: str
    text: str
    link: str
    subject: str = ""
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    label: str = "Have a look"


def tell(*news: News) -> None:
    """Tell each of them, once per person and reference."""
    tell_many(news)


def tell_many(news: Iterable[News]) -> None:
    """The same for many, in few statements."""
    told = list(news)
    for each in told:
        kinds.named(each.kind)
    notices.give_many([_notice(each) for each in told])
    mail.queue_many([_mail(each) for each in told if each.subject])


def _notice(news: News) -> Notice:
    return Notice(person=news.to, kind=news.kind, text=news.text[:300], link=news.link, reference=news.reference)


def _mail(news: News) -> Mail:
    reference = f"{news.reference}:to:{news.to.pk}"
    return mail.compose(news.to.email, template="news", context={"news": news}, reference=reference)
