"""The baselines' SQL, as it stands in sql/: statements end with a semicolon at the end of a line."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"


def statements(name: str, vendor: str = "") -> list[str]:
    """The statements of `sql/<name>.sql` or `sql/<name>.<vendor>.sql`."""
    file = _FOLDER / (f"{name}.{vendor}.sql" if vendor else f"{name}.sql")
    lines = [line for line in file.read_text().splitlines() if not line.startswith("--")]
    return [text.strip() for text in "\n".join(lines).split(";\n") if text.strip(" ;\n")]
