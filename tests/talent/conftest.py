"""What profile stories need: photos in a folder of the test's own, and a form filled in well."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Skill
from common import policies
from talent import certifications, question_import, services
from talent.models import Attempt, Certification, FreelancerProfile
from tests.conftest import MONDAY


@pytest.fixture(autouse=True)
def photos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "photos"


@pytest.fixture
def profile(ben):
    return services.open_profile(ben)


@pytest.fixture
def inside(client, ben, profile):
    client.force_login(ben)
    return client


def picture(kind="JPEG", size=(600, 400), mode="RGB", name="me.jpg", **options) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new(mode, size, "teal" if mode != "L" else 120).save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def some_skills(number=3) -> list[int]:
    return list(Skill.objects.order_by("id").values_list("pk", flat=True)[:number])


def filled_in(**changes) -> dict:
    """The profile form, whole; `filled_in(photo=None)` leaves one thing out."""
    form = {
        "title": "Django developer for small shops",
        "overview": "I have built web shops for bakers and binders. " * 6,
        "rate": "45.50",
        "country": "GB",
        "skills": some_skills(),
        "photo": picture(),
        "links-TOTAL_FORMS": "6",
        "links-INITIAL_FORMS": "0",
        "links-0-title": "A bakery's shop",
        "links-0-url": "https://bakery.example/",
    }
    form.update(changes)
    return {name: value for name, value in form.items() if value is not None}


def save(client, **changes):
    return client.post("/settings/profile/", filled_in(**changes))


def sheet(number=20, multiple=0) -> str:
    """A file of questions: the first `multiple` of them with two right answers among four."""
    blocks = []
    for n in range(number):
        kind, second = ("multiple", "*") if n < multiple else ("single", "-")
        blocks.append(f"{kind}: What is {n} plus 100?\n* {n + 100}\n{second} {n + 101}\n- {n + 102}\n- {n + 103}")
    return "\n\n".join(blocks)


@pytest.fixture
def certify(olga):
    """Make a certification: `certify("Sums", number=20, multiple=3, draws=10)`; figures are those of the row."""

    def make(name="Sums", *, number=20, multiple=0, **figures) -> Certification:
        row = Certification(name=name, slug=name.lower().replace(" ", "-"), summary="Adding numbers.", **figures)
        policies.create(row, actor=olga, reason="A test of sums")
        if number:
            question_import.take(row, sheet(number, multiple))
        return row

    return make


@pytest.fixture
def sums(certify) -> Certification:
    """15 questions in 20 minutes, 11 right to pass, one try in 30 days; three of its 20 have two right answers."""
    return certify(multiple=3)


def right_answers(attempt, number=None) -> dict[int, list[int]]:
    """What is right for the first so many questions of the attempt."""
    return {
        place: [at for at, choice in enumerate(each.choices) if choice.right]
        for place, each in enumerate(attempt.questions[:number])
    }


def sit(certification, person, right) -> Attempt:
    """Start and hand in with so many right answers, in no time."""
    attempt = certifications.start(certification, person=person)
    return certifications.hand_in(attempt, answers=right_answers(attempt, right))


def make_complete(profile) -> None:
    """Everything the checklist asks for, written past the forms."""
    fields = {"title": "Adder", "overview": "x" * 200, "rate_minor": 4500, "country": "GB", "photo": "photos/me.webp"}
    FreelancerProfile.objects.filter(pk=profile.pk).update(**fields, completed_at=MONDAY, created_at=MONDAY)
    profile.skills.set(some_skills())
    profile.links.get_or_create(position=0, title="Sums", url="https://sums.example/")


@pytest.fixture
def complete(profile):
    """Ben's profile, complete, with the mailbox proven: all that is missing is work shown."""
    make_complete(profile)
    profile.refresh_from_db()
    return profile
