"""Static files as a site serves them: named by their content, compressed, and the style sheets joined into one.

While building, the browser fetches each file by its `@import`. Served that way a first visit would cost some forty
requests, so collecting writes the imported files into `app.css`, each in the layer that its import names.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

_SHEET = "css/app.css"
_IMPORT = re.compile(r'^@import url\("(?P<file>[\w/-]+\.css)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE)


class SiteStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if _SHEET in paths and not dry_run:
            sheet = Path(self.path(_SHEET))
            sheet.write_text(joined(sheet))
            # The finder's original still has its imports; from here on the collected copy counts.
            paths[_SHEET] = (self, _SHEET)
        yield from super().post_process(paths, dry_run, **options)


def joined(sheet: Path) -> str:
    """The sheet with every import replaced by what it imports."""

    def imported(found: re.Match[str]) -> str:
        text = (sheet.parent / found["file"]).read_text()
        # Addresses in a file one folder down are written from there.
        if "/" in found["file"] and "url(" in text:
            raise ValueError(f"{found['file']} names a file; only sheets directly in css/ may.")
        return f"@layer {found['layer']} {{\n{text}}}"

    return _IMPORT.sub(imported, sheet.read_text())
