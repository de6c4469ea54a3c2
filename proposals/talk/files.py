"""Which files may be attached. What one is, its content says; its name must say the same, and is made harmless."""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import figure

_NAME_AT_MOST = 100
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"/\\|?*%;=]')
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
# A directory entry of a ZIP file. A few megabytes can claim to hold a hundred thousand files.
_ZIP_ENTRY, _ENTRIES_AT_MOST = b"PK\x01\x02", 5_000
_MACROS = ("vbaproject.bin", "vbadata.xml")
_ACCEPTED = gettext_lazy(
    "Accepted are PDF, pictures (PNG, JPEG, WebP, GIF), text, CSV, ZIP, and Word, Excel, PowerPoint or OpenDocument "
    "files without macros."
)


class NotAccepted(Exception):
    """The file is refused; the message says why, in words for the person."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted kind of file: its endings, what it is served as, and how its content shows."""

    endings: tuple[str, ...]
    content_type: str
    fits: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload that may be kept, under a name that may be shown."""

    upload: UploadedFile
    name: str
    content_type: str
    size: int


def check(upload: UploadedFile, *, megabytes: int) -> Checked:
    """Raises NotAccepted."""
    name, ending = harmless_name(upload.name or "")
    size = upload.size or 0
    if not size:
        raise NotAccepted(_("“{file}” is empty. Choose another file.").format(file=name))
    if size > megabytes * 1024 * 1024:
        words = _("“{file}” is larger than {size} MB. Choose a smaller one.")
        raise NotAccepted(words.format(file=name, size=figure(megabytes)))
    kind = next((kind for kind in _KINDS if ending in kind.endings), None)
    if kind is None:
        words = _("“{file}” is of a kind that is not accepted.").format(file=name)
        raise NotAccepted(f"{words} {_ACCEPTED}")
    upload.seek(0)
    if not kind.fits(upload.read()):
        words = _("“{file}” is not what its name says, or is damaged.").format(file=name)
        raise NotAccepted(f"{words} {_ACCEPTED}")
    upload.seek(0)
    return Checked(upload, name, kind.content_type, size)


def harmless_name(raw: str) -> tuple[str, str]:
    """The name without folders, invisible characters and what systems or headers take for signs; and its ending."""
    last = unicodedata.normalize("NFC", raw.encode(errors="ignore").decode()).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(each for each in last if each.isspace() or unicodedata.category(each)[0] != "C")
    plain = " ".join(_FORBIDDEN_IN_NAMES.sub("_", seen).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_NAME_AT_MOST] or "file", ""
    stem, ending = stem.strip(". ")[:_NAME_AT_MOST] or "file", ending[:10]
    return f"{stem}.{ending}", ending.lower()


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signs)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_text(content: bytes) -> bool:
    """Text in UTF-8 or an old single-byte alphabet; UTF-16 as spreadsheets write it, with its mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return "\x00" not in content.decode("utf-16")
        except UnicodeDecodeError:
            return False
    return not _CONTROL_BYTES.search(content) and not content.startswith(b"%PDF-")


def _members(content: bytes) -> list[str] | None:
    """The names in a ZIP file; None when it is none, or claims too many. Nothing is unpacked."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")) or content.count(_ZIP_ENTRY) > _ENTRIES_AT_MOST:
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return [member.filename for member in archive.infolist()]
    except Exception:
        # A reader meets hostile bytes here. However it fails, it means one thing.
        return None


def _is_zip(content: bytes) -> bool:
    return _members(content) is not None


def _is_office(folder: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        names = _members(content) or []
        if any(name.lower().rsplit("/", 1)[-1] in _MACROS for name in names):
            return False
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return fits


def _is_open_document(content_type: str) -> Callable[[bytes], bool]:
    """Its first member says what it is, and is stored as it is: the standard has it so that it can be read here."""

    def fits(content: bytes) -> bool:
        names = _members(content) or []
        says = b"mimetype" + content_type.encode()
        return names[:1] == ["mimetype"] and content[30:].startswith(says) and not _has_macros(names)

    return fits


def _has_macros(names: list[str]) -> bool:
    return any(name.startswith(("Basic/", "Scripts/")) for name in names)


def _office(ending: str, folder: str, name: str) -> Kind:
    return Kind((ending,), f"application/vnd.openxmlformats-officedocument.{name}", _is_office(folder))


def _open_document(ending: str, name: str) -> Kind:
    content_type = f"application/vnd.oasis.opendocument.{name}"
    return Kind((ending,), content_type, _is_open_document(content_type))


_KINDS = (
    Kind(("pdf",), "application/pdf", _begins(b"%PDF-")),
    Kind(("png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    Kind(("jpg", "jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    Kind(("gif",), "image/gif", _begins(b"GIF87a", b"GIF89a")),
    Kind(("webp",), "image/webp", _is_webp),
    Kind(("txt",), "text/plain; charset=utf-8", _is_text),
    Kind(("csv",), "text/csv; charset=utf-8", _is_text),
    Kind(("zip",), "application/zip", _is_zip),
    _office("docx", "word/", "wordprocessingml.document"),
    _office("xlsx", "xl/", "spreadsheetml.sheet"),
    _office("pptx", "ppt/", "presentationml.presentation"),
    _open_document("odt", "text"),
    _open_document("ods", "spreadsheet"),
    _open_document("odp", "presentation"),
)
ENDINGS = tuple(ending for kind in _KINDS for ending in kind.endings)
