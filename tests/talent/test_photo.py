"""A photo is what its bytes are: looked into, drawn anew, stripped, and served as nothing but a picture."""

import re
import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from common.uploads import KEPT
from talent.models import FreelancerProfile
from talent.photos import SIDE, NotAPhoto, clean_photo
from tests.talent.conftest import picture, save

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def cleaned(upload) -> Image.Image:
    return Image.open(clean_photo(upload, size=upload.size))


def upload(data: bytes, name="me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def png_that_claims(width: int, height: int) -> bytes:
    """A few hundred bytes that would unpack to width x height pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(160, 160), (3000, 200), (200, 3000), (4000, 3000)])
def test_every_photo_becomes_a_square_webp(kind, size):
    photo = cleaned(picture(kind, size))
    assert (photo.format, photo.size, photo.mode) == ("WEBP", (SIDE, SIDE), "RGB")


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("PNG", "1"), ("JPEG", "CMYK")]
)
def test_every_kind_of_colour_is_understood(kind, mode):
    assert cleaned(picture(kind, mode=mode)).mode == "RGB"


def test_what_is_transparent_lies_on_paper():
    out = BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    red, green, blue = cleaned(upload(out.getvalue())).getpixel((100, 100))
    assert min(red, green, blue) > 220


def test_a_photo_held_sideways_is_turned_upright():
    sideways = Image.new("RGB", (400, 400), "white")
    sideways.paste("black", (0, 0, 200, 400))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    sideways.save(out, "JPEG", exif=exif)
    photo = cleaned(upload(out.getvalue()))
    assert photo.getpixel((200, 20))[0] < 60, "the dark half is on top"
    assert photo.getpixel((200, 380))[0] > 200


def test_where_and_with_what_it_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    dirty = picture(exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)
    content = clean_photo(dirty, size=dirty.size).read()
    assert b"Secret" not in content
    photo = Image.open(BytesIO(content))
    assert not photo.getexif()
    assert "icc_profile" not in photo.info


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"hello",
        SVG,
        HTML,
        b"GIF89a" + b"\x00" * 100,
        b"%PDF-1.7" + b"\x00" * 100,
        b"\xff\xd8\xff\xe0" + b"\x00" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"\x00" * 16,
        b"8BPS" + b"\x00" * 100,
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(data):
    with pytest.raises(NotAPhoto):
        cleaned(upload(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_ends_too_soon_is_refused(kind):
    noise = Image.effect_noise((400, 400), 80).convert("RGB")
    out = BytesIO()
    noise.save(out, kind)
    with pytest.raises(NotAPhoto):
        cleaned(upload(out.getvalue()[: len(out.getvalue()) // 2]))


@pytest.mark.parametrize("side", [20_000, 100_000])
def test_a_small_file_that_claims_a_huge_picture_is_never_unpacked(side):
    bomb = upload(png_that_claims(side, side))
    assert bomb.size < 1000
    with pytest.raises(NotAPhoto, match="million pixels"):
        cleaned(bomb)


def test_text_packed_a_thousandfold_beside_the_picture_is_refused_or_dropped():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 20_000_000, zip=True)
    out = BytesIO()
    Image.new("RGB", (200, 200)).save(out, "PNG", pnginfo=info)
    with pytest.raises(NotAPhoto):
        cleaned(upload(out.getvalue()))


def test_a_picture_of_a_few_pixels_is_too_small():
    with pytest.raises(NotAPhoto, match="too small"):
        cleaned(picture(size=(159, 400)))


def test_more_than_5_mb_is_refused():
    with pytest.raises(NotAPhoto, match="larger than 5 MB"):
        clean_photo(picture(), size=5 * 1024 * 1024 + 1)


@pytest.mark.parametrize("data", [b"", b"hello", SVG, HTML])
def test_the_page_says_beside_the_field_why(inside, profile, photos, data):
    page = save(inside, photo=upload(data, name="me.svg"))
    assert page.status_code == 200
    assert "photo" in page.context["photo_form"].errors
    assert not photos.exists()
    assert "I have built web shops" in page.content.decode(), "what was written is still there"


def test_an_endless_upload_is_counted_not_kept(rf):
    request = rf.post("/settings/profile/", {"photo": upload(b"\xff\xd8" + b"\x00" * (KEPT * 3))})
    assert 5 * 1024 * 1024 < request.FILES["photo"].size < KEPT + 100_000


def test_a_photo_of_24_mb_is_refused_beside_its_field(inside):
    page = save(inside, photo=upload(b"\xff\xd8" + b"\x00" * (KEPT * 3)))
    assert "larger than 5 MB" in str(page.context["photo_form"].errors)


@pytest.fixture
def address(inside, profile):
    save(inside)
    return FreelancerProfile.objects.get(pk=profile.pk).photo.url


def test_anybody_may_see_it_and_browsers_may_keep_it(client, address):
    client.logout()
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (SIDE, SIDE)


def test_its_name_tells_nothing(address):
    assert re.fullmatch(r"/media/photos/[0-9a-f]{32}\.webp", address)


@pytest.mark.parametrize(
    "name",
    [
        "0" * 32 + ".webp",
        "../../etc/passwd",
        "..%2f..%2fsettings.py",
        "x.svg",
        "",
        "0" * 32 + ".html",
        "0" * 33 + ".webp",
        "%00" * 16 + ".webp",
    ],
)
def test_nothing_else_is_served_from_there(client, db, name):
    assert client.get(f"/media/photos/{name}").status_code == 404


def test_it_is_looked_at_not_posted_to(client, address):
    assert client.post(address).status_code == 405
