"""Files of others are there unchanged, with licence and source."""

import hashlib
import re
from pathlib import Path

import pytest

TABLE = Path("docs/vendored.md").read_text()
LISTED = dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", TABLE, re.MULTILINE))
FOLDERS = [*Path("bildungsnetz/web/static/vendor").iterdir(), *Path("tests/vendor").iterdir()]


@pytest.mark.parametrize("path", LISTED)
def test_a_listed_file_is_unchanged(path):
    assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == LISTED[path]


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_file_is_listed_and_has_its_licence_beside_it(folder):
    assert {str(path) for path in folder.iterdir()} <= LISTED.keys()
    assert (folder / "LICENSE").exists()


@pytest.mark.parametrize("sheet", sorted(Path("bildungsnetz/web/static").rglob("*.css")), ids=str)
def test_a_stylesheet_asks_no_other_server(sheet):
    addresses = re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet.read_text()) + re.findall(
        r"@import\s+([^;]+)", sheet.read_text()
    )
    assert [address for address in addresses if re.match(r"(https?:)?//", address)] == []


def test_the_fonts_that_the_page_names_are_there():
    sheet = Path("bildungsnetz/web/static/web/site.css")
    fonts = re.findall(r'url\("([^"]+woff2)"\)', sheet.read_text())
    assert len(fonts) == 6
    assert all((sheet.parent / font).resolve().exists() for font in fonts)
