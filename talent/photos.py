"""Photos are never shown as they came: each is decoded, checked, cropped and drawn anew, without what it carried."""

import secrets
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from common.numbers import figure

MEGABYTES = 5
# A file of a few kilobytes can claim a picture that fills the memory.
PIXELS_AT_MOST = 25_000_000
SIDE_AT_LEAST = 160
SIDE = 400
# What is looked at is what the file is, not what its name or the browser says. SVG is a document, not a photo.
FORMATS = ("JPEG", "PNG", "WEBP")
_PAPER = (250, 246, 238)


class NotAPhoto(Exception):
    """The upload is refused; the message says why, in words for the person."""


def clean_photo(upload: IO[bytes], *, size: int) -> "ContentFile[bytes]":
    """A square WebP of the picture's middle, under a name nobody can guess. Raises NotAPhoto."""
    if size > MEGABYTES * 1024 * 1024:
        raise NotAPhoto(_("The photo is larger than {n} MB. Choose a smaller one.").format(n=MEGABYTES))
    picture = _decoded(upload)
    if min(picture.size) < SIDE_AT_LEAST:
        raise NotAPhoto(
            _("The photo is too small: each side needs {n} pixels or more.").format(n=figure(SIDE_AT_LEAST))
        )
    out = BytesIO()
    _square(picture).save(out, "WEBP", quality=82, method=4)
    return ContentFile(out.getvalue(), name=f"{secrets.token_hex(16)}.webp")


def _decoded(upload: IO[bytes]) -> Image.Image:
    try:
        picture = Image.open(upload, formats=FORMATS)
        if picture.width * picture.height > PIXELS_AT_MOST:
            raise Image.DecompressionBombError
        # A JPEG can be read at a fraction of its size, which is all that is needed.
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        return ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as bomb:
        most = PIXELS_AT_MOST // 1_000_000
        raise NotAPhoto(
            _("The photo has more than {n} million pixels. Choose a smaller one.").format(n=most)
        ) from bomb
    except Exception as broken:
        # A decoder meets hostile bytes here. However it fails, it means one thing.
        raise NotAPhoto(_("This is not a photo we can read. Use a JPEG, PNG or WebP file.")) from broken


def _square(picture: Image.Image) -> Image.Image:
    """Its middle, on a new image: no profile, comment or place where it was taken comes along."""
    fitted = ImageOps.fit(picture.convert("RGBA"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", fitted.size, _PAPER)
    clean.paste(fitted, mask=fitted)
    return clean
