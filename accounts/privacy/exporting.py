"""Everything that the site knows of one person, as an archive: a JSON file for each table, and their own files."""

import json
import tempfile
from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from accounts.privacy import registry
from accounts.privacy.registry import Holding, Subject

# Beyond this the archive is written to disk while it is made.
_IN_MEMORY = 8 * 1024 * 1024
README = """What {site} knows of you.

Each file under data/ is one table, with every row that is yours or names you. Times are UTC. What is missing on
purpose: passwords, keys and other secrets, which are stored only as hashes or would open your account to whoever
reads this file; what other people wrote to you, which you find on the site; and what they said about you to the
operators. Numbers that end in _id are the site's own numbers.
"""


def archive(person: User, *, site: str) -> IO[bytes]:
    """The whole archive, open at its beginning."""
    about = registry.subject(person)
    out = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(out, "w", ZIP_DEFLATED) as pack:
        pack.writestr("README.txt", README.format(site=site))
        for room in registry.rooms():
            for holding in room.holdings:
                _table(pack, f"data/{room.name}/{_name(holding)}.json", holding, about)
            for file in room.files(about):
                _file(pack, file.name, file.chunks)
    out.seek(0)
    return out


def _name(holding: Holding) -> str:
    return str(holding.model._meta.verbose_name_plural).lower().replace(" ", "_")


def _table(pack: ZipFile, name: str, holding: Holding, about: Subject) -> None:
    with pack.open(name, "w", force_zip64=True) as out:
        out.write(b"[")
        for number, row in enumerate(holding.export(about)):
            out.write(b",\n" if number else b"\n")
            out.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode())
        out.write(b"\n]\n")


def _file(pack: ZipFile, name: str, chunks: Iterable[bytes]) -> None:
    with pack.open(name, "w", force_zip64=True) as out:
        for chunk in chunks:
            out.write(chunk)
