"""What is typed, made fit to be kept and shown: nothing that nobody types, nothing that turns other words round."""

import re
import unicodedata

# Control characters but for line breaks and tabs, and halves of characters: no database and no reader wants them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\uffff]")
# Marks that make everything after them run the other way. Arabic and Hebrew need none: each message finds its own way.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MANY_LINES = re.compile(r"\n{4,}")


def clean(text: str) -> str:
    """The words as they are kept; empty when there is nothing in them to be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _MANY_LINES.sub("\n\n\n", _TURNING.sub("", _CONTROLS.sub("", text))).strip()
    return text if any(_is_seen(each) for each in text) else ""


def _is_seen(character: str) -> bool:
    """Whether it leaves something on the page: no space, and nothing that only changes how others are shown."""
    return unicodedata.category(character)[0] not in "CZM"
