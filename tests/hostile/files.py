"""Files that are not what they say, by class: what is inside, what they are called, what they claim to be."""

import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.hostile.catalogue import MARK
from tests.talk.conftest import PDF, packed

PAGE = f"<!doctype html><script>{MARK}()</script>".encode()
DRAWING = f"<svg xmlns='http://www.w3.org/2000/svg' onload='{MARK}()'><script>{MARK}()</script></svg>".encode()
PROGRAM = b"MZ\x90\x00" + b"\x00" * 60


def image(kind: str = "PNG", size: tuple[int, int] = (600, 400), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def vast() -> bytes:
    """A PNG of a few bytes that says it is 60,000 by 60,000."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def bomb() -> bytes:
    """Fifty megabytes of nothing, packed into fifty kilobytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nothing.txt", b"\x00" * 50_000_000)
    return out.getvalue()


def with_comment() -> bytes:
    """A good picture whose EXIF data is a script."""
    data = Image.Exif()
    data[0x010E] = f"<script>{MARK}()</script>"
    return image("JPEG", exif=data)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@cache
def classes() -> dict[str, tuple[tuple[str, bytes, str], ...]]:
    """Name, content and claimed type of each, by class."""
    png, pdf = image(), PDF + b"\n%%EOF"
    return {
        "pages called pictures": (
            ("me.png", PAGE, "image/png"),
            ("me.jpg", b"GIF89a/*" + PAGE + b"*/", "image/jpeg"),
            ("plan.pdf", PAGE, "application/pdf"),
            ("me.html", png, "text/html"),
            ("notes.txt", PAGE, "text/html"),
        ),
        "drawings that run": (
            ("me.svg", DRAWING, "image/svg+xml"),
            ("me.png", DRAWING, "image/png"),
            ("me.svgz", zlib.compress(DRAWING), "image/svg+xml"),
        ),
        "two things at once": (
            ("me.png", png + PAGE, "image/png"),
            ("me.gif", b"GIF89a=1;" + f"{MARK}();".encode(), "image/gif"),
            ("plan.pdf", pdf + packed("a.txt"), "application/pdf"),
            ("birds.zip", PDF + packed("a.txt"), "application/zip"),
            ("me.jpg", b"\xff\xd8\xff\xfe" + PAGE, "image/jpeg"),
        ),
        "bombs": (
            ("birds.zip", bomb(), "application/zip"),
            ("me.png", vast(), "image/png"),
            ("birds.docx", bomb(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ),
        "nothing": (("me.png", b"", "image/png"), ("plan.pdf", b"", "application/pdf"), ("x", b"", "")),
        "wrong types": (
            ("me.png", png, "text/html; charset=utf-7"),
            ("me.png", png, "image/png\r\nX-Evil: 1"),
            ("me.png", pdf, "image/png"),
            ("me.exe", png, "image/png"),
        ),
        "names that travel": (
            ("../../../etc/passwd.png", png, "image/png"),
            ("..\\..\\me.png", png, "image/png"),
            ("/etc/cron.d/me.png", png, "image/png"),
            ("%2e%2e%2fme.png", png, "image/png"),
        ),
        "long names": (("x" * 5_000 + ".png", png, "image/png"), ("me." + "p" * 500, png, "image/png")),
        "double endings": (
            ("me.png.html", png, "image/png"),
            ("plan.pdf.exe", pdf, "application/pdf"),
            ("me.php.png", png, "image/png"),
            ("me.png;.js", png, "image/png"),
            ("me.png.", png, "image/png"),
        ),
        "names that deceive": (
            ("invoice\u202efdp.exe.png", png, "image/png"),
            ("me\x00.html.png", png, "image/png"),
            ("a\r\nX-Evil: 1.png", png, "image/png"),
            (f"<img src=x onerror={MARK}()>.png", png, "image/png"),
            (f'"; filename="{MARK}.exe.png', png, "image/png"),
            ("=cmd|' '!A0.csv", b"a,b\n", "text/csv"),
            ("CON.png", png, "image/png"),
            ("план 🐦.png", png, "image/png"),
        ),
        "scripts in what pictures carry": (
            ("me.jpg", with_comment(), "image/jpeg"),
            ("me.png", png[:-12] + _chunk(b"tEXt", b"Comment\x00" + PAGE) + png[-12:], "image/png"),
        ),
        "programs": (
            ("setup.exe", PROGRAM, "application/octet-stream"),
            ("me.png", PROGRAM, "image/png"),
            ("run.sh", b"#!/bin/sh\nid\n", "text/x-sh"),
            ("plan.pdf", b"\x7fELF\x02\x01\x01" + b"\x00" * 60, "application/pdf"),
            ("letter.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ""),
        ),
        "cut short": (
            ("me.png", png[:60], "image/png"),
            ("me.jpg", image("JPEG")[:200], "image/jpeg"),
            ("me.webp", image("WEBP")[:40], "image/webp"),
            ("birds.zip", packed("a.txt", "b.txt")[:60], "application/zip"),
        ),
        "texts that are none": (
            ("notes.txt", b"a\x00b", "text/plain"),
            ("questions.txt", b"\xff\xfe\x00", "text/plain"),
            ("questions.txt", f"single: <script>{MARK}()</script>?\n* =1+1\n- {{{{ 1 }}}}".encode(), "text/plain"),
            ("questions.txt", "single: \u202e?\n* \x1b[31m\n- ".encode(), "text/plain"),
        ),
    }


def upload(told: tuple[str, bytes, str]) -> SimpleUploadedFile:
    name, content, content_type = told
    return SimpleUploadedFile(name, content, content_type=content_type)
