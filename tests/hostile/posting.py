"""Filling in any form with anything: what a form's fields are given, and how it goes over the wire."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from common import clock
from tests.hostile import files
from tests.hostile.catalogue import CLASSES, MARK, MISSING
from tests.hostile.crawl import Field, Form, Page

# Fields that take words. Of the others one at a time is spoilt, so that the words get as far as they can.
_WORDS = ("text", "textarea", "search")
# What asks for a number in a field of text.
_AMOUNTS = ("amount", "bid", "rate", "fixed", "hourly", "min", "max", "percent", "connects", "price", "boost", "limit")
# All that is tried here is undone, and Stripe is asked outside transactions alone: as far as this the words have come.
_AT_STRIPE = "Stripe is called outside transactions"
_NAMES = tuple(CLASSES)
_FILES = tuple(files.classes())


@dataclass
class Try:
    """One form filled in, and what its answer was wrong about (nothing, if all is well)."""

    form: Form
    typed: dict[str, Any]
    spoilt: dict[str, str]


def tries(form: Form, number: int, *, few: bool = False) -> Iterator[Try]:
    """The form once a class; each field of words gets each class once. `few` for a form like others."""
    words = [each for each in form.fields if takes_words(each)]
    buttons = [each for each in form.fields if each.kind in ("button", "submit")]
    others = [each for each in form.fields if each not in words and each not in buttons]
    for turn in range(3 if few else len(_NAMES)):
        shift = turn + number if few else turn
        # One button is pressed at a time, or none, as by the Enter key.
        pressed = [*buttons, None][turn % (len(buttons) + 1)]
        typed = {each.name: good(each) for each in form.fields if each not in buttons or each is pressed}
        spoilt: dict[str, str] = {}
        # Every third time the words are harmless, so that what else is spoilt is looked at.
        for place, each in enumerate(words):
            spoil(typed, spoilt, each, shift + place, number + place)
        if others and (turn % 3 == 0 or not words):
            for each in others if turn % 2 else [others[(turn // 3 + number) % len(others)]]:
                spoil(typed, spoilt, each, shift, number)
        yield Try(form, typed, spoilt)


def takes_words(field: Field) -> bool:
    if field.kind == "file":
        return True
    return field.kind in _WORDS and not any(part in field.name for part in _AMOUNTS)


def spoil(typed: dict[str, Any], spoilt: dict[str, str], field: Field, turn: int, number: int) -> None:
    if field.kind == "file" and turn % len(_NAMES) < len(_FILES):
        name = _FILES[turn % len(_NAMES)]
        inputs: Any = files.classes()[name]
        typed[field.name] = files.upload(inputs[number % len(inputs)])
    else:
        name = _NAMES[turn % len(_NAMES)]
        inputs = CLASSES[name]
        typed[field.name] = inputs[number % len(inputs)]
    spoilt[field.name] = name


def good(field: Field) -> Any:
    """What would be accepted, as far as the page tells."""
    if field.kind == "file":
        return files.upload(("me.png", files.image(), "image/png"))
    if field.value:
        return field.value
    if field.kind in ("select", "radio") or (field.kind == "checkbox" and field.required):
        return next((each for each in field.options if each), "")
    if field.kind == "date" or field.name in ("until", "starts_on", "ends_on"):
        return (clock.now() + timedelta(days=7)).date().isoformat()
    if field.kind == "number" or (field.kind == "text" and not takes_words(field)):
        return field.at_least or "5"
    return {"email": "somebody@example.com", "password": "correct horse battery", "checkbox": MISSING}.get(
        field.kind, "Plain words" if field.kind != "hidden" else ""
    )


@contextmanager
def suppress_stripe() -> Iterator[None]:
    """As far as Stripe is well."""
    try:
        yield
    except Exception as broke:
        if _AT_STRIPE not in str(broke):
            raise


def answer_to(browser: Client, each: Try) -> str:
    """Send it; what is wrong with the answer. Nothing of it stays."""
    cache.clear()
    with transaction.atomic():
        try:
            with suppress_stripe():
                return _wrong(send(browser, each), each)
            return ""
        except Exception as broke:
            return f"{type(broke).__name__}: {broke}"[:300]
        finally:
            transaction.set_rollback(True)


def send(browser: Client, each: Try) -> Any:
    path = urlsplit(each.form.action).path
    with_files = any(field.kind == "file" for field in each.form.fields)
    if each.form.method == "post" and with_files:
        return browser.post(path, {name: value for name, value in each.typed.items() if value is not MISSING})
    body = urlencode([pair for name, value in each.typed.items() for pair in _pairs(name, value)])
    if each.form.method == "get":
        return browser.get(f"{path}?{body[:60_000]}")
    return browser.post(path, body, content_type="application/x-www-form-urlencoded")


def _pairs(name: str, value: Any) -> Iterator[tuple[str, bytes]]:
    """A key as often as it is sent. A file where none is asked for is its name alone."""
    if value is MISSING:
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, SimpleUploadedFile):
            one = str(one.name)
        yield name, one if isinstance(one, bytes) else str(one).encode("utf-8", "surrogatepass")


def _wrong(answer: Any, each: Try) -> str:
    if answer.status_code >= 500:
        return f"answered {answer.status_code}"
    if (
        answer.status_code == 200
        and answer["Content-Type"].startswith("text/html")
        and MARK.encode() in answer.content
    ):
        alive = Page(answer.content.decode(), each.form.page).alive
        return f"alive: {alive[:3]}" if alive else ""
    return ""
