"""A portrait for everybody: quiet shapes in the site's colours, no two alike, and no real face."""

from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from talent.photos import clean_photo

_PAPER = ("#efe7d8", "#e3ddcf", "#e8e1d3", "#dfe6df")
_INK = ("#24574e", "#7a5b1e", "#3c4a57", "#6b3f34", "#4a5a3a", "#5b4a6b")
_SIZE = 480


def portrait(seed: str) -> "ContentFile[bytes]":
    """A square picture, the same for the same seed, through the same check as everybody's."""
    chance = Random(seed)
    picture = Image.new("RGB", (_SIZE, _SIZE), chance.choice(_PAPER))
    draw = ImageDraw.Draw(picture)
    cloth, skin, hair = (
        chance.choice(_INK),
        chance.choice(("#d9b38c", "#a8744f", "#7d5238", "#ecc9a5", "#8d6a4c")),
        chance.choice(("#2b2420", "#5a3b26", "#8a6a3a", "#3a3a3a", "#b0a79a")),
    )
    draw.ellipse((70, 330, 410, 700), fill=cloth)
    draw.rounded_rectangle((205, 270, 275, 360), 30, fill=skin)
    draw.ellipse((150, 90, 330, 310), fill=skin)
    fringe = chance.randint(120, 180)
    draw.pieslice((135, 65, 345, 290), 180, 360, fill=hair)
    draw.ellipse((150, fringe, 330, 310), fill=skin)
    if chance.random() < 0.4:
        for left in (170, 250):
            draw.ellipse((left, 190, left + 60, 235), outline="#2b2420", width=5)
        draw.line((230, 208, 250, 208), fill="#2b2420", width=5)
    if chance.random() < 0.5:
        draw.rectangle(
            (135, 178, 345, 190) if chance.random() < 0.3 else (228, 340, 252, 480), fill=chance.choice(_INK)
        )
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    out.seek(0)
    return clean_photo(out, size=out.getbuffer().nbytes)
