"""What comes in over HTTP and what goes out, free of any socket."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    def fields(self) -> dict[str, str]:
        """The fields of a posted page form; the last of several values counts."""
        posted = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1].strip() for name, values in posted.items()}


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    # The work is done but the caller never hears of it, as when a connection breaks.
    hang_up: bool = False


def json_response(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(status, json.dumps(body, indent=2).encode(), "application/json", headers or {})


def redirect(url: str) -> Response:
    return Response(303, b"", headers={"Location": url})
