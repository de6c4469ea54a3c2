"""Add Lucide icons to the site's sprite: `python docs/add_icon.py FOLDER name [name ...]`.

FOLDER holds Lucide's SVG files (the `icons` folder of the npm package `lucide-static`). A name that is already in the
sprite is replaced; symbols stay sorted, so a diff shows only what changed.
"""

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "img" / "icons.svg"
SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def add(folder: Path, names: list[str]) -> int:
    symbols = dict(SYMBOL.findall(SPRITE.read_text())) if SPRITE.exists() else {}
    symbols |= {name: drawing(folder / f"{name}.svg") for name in names}
    lines = [f'<symbol id="{name}" viewBox="0 0 24 24">{symbols[name]}</symbol>' for name in sorted(symbols)]
    SPRITE.write_text("\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *lines, "</svg>", ""]))
    return len(symbols)


def drawing(file: Path) -> str:
    found = DRAWING.search(file.read_text())
    if found is None:
        raise SystemExit(f"{file} is not an SVG file.")
    return re.sub(r"\s*\n\s*", "", found[1]).replace(" />", "/>")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.stdout.write(f"{add(Path(sys.argv[1]), sys.argv[2:])} icons in {SPRITE.name}\n")
