"""Walking the site as somebody does: every link, every form, and whether any of what people typed came alive."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from accounts.models import User
from tests.hostile.catalogue import DONE, MARK

# Attributes whose text is shown, kept or sent, and never run.
_INERT = {"value", "title", "alt", "placeholder", "content", "aria-label", "download", "label"}
_LEADS = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "background", "ping"}
# Of the admin what its maker wrote.
_DULL = ("/history/", "/delete/")
_SAFE = ("/", "?", "#", "http://", "https://", "mailto:", "data:image/", "")


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    at_least: str = ""
    required: bool = False


@dataclass
class Form:
    page: str
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    who: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Forms of one kind: the same address but for its numbers, asking for the same."""
        return (name_of(self.action), self.method, *sorted({each.name for each in self.fields}))


class Page(HTMLParser):
    """What a browser makes of an answer: links, forms, and `alive`, whatever of somebody's words is more than text."""

    def __init__(self, html: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.links, self.forms, self.alive = address, [], [], []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self._inside = ""
        self.feed(html)
        if DONE in html:
            self.alive.append("a sum was done")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.alive += [f"<{tag} {name}={value!r}>" for name, value in given.items() if not _is_still(tag, name, value)]
        self._inside = tag if tag in ("script", "style") else ""
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.address, given["href"]))
        elif tag == "form":
            method = given.get("method", "get").lower()
            self._form = Form(self.address, urljoin(self.address, given.get("action", "")), method)
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea", "button", "option"):
            self._ask(tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data
        if self._inside and MARK in data and not data.lstrip().startswith(("{", "[", '"')):
            self.alive.append(f"<{self._inside}> {data[:80]!r}")

    def _ask(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
            if "selected" in given:
                self._select.value = given.get("value", "")
            return
        form, name = self._form, given.get("name", "")
        if form is None or not name or name == "csrfmiddlewaretoken":
            return
        kind = given.get("type", "text") if tag == "input" else tag
        if kind in ("radio", "checkbox") and (known := next((f for f in form.fields if f.name == name), None)):
            known.options.append(given.get("value", "on"))
            return
        asked = Field(name, kind, given.get("value", ""), [], given.get("min", ""), "required" in given)
        if kind in ("radio", "checkbox"):
            asked.options = [given.get("value", "on")]
            asked.value = given.get("value", "on") if "checked" in given or kind == "radio" else ""
        form.fields.append(asked)
        self._select = asked if tag == "select" else self._select
        self._area = asked if tag == "textarea" else self._area


def _is_still(tag: str, name: str, value: str) -> bool:
    """Whether this attribute does nothing that somebody typed."""
    if name in _LEADS and MARK in value:
        plain = "".join(each for each in value if each > " ").lower()
        return plain.startswith(_SAFE[:-1])
    if MARK not in name + value and MARK not in tag:
        return True
    if (tag, name) == ("body", "hx-headers"):
        # Holds a token of chance letters.
        return True
    return name in _INERT or (name.startswith("data-") and not name.startswith("data-hx"))


def name_of(address: str) -> str:
    try:
        return str(resolve(urlsplit(address).path).view_name)
    except Resolver404:
        return ""


def walk(
    person: User | None, *, within: str = "/", alike: int = 1, browser: Client | None = None
) -> Iterator[tuple[str, Page]]:
    """Every page that links lead to, once; of those that differ by a number alone, `alike`. Raises when one breaks."""
    browser = browser or Client()
    if person is not None:
        browser.force_login(person)
    waiting, seen, counts = list(_begin()), set(), {}
    while waiting:
        address = urldefrag(waiting.pop(0)).url
        path = urlsplit(address).path
        kind = name_of(address)
        if address in seen or not path.startswith(within) or not kind or counts.get(kind, 0) >= alike:
            continue
        seen.add(address)
        answer = browser.get(address)
        assert answer.status_code < 500, (address, answer.status_code)
        if answer.status_code in (301, 302):
            waiting.insert(0, urljoin(address, answer["Location"]))
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        counts[kind] = counts.get(kind, 0) + 1
        page = Page(answer.content.decode(), path)
        yield address, page
        waiting += [link for link in page.links if _is_here(link)]


def _begin() -> Iterator[str]:
    """Every address that needs no number."""
    yield "/"
    yield from _plain(get_resolver())


def _plain(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if "<" not in route and "(" not in route:
                yield from _plain(pattern, prefix + route)
        elif isinstance(pattern, URLPattern) and not any(sign in route for sign in "<(^"):
            yield prefix + route


def _is_here(link: str) -> bool:
    parts = urlsplit(link)
    dull = parts.path.endswith("/logout/") or (parts.path.startswith("/admin/") and parts.path.endswith(_DULL))
    return not parts.netloc and parts.scheme in ("", "http") and not dull
