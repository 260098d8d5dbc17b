"""The libraries' German says "Sie", as the whole site does."""

import gettext
import re
from pathlib import Path

import allauth
import pytest
from django.utils.translation import gettext as translated
from django.utils.translation import override

FAMILIAR = re.compile(
    r"\b(?:du|dein\w*|dir|dich)\b|\bgib\b|\bbitte (?!Sie|Ihre|diese|eine|keine|alle)(?:\w+e|gib|lass|klick)\b",
    re.IGNORECASE,
)
MENDED = Path("bildungsnetz/locale/de/LC_MESSAGES")


def lines_of_allauth() -> list[str]:
    path = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return [key for key, text in catalogue.items() if isinstance(key, str) and key and FAMILIAR.search(text)]


@pytest.mark.parametrize("line", ["Gib einen Wert an", "wenn du magst", "Bitte wähle eine", "Ändere Dein Passwort"])
def test_a_familiar_line_is_recognised(line):
    assert FAMILIAR.search(line)


@pytest.mark.parametrize(
    "line", ["Bitte geben Sie Ihr Passwort ein.", "Bitte diese Codes aufheben", "Das dient dem Schutz"]
)
def test_a_polite_line_is_left_alone(line):
    assert not FAMILIAR.search(line)


def test_allauth_has_familiar_lines_at_all():
    assert len(lines_of_allauth()) > 50


@pytest.mark.parametrize("line", lines_of_allauth())
def test_no_familiar_line_of_allauth_is_shown(line):
    with override("de"):
        assert not FAMILIAR.search(translated(line))


def test_the_compiled_lines_are_those_of_the_source():
    with (MENDED / "django.mo").open("rb") as file:
        compiled = {text for key, text in gettext.GNUTranslations(file)._catalog.items() if key}  # type: ignore[attr-defined]
    source = (MENDED / "django.po").read_text().partition("\n\n")[2]
    strings = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', source, re.MULTILINE)
    written = {
        re.sub(r"\\(.)", lambda it: {"n": "\n"}.get(it[1], it[1]), "".join(re.findall(r'"(.*)"', one)))
        for one in strings
    }
    assert compiled == written
