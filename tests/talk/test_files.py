"""Which files may be attached: by what they are and by their name, both; and that none stays that no message has."""

import pytest

from common import clock
from proposals.models import Attachment
from proposals.talk import files, storing
from proposals.talk.errors import FilesRefused, NotBegun
from tests.conftest import MONDAY
from tests.talk.conftest import PDF, PNG, checked, kept, later, packed, upload

OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
ACCEPTED = [
    ("plan.pdf", PDF, "application/pdf"),
    ("PLAN.PDF", PDF, "application/pdf"),
    ("bird.png", PNG, "image/png"),
    ("bird.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 20, "image/jpeg"),
    ("bird.jpeg", b"\xff\xd8\xff\xdb" + b"\x00" * 20, "image/jpeg"),
    ("bird.gif", b"GIF89a" + b"\x00" * 20, "image/gif"),
    ("bird.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
    ("notes.txt", "Grüße, שלום 🐦\r\n".encode(), "text/plain; charset=utf-8"),
    ("notes.txt", "Grüße".encode("latin-1"), "text/plain; charset=utf-8"),
    ("hours.csv", b"\xef\xbb\xbfday,hours\n1,2\n", "text/csv; charset=utf-8"),
    ("hours.csv", "day\thours\n".encode("utf-16"), "text/csv; charset=utf-8"),
    ("birds.zip", packed("a.txt", "b/c.txt"), "application/zip"),
    (
        "letter.docx",
        packed("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "hours.xlsx",
        packed("[Content_Types].xml", "xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("letter.odt", packed("mimetype", "content.xml", first=OPEN_TEXT), OPEN_TEXT.decode()),
]
# What is not let in, a class each: it is nothing of what it says, or nothing that is accepted.
REFUSED = {
    "a program": ("setup.exe", b"MZ\x90\x00"),
    "a program called a picture": ("bird.png", b"MZ\x90\x00" + b"\x00" * 40),
    "a program called text": ("notes.txt", b"MZ\x90\x00\x03"),
    "an ELF program called a PDF": ("plan.pdf", b"\x7fELF\x02\x01\x01"),
    "a page": ("page.html", b"<script>alert(1)</script>"),
    "a page called a picture": ("bird.gif", b"<script>alert(1)</script>"),
    "a page called a PDF": ("plan.pdf", b"<html><script>alert(1)</script>"),
    "a drawing that can run": ("bird.svg", b"<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>"),
    "a drawing called a PNG": ("bird.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a script": ("run.js", b"alert(1)"),
    "a shell script": ("run.sh", b"#!/bin/sh\nrm -rf /"),
    "two endings, the last one bad": ("plan.pdf.exe", PDF),
    "no ending": ("README", b"read me"),
    "only an ending": (".htaccess", b"Options +Indexes"),
    "a PDF called text": ("notes.txt", PDF),
    "a picture called a ZIP": ("birds.zip", PNG),
    "a ZIP called a document": ("letter.docx", packed("a.txt")),
    "a document called a sheet": ("hours.xlsx", packed("[Content_Types].xml", "word/document.xml")),
    "a document with macros": (
        "letter.docx",
        packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    ),
    "a document of the kind with macros": ("letter.docm", packed("[Content_Types].xml", "word/document.xml")),
    "an OpenDocument with macros": ("l.odt", packed("mimetype", "Basic/Standard/M.xml", first=OPEN_TEXT)),
    "an OpenDocument of another kind": ("l.ods", packed("mimetype", "content.xml", first=OPEN_TEXT)),
    "a ZIP cut short": ("birds.zip", packed("a.txt", "b.txt")[:60]),
    "a ZIP of too many files": ("birds.zip", packed("a.txt") + b"PK\x01\x02" * 5_001),
    "a ZIP behind something else": ("birds.zip", b"MZ" + packed("a.txt")),
    "an old Word file": ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "text with a NUL": ("notes.txt", b"a\x00b"),
    "half of a UTF-16 file": ("hours.csv", b"\xff\xfea"),
    "an ending turned round": ("invoice\u202efdp.exe", PDF),
    "a mail": ("mail.eml", b"From: x"),
    "a shortcut": ("plan.lnk", b"L\x00\x00\x00"),
    "a page archive": ("page.mht", b"MIME-Version: 1.0"),
    "empty": ("plan.pdf", b""),
}


@pytest.mark.parametrize(("name", "content", "content_type"), ACCEPTED)
def test_what_is_accepted_is_served_as_what_it_is(name, content, content_type):
    found = files.check(upload(name, content), megabytes=5)
    assert (found.content_type, found.size) == (content_type, len(content))


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_accepted_is_named_and_refused(kind):
    with pytest.raises(files.NotAccepted, match=r"“.+”"):
        files.check(upload(*REFUSED[kind]), megabytes=5)


def test_a_file_may_be_as_large_as_operators_say_and_no_larger():
    whole = PDF + b"x" * (1024 * 1024 - len(PDF))
    assert files.check(upload(content=whole), megabytes=1).size == 1024 * 1024
    with pytest.raises(files.NotAccepted, match="larger than 1 MB"):
        files.check(upload(content=whole + b"x"), megabytes=1)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ada\\plan.pdf", "plan.pdf"),
        ("Grüße aus Köln.pdf", "Grüße aus Köln.pdf"),
        ("план 计划 🐦.pdf", "план 计划 🐦.pdf"),
        ('a"b;c=d%0d.pdf', "a_b_c_d_0d.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("\ufeff.pdf", "pdf"),
        ("   ...   ", "file"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("plan.PDF", "plan.PDF"),
        ("a." + "e" * 50, "a." + "e" * 10),
        ("half\ud83d.pdf", "half.pdf"),
    ],
)
def test_names_are_made_harmless(raw, shown):
    assert files.harmless_name(raw)[0] == shown


@pytest.mark.django_db
class TestKept:
    def test_under_a_name_that_says_nothing(self, say, media):
        said = say("See this", files=[upload("Köln.pdf")])
        row = said.attachments.get()
        assert (row.name, row.size, row.content_type) == ("Köln.pdf", len(PDF), "application/pdf")
        (file,) = kept(media)
        assert file.read_bytes() == PDF
        assert "ln" not in file.name
        assert len(file.name) == 32
        assert not file.suffix

    def test_not_when_the_words_are_refused(self, say, ben, media):
        with pytest.raises(NotBegun):
            say("Hello", by=ben, files=[upload(), upload("bird.png", PNG)])
        assert kept(media) == []
        assert not Attachment.objects.exists()

    def test_once_when_the_form_is_sent_twice(self, say, media):
        say("See this", files=[upload()], token="a1")
        say("See this", files=[upload()], token="a1")
        assert len(kept(media)) == Attachment.objects.count() == 1

    def test_not_beyond_what_a_conversation_keeps(self, say, media, olga):
        from common import policies  # noqa: PLC0415
        from proposals.talk.policy import figures  # noqa: PLC0415

        policies.change(figures(), actor=olga, reason="For this test", thread_megabytes=1)
        big = PDF + b"x" * 700_000
        say("One", files=[upload(content=big)])
        with pytest.raises(FilesRefused, match="more than the 1 MB"):
            say("Two", files=[upload(content=big)])
        assert len(kept(media)) == 1

    def test_what_an_upload_that_broke_off_left_is_swept_away(self, say, ada, media):
        with clock.at(MONDAY):
            say("See this", files=[upload()])
            left = storing.store(checked(upload("left.pdf")), by=ada)
        assert storing.discard_abandoned(later(minutes=59)) == 0
        assert storing.next_abandoned() == later(hours=1)
        assert storing.discard_abandoned(later(hours=1)) == 1
        assert storing.discard_abandoned(later(hours=1)) == 0
        assert not Attachment.objects.filter(pk=left.pk).exists()
        assert len(kept(media)) == 1
        assert storing.next_abandoned() is None

    def test_what_a_message_has_is_never_discarded(self, say, media):
        said = say("See this", files=[upload()])
        assert storing.discard([said.attachments.get().pk]) == 0
        assert len(kept(media)) == 1
