"""How much alike two postings are. Pure functions: words without case or marks, three in a row, compared as sets.

Fifteen numbers stand for the set (minhash), joined into five bands: texts that are nearly the same share a band, so
that an index finds the few worth comparing word by word.
"""

import re
import unicodedata
from hashlib import blake2b

# Nearly the same, out of everything that either says.
ALIKE = 0.8
BANDS, ROWS = 5, 3
# Less than that says too little: only the very same words count.
_SHORT = 12
_WORD = re.compile(r"[^\W_]+")
_PRIME = (1 << 61) - 1
# Odd numbers that spread the hashes; any would do, but these must stay, because bands are stored.
_SPREAD = [(2 * n + 1) * 0x9E3779B97F4A7C15 % _PRIME for n in range(1, BANDS * ROWS + 1)]


def words(text: str) -> list[str]:
    """Without case, accents and punctuation: what a copy usually changes."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


def shingles(text: str) -> frozenset[str]:
    """Three words in a row, each; the whole text at once when it is short."""
    said = words(text)
    if len(said) < _SHORT:
        return frozenset([" ".join(said)])
    return frozenset(" ".join(said[place : place + 3]) for place in range(len(said) - 2))


def bands(text: str) -> list[int]:
    """What the index stores of a text: one signed 63-bit number a band."""
    hashes = [int.from_bytes(blake2b(each.encode(), digest_size=8).digest(), "big") for each in shingles(text)]
    least = [min((number * spread + place) % _PRIME for number in hashes) for place, spread in enumerate(_SPREAD)]
    return [_joined(band, least[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def likeness(one: str, other: str) -> float:
    """From 0 to 1: what both say, of everything that either says."""
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second)


def _joined(band: int, least: list[int]) -> int:
    return int.from_bytes(blake2b(repr((band, least)).encode(), digest_size=8).digest(), "big") >> 1
