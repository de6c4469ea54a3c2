"""What somebody typed into the search box, understood the same way on both engines.

Words must all occur; "quoted words" must stand side by side; a -word must not occur. Everything else is passed over.
"""

import re
from dataclasses import dataclass

LONGEST = 200
_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
# What both engines take for a word; everything else separates words.
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words to stand side by side; or, with `not_`, not to."""

    words: tuple[str, ...]
    not_: bool = False

    def quoted(self) -> str:
        return '"' + " ".join(self.words) + '"'


@dataclass(frozen=True, slots=True)
class SearchText:
    """The terms of a search; false when there is nothing to look for."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return any(not term.not_ for term in self.terms)

    def for_postgresql(self) -> str:
        """For `websearch_to_tsquery`, which takes any text without complaint."""
        return " ".join(("-" if term.not_ else "") + term.quoted() for term in self.terms)

    def for_fts5(self) -> str:
        """In FTS5's own language, every word quoted so that none of it is an operator."""
        wanted = " AND ".join(term.quoted() for term in self.terms if not term.not_)
        unwanted = "".join(f" NOT {term.quoted()}" for term in self.terms if term.not_)
        return f"({wanted}){unwanted}"


def parse(text: str) -> SearchText:
    """`parse('logo "hand drawn" -crypto')`"""
    terms = []
    for found in _TERM.finditer(text[:LONGEST].replace("\0", " ")):
        words = tuple(_WORD.findall(found["phrase"] or found["word"] or ""))
        if words:
            terms.append(Term(words, not_=bool(found["minus"])))
    return SearchText(tuple(terms))
