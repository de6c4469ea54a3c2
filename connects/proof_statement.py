"""What the proof of the books is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, and a query for the rows of one table that break it.

    The query answers (id, wallet id, what the row says, what it should say), in SQL that both engines read.
    """

    name: str
    sentence: str
    table: str
    sql: str
