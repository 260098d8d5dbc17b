"""What our own writers wrote is read as what it was: every odd text, every kind of value, in every format."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bildungsnetz.sheets import contents, csv_writing, ods, reading, writing
from bildungsnetz.sheets.values import as_money, as_text
from bildungsnetz.web.text import UNREADABLE, composed
from tests.pdf.test_hostile_text import HOSTILE

STARTS = ("=", "+", "-", "@", "\t", "\r", "'", "''=", "'s ", '="', "\n", "#REF")
COLUMNS = (writing.Column("Eins", 20), writing.Column("Zwei", 20))


def xlsx(rows, columns=COLUMNS):
    return writing.write([writing.Sheet("Blatt", columns, rows)])


def ods_file(rows, columns=COLUMNS):
    target = io.BytesIO()
    ods.write(target, [writing.Sheet("Blatt", columns, rows)])
    return target.getvalue()


def csv(rows):
    return b"".join(csv_writing.pieces(["Eins", "Zwei"], [list(zip(*rows, strict=True))]))


FORMATS = {"xlsx": xlsx, "ods": ods_file, "csv": csv, "plain csv": lambda rows: b"".join(
    csv_writing.pieces(["Eins", "Zwei"], [list(zip(*rows, strict=True))], csv_writing.PLAIN)
)}  # fmt: skip


def cells(file):
    book = reading.workbook(iter(list(contents.messages(file))))
    return [row.cells for row in book.sheets[0].rows[1:]]


def kept(text):
    """As a form keeps what somebody typed, with one kind of line end; it refuses what nobody can see."""
    return UNREADABLE.sub("", composed(text)).replace("\r\n", "\n").replace("\r", "\n").strip()


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("text", [*HOSTILE.values(), *(f"{start}1+1" for start in STARTS)])
def test_odd_texts_come_back_as_they_were(format_name, text):
    stored = kept(text)
    (row,) = cells(FORMATS[format_name]([(stored, "Wort")]))
    assert as_text(row[0]) == stored


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(FORMATS)), st.text(max_size=80))
def test_any_text_that_a_form_takes_comes_back(format_name, text):
    stored = kept(text)
    (row,) = cells(FORMATS[format_name]([(stored, "Wort")]))
    assert as_text(row[0]) == stored


@pytest.mark.parametrize("format_name", ["xlsx", "ods"])
def test_values_come_back_with_their_types(format_name):
    values = [(date(2026, 5, 1), datetime(2026, 5, 1, 9, 30), Decimal("-1234.50"), 7)]  # noqa: DTZ001
    kinds = (writing.Kind.DATE, writing.Kind.MOMENT, writing.Kind.MONEY, writing.Kind.NUMBER)
    columns = [writing.Column(kind.name, 20, kind) for kind in kinds]
    (row,) = cells(FORMATS[format_name](values, columns))
    assert [cell.value for cell in row] == [*values[0][:2], -1234.5, 7]


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(amount=st.decimals(-(10**11), 10**11, places=2, allow_nan=False))
def test_any_amount_comes_back(format_name, amount):
    (row,) = cells(FORMATS[format_name]([(amount, "Wort")]))
    assert as_money(row[0]) == amount
