"""The catalogues of messages: made ready for the site, gathered anew from the source, and looked at for gaps.

`python -m house.messages` builds what has changed; `... gather` first reads what is said in the source; `... check`
reads it into a copy and tells what is missing, uncertain, no longer said or ill-formed. Both need GNU gettext.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
# What is not said to people of the site: developers' own words, and Stripe's stand-in, which speaks English.
_ELSEWHERE = ("tests", "house", "stripe_sandbox", "docs", "var", ".venv", "migrations")
_OPTIONS = ("--no-location", "--no-obsolete", "--no-wrap")
_MARKS = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?[a-z]+[^>]*>|%%")


def build(root: Path = ROOT) -> None:
    """Write each catalogue's binary form where it is older than its words. Safe when several do it at once."""
    for words in _catalogues(root):
        built = words.with_suffix(".mo")
        if built.exists() and built.stat().st_mtime_ns >= words.stat().st_mtime_ns:
            continue
        being_made = built.with_suffix(f".{os.getpid()}.tmp")
        with being_made.open("wb") as target:
            write_mo(target, _read(words))
        being_made.replace(built)


def gather(root: Path = ROOT) -> None:
    """Bring what the source says into the catalogues; what is new is left empty, what is gone is dropped."""
    languages = [option for words in _catalogues(root) for option in ("-l", words.parts[-3])]
    leaving_out = [option for name in _ELSEWHERE for option in ("--ignore", name)]
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        *_OPTIONS,
        *languages,
        *leaving_out,
        "-e",
        "html,txt,py",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL)
    for words in _catalogues(root):
        _forget_guesses(words)


def _forget_guesses(words: Path) -> None:
    """What only resembles an earlier message is translated anew: a guess that reads well would stay."""
    catalogue = _read(words)
    for message in catalogue:
        message.previous_id = []
        message.user_comments = [line for line in message.user_comments if not line.startswith("|")]
        if message.id and message.fuzzy:
            message.string = ("",) * catalogue.num_plurals if message.pluralizable else ""
            message.flags.discard("fuzzy")
    with words.open("wb") as target:
        write_po(target, catalogue, width=0)


def findings() -> Iterator[str]:
    """What is wrong with the catalogues, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", *_ELSEWHERE, "static", "*.mo", "__pycache__"))
        gather(copy)
        for fresh in _catalogues(copy):
            language, kept = fresh.parts[-3], ROOT / fresh.relative_to(copy)
            yield from (f"{language}: {line}" for line in _compare(_read(kept), _read(fresh)))


def _compare(kept: Catalog, said: Catalog) -> Iterator[str]:
    for message in said:
        if not message.id:
            continue
        if message.fuzzy or not all(_strings(message)):
            yield f"not translated: {message.id!r}"
        else:
            yield from _ill_formed(message)
    now = {(message.context, str(message.id)) for message in said}
    yield from (f"no longer said: {each.id!r}" for each in kept if (each.context, str(each.id)) not in now)


def _ill_formed(message: Message) -> Iterator[str]:
    """A translation keeps the marks that are filled in and the tags: those of one of the message's forms."""
    allowed = [Counter(_MARKS.findall(each)) for each in _ids(message)]
    for string in _strings(message):
        if Counter(_MARKS.findall(string)) not in allowed:
            yield f"other marks than in {message.id!r}: {string!r}"
        # Words may stand in an attribute.
        if '"' in string and '"' not in _ids(message)[0]:
            yield f"a straight quotation mark: {string!r}"


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def _catalogues(root: Path) -> list[Path]:
    return sorted((root / "locale").glob("*/LC_MESSAGES/django.po"))


def _read(words: Path) -> Catalog:
    with words.open("rb") as source:
        return read_po(source, locale=words.parts[-3])


def main(arguments: list[str]) -> int:
    if "check" in arguments:
        wrong = list(findings())
        print("\n".join(wrong))
        return 1 if wrong else 0
    if "gather" in arguments:
        gather()
    build()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
