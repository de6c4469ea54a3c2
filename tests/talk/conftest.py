"""Ben has sent Ada a proposal; `say` writes in a conversation, `carry` makes a file to send with it."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock
from proposals.talk import files, writing
from tests.conftest import MONDAY
from tests.proposals.conftest import ben, cleo, fund, proposal, reach, send, switch  # noqa: F401 - fixtures

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of each test in a place of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def say(proposal, ada):  # noqa: F811
    """Write something: `say("Hello")` as Ada, `say("Hello", by=ben)`, `say("See this", files=[upload()])`."""

    def write(text, *, by=ada, about=proposal, files=(), token=""):
        return writing.send(about, by=by, text=text, files=[checked(each) for each in files], token=token)

    return write


@pytest.fixture
def monday():
    with clock.at(MONDAY):
        yield MONDAY


def later(**span):
    """`with clock.at(later(minutes=2)):`"""
    return MONDAY + timedelta(**span)


def upload(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def checked(each):
    return files.check(each, megabytes=5)


def packed(*names, first=b""):
    """A ZIP file that holds files of these names; `first` is the content of the first."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for place, name in enumerate(names):
            archive.writestr(name, first if not place else "x")
    return made.getvalue()


def kept(folder):
    """Every file on the disk."""
    return [each for each in folder.rglob("*") if each.is_file()]
