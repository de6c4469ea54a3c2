"""What collecting makes of the style sheets: one file, its layers in order, its fonts named by their content."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from common.static_files import joined

SOURCE = Path(settings.BASE_DIR) / "static" / "css"


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "common.static_files.SiteStaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_the_sheets_are_joined_into_one(collected):
    named = next(collected.glob("css/app.*.css"))
    for sheet in (named, collected / "css" / "app.css"):
        text = sheet.read_text()
        assert "@import" not in text
        assert text.count("{") == text.count("}")
        assert ".purse" in text
    assert re.search(r"url\(\"../fonts/inter-latin\.[0-9a-f]{12}\.woff2\"\)", named.read_text())
    assert list(collected.glob("css/app.*.css.gz"))


def test_every_sheet_is_imported_into_a_layer_that_exists():
    text = (SOURCE / "app.css").read_text()
    layers = re.search(r"^@layer ([^;]+);", text, re.MULTILINE)[1].split(", ")
    imported = re.findall(r'@import url\("([^"]+)"\) layer\((\w+)\);', text)
    assert {layer for _, layer in imported} <= set(layers)
    written = {str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.css")} - {"app.css", "admin.css"}
    assert {file for file, _ in imported} == written


def test_a_component_that_names_a_file_is_refused(tmp_path):
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "a.css").write_text('.a { background: url("b.png"); }')
    (tmp_path / "app.css").write_text('@import url("components/a.css") layer(components);\n')
    with pytest.raises(ValueError, match="names a file"):
        joined(tmp_path / "app.css")
