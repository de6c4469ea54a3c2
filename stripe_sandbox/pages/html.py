"""Pages made of the templates beside this file: `$name` is filled with text, escaped unless it is markup."""

import functools
import html
from pathlib import Path
from string import Template

from stripe_sandbox.messages import Response

HERE = Path(__file__).resolve().parent
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def render(template: str, /, **values: object) -> Markup:
    filled = {name: value if isinstance(value, Markup) else html.escape(str(value)) for name, value in values.items()}
    return Markup(_template(template).substitute(filled))


def join(parts: list[Markup]) -> Markup:
    return Markup("\n".join(parts))


def page(title: str, body: Markup, *, status: int = 200, wide: bool = False) -> Response:
    whole = render("layout.html", title=title, body=body, width="wide" if wide else "narrow")
    return Response(status, whole.encode(), headers=dict(HEADERS))


def stylesheet() -> Response:
    headers = {"Cache-Control": "max-age=300"}
    return Response(200, (HERE / "sandbox.css").read_bytes(), "text/css; charset=utf-8", headers)


@functools.cache
def _template(name: str) -> Template:
    return Template((HERE / name).read_text())
