"""What profile stories need: photos in a folder of the test's own, and a form filled in well."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Skill
from talent import services


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
