"""How one sandbox was started, and the version of the API that it speaks."""

from dataclasses import dataclass
from pathlib import Path

API_VERSION = "2026-10-28.endive"


@dataclass(frozen=True)
class Config:
    port: int
    database: Path
    public_url: str
    webhook_url: str
    webhook_secret: str
    # A bank debit settles by itself after so many seconds; 0 leaves it to the buttons.
    settle_after: int = 60
