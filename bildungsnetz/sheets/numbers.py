"""Numbers as people write them: 1.234,50 € and 1,234.50, half a per cent, about six hundred thousand.

What can be read in two ways is not read at all: a wrong amount does more harm than a question.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.unreadable import Unreadable, shown

MOST = Decimal(10) ** 15  # more digits than that no cell keeps exactly
CENT = Decimal("0.01")

_DIGITS = re.compile(r"[+-]?\d[\d.,' ]*|[+-]?[.,]\d+")
_GERMAN = re.compile(r"(\d{1,3}([.' ])\d{3}(\2\d{3})*|\d+)(,\d*)?")
_ENGLISH = re.compile(r"(\d{1,3},\d{3}(,\d{3})*|\d{1,3}('\d{3})+|\d+)(\.\d*)?")
_POINT_GROUP = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "´": "'"})
_CURRENCY = re.compile(r"(?:€|Euro|EUR)", re.IGNORECASE)
_EMPTY_CENTS = re.compile(r"[.,]\s?-{1,2}$")
_SCALES = {
    r"(?:T€|TEUR|T\s?EUR|TSD\.?|Tausend|k€|k)": Decimal(1_000),
    r"(?:Mio\.?|M€|Million(?:en)?)": Decimal(1_000_000),
}
_ABOUT = re.compile(
    r"^(?:ca\.?|circa|zirka|etwa|rd\.?|rund|ungefähr|~|≈|bis zu|bis|max\.?|maximal|mind\.?|mindestens|über|unter|knapp|"
    r"gut|je|ab|>|<|≥|≤)\s*",
    re.IGNORECASE,
)


def as_number(cell: Cell) -> Decimal | None:
    """A blank cell is None. A percentage is none: who expects one asks ``as_percent``."""
    text = shown(cell)
    if not text:
        return None
    if text.endswith("%"):
        raise Unreadable(f"„{_short(text)}“ ist eine Prozentangabe; hier steht eine Zahl.", text.rstrip("% "))
    return _native(cell, text) if _is_number(cell) else _bounded(_parsed(text), text)


def as_whole(cell: Cell) -> int | None:
    number = as_number(cell)
    if number is None:
        return None
    if number % 1:
        whole = number.quantize(Decimal(1), ROUND_HALF_UP)
        raise Unreadable(f"„{_short(shown(cell))}“ ist keine ganze Zahl.", str(whole))
    return int(number)


def as_money(cell: Cell) -> Decimal | None:
    """An amount in euro with two decimals. "ca. 600 T€" is refused, and "600.000" suggested."""
    text = shown(cell)
    if not text:
        return None
    if _is_number(cell) and not text.endswith("%"):
        return _cents(_native(cell, text), text)
    plain = _EMPTY_CENTS.sub("", _CURRENCY.sub("", text.translate(_SIGNS)).strip()).strip()
    if _POINT_GROUP.fullmatch(plain.replace(",", ".")) and "," in plain:
        choice = german(Decimal(plain.replace(",", "")))
        raise Unreadable(f"„{_short(text)}“ kann Tausender oder Nachkommastellen meinen.", choice)
    try:
        return _cents(_bounded(_parsed(plain), text), text)
    except Unreadable as error:
        message = error.message.replace(f"„{_short(plain)}“", f"„{_short(text)}“")
        raise Unreadable(message, error.suggestion or _meant(text)) from error


def as_percent(cell: Cell) -> Decimal | None:
    """50 for "50 %", for 50 and for a cell that is formatted as a percentage; a bare 0.5 could be both."""
    text = shown(cell)
    if not text:
        return None
    if not _is_number(cell):
        return _bounded(_parsed(text.removesuffix("%").strip()), text)
    number = _native(cell, text)
    if text.endswith("%"):
        return number * 100
    if number and abs(number) < 1:
        raise Unreadable(
            f"„{_short(text)}“ kann {german(number)} % oder {german(number * 100)} % meinen.",
            f"{german(number * 100)} %",
        )
    return number


def german(number: Decimal) -> str:
    """1234.5 -> "1.234,5", as a cell would take it."""
    whole, _, rest = f"{number:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float | Decimal) and not isinstance(cell.value, bool)


def _native(cell: Cell, text: str) -> Decimal:
    """A cell's float without what its binary form adds after the fifteenth digit."""
    value = cell.value
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(str(value))
    return _bounded(number, text)


def _bounded(number: Decimal, text: str) -> Decimal:
    if not number.is_finite() or abs(number) >= MOST:
        raise Unreadable(f"„{_short(text)}“ ist zu groß.")
    return number


def _cents(amount: Decimal, text: str) -> Decimal:
    rounded = amount.quantize(CENT, ROUND_HALF_UP)
    if rounded != amount:
        raise Unreadable(f"„{_short(text)}“ hat mehr als zwei Nachkommastellen.", german(rounded))
    return rounded


def _parsed(text: str) -> Decimal:
    """A number in digits. A point before exactly three digits groups thousands, as it does in German."""
    plain = text.translate(_SIGNS)
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    if plain.endswith("-") and not plain.startswith("-"):
        plain = "-" + plain[:-1]
    plain = re.sub(r"^([+-])\s+", r"\1", plain.strip())
    if not _DIGITS.fullmatch(plain) or not plain.isascii():
        raise Unreadable(f"„{_short(text)}“ ist keine Zahl.", _without_about(text))
    sign, body = (plain[0], plain[1:]) if plain[0] in "+-" else ("", plain)
    if body.startswith((".", ",")):
        body = "0" + body
    number = _digits(body)
    if number is None:
        raise Unreadable(f"„{_short(text)}“ ist keine Zahl, die sich sicher lesen lässt.")
    return -number if sign == "-" else number


def _digits(body: str) -> Decimal | None:
    if _GERMAN.fullmatch(body) and not (_english_only(body)):
        return Decimal(re.sub(r"[.' ]", "", body).replace(",", ".").rstrip("."))
    if _ENGLISH.fullmatch(body):
        return Decimal(re.sub(r"[,']", "", body).rstrip("."))
    return None


def _english_only(body: str) -> bool:
    """0.123 and 12.5 have decimals: neither can group thousands."""
    return "." in body and "," not in body and body.startswith("0")


def _meant(text: str) -> str:
    """What somebody may have meant by "ca. 600 T€": "600.000"."""
    rest = _ABOUT.sub("", text.translate(_SIGNS)).strip()
    rest = re.sub(r"\b(?:p\. ?a\.|pro Jahr|jährlich|im Jahr)\s*$|/\s?Jahr$", "", rest, flags=re.IGNORECASE).strip()
    for scale, factor in _SCALES.items():
        found = re.fullmatch(rf"(.+?)\s*{scale}\s*(?:€|EUR|Euro)?", rest, re.IGNORECASE)
        if found:
            return _suggested(found[1], factor)
    return _suggested(_CURRENCY.sub("", rest).strip(), Decimal(1)) if rest != text else ""


def _without_about(text: str) -> str:
    rest = _ABOUT.sub("", text.translate(_SIGNS)).strip()
    return _suggested(rest, Decimal(1)) if rest != text else ""


def _suggested(text: str, factor: Decimal) -> str:
    if not text or _ABOUT.match(text):
        return ""
    try:
        number = _parsed(text) * factor
    except Unreadable:
        return ""
    return german(number) if abs(number) < MOST else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + " …"
