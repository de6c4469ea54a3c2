"""Addresses in what people write: shown as they were written, and made to be followed only when nothing is hidden."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`{}|\\^\[\]]{1,2000}", re.IGNORECASE)
_AFTER = ".,:;!?…"
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_LINK = '<a href="{}" rel="nofollow noopener noreferrer ugc" target="_blank">{}</a>'
# More than that in one message is left as text.
_AT_MOST = 50


def linked(text: str) -> SafeString:
    """The text, escaped, with its web addresses as links that lend no standing and keep no hold of this page."""
    return mark_safe("".join(_pieces(text)))  # Every piece is escaped.


def _pieces(text: str) -> Iterator[str]:
    at = made = 0
    for found in _ADDRESS.finditer(text):
        address = _without_what_follows(found.group())
        if made == _AT_MOST or not _is_plain(address):
            continue
        yield escape(text[at : found.start()])
        yield format_html(_LINK, address, address)
        at, made = found.start() + len(address), made + 1
    yield escape(text[at:])


def _without_what_follows(address: str) -> str:
    """The full stop of a sentence is no part of it, nor the bracket that closes what it stands in."""
    while address:
        if address[-1] in _AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        else:
            break
    return address


def _is_plain(address: str) -> bool:
    """No name or password before the host, and a host in letters that look like nothing else."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return "@" not in parts.netloc and bool(_HOST.fullmatch(host)) and parts.netloc.isascii()
