"""The fonts that come with the program, and only those."""

import gc
import hashlib
import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from bildungsnetz.documents import pdf, typeface


def test_the_machines_own_font_settings_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/of/the/machine")
    with typeface.only_our_fonts():
        assert os.environ["FONTCONFIG_FILE"] != "/of/the/machine"
    assert os.environ["FONTCONFIG_FILE"] == "/of/the/machine"


def test_all_fonts_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in typeface.FOLDER.glob("*.ttf")) < 3_000_000


def test_each_font_is_the_one_that_is_written_down_with_its_licence() -> None:
    listed = Path(settings.BASE_DIR, "docs", "vendored.md").read_text()
    known = dict(re.findall(r"documents/fonts/([\w-]+\.ttf)` \|.*\| OFL-1.1 \| `(\w{64})`", listed))
    assert known == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in typeface.FOLDER.glob("*.ttf")}


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        with pdf._without_garbage_collection():
            assert not gc.isenabled()
        assert gc.isenabled() == enabled
    finally:
        gc.enable()
