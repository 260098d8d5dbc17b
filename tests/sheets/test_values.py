"""What people type into cells, read as what they mean or refused with what they may have meant."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.values import (
    Unreadable,
    as_date,
    as_flag,
    as_list,
    as_money,
    as_number,
    as_percent,
    as_text,
    as_whole,
)


def typed(text):
    return Cell(text, text)


def refused(read, cell):
    with pytest.raises(Unreadable) as caught:
        read(cell if isinstance(cell, Cell) else typed(cell))
    return caught.value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50 €", "1234.50"),
        ("1,234.50", "1234.50"),
        ("€ 1.234", "1234"),
        ("1 234,50 EUR", "1234.50"),
        ("1.234,50 Euro", "1234.50"),
        ("1\u00a0234 €", "1234"),
        ("1'234.50", "1234.50"),
        ("1’234’567,00", "1234567"),
        ("12.50", "12.50"),
        ("0,5", "0.5"),
        (",5", "0.5"),
        ("1.234,– €", "1234"),
        ("1.234,-", "1234"),
        ("-12,5", "-12.5"),
        ("− 12,5", "-12.5"),
        ("(12,50)", "-12.50"),
        ("12,50-", "-12.50"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("600000", "600000"),
    ],
)  # fmt: skip
def test_amounts_that_can_be_read_in_one_way_only(text, amount):
    assert as_money(typed(text)) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("ca. 600 T€", "600.000"),
        ("rd. 1,2 Mio. €", "1.200.000"),
        ("600 T€", "600.000"),
        ("1.500 TEUR", "1.500.000"),
        ("etwa 5.000 €", "5.000"),
        ("bis zu 12.500,50", "12.500,5"),
        ("1,234", "1.234"),
        ("12,345 €", "12.345"),
        ("3,3333", "3,33"),
        ("offen", ""),
        ("5.000 - 10.000", ""),
        ("1.23.4", ""),
        ("12%", ""),
        ("9" * 40, ""),
        ("٣", ""),
        ("k. A.", ""),
    ],
)
def test_amounts_that_nobody_should_guess(text, suggestion):
    answer = refused(as_money, text)
    assert answer.suggestion == suggestion
    assert f"„{text}“" in answer.message


def test_a_cell_s_own_number_loses_what_its_binary_form_adds():
    assert as_money(Cell(0.1 + 0.2, "0,3")) == Decimal("0.3")
    assert as_number(Cell(1234.5, "1234,5")) == Decimal("1234.5")


def test_a_point_before_three_digits_groups_thousands_unless_it_cannot():
    assert [as_number(typed(text)) for text in ("1.234", "0.123", "1.5", "1,234", "12.3456")] == [
        Decimal(number) for number in ("1234", "0.123", "1.5", "1.234", "12.3456")
    ]


def test_whole_numbers():
    assert as_whole(typed("1.234")) == 1234
    assert as_whole(Cell(12.0, "12")) == 12
    assert refused(as_whole, "12,5").suggestion == "13"
    assert refused(as_whole, "12 Kinder").suggestion == ""
    assert refused(as_whole, "ca. 120").suggestion == "120"


def test_a_percentage_is_no_number():
    assert refused(as_number, "50 %").suggestion == "50"
    assert refused(as_money, Cell(0.5, "50 %"))


@pytest.mark.parametrize("cell", [typed("50 %"), typed("50"), Cell(0.5, "50 %"), Cell(50, "50"), typed("50,0%")])
def test_percentages(cell):
    assert as_percent(cell) == 50


def test_half_a_number_may_be_a_percentage_or_not():
    assert refused(as_percent, Cell(0.5, "0,5")).suggestion == "50 %"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("01.05.2026", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("1.5.26", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("1. Mai 2026", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("Fr., 01.05.2026", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("Mittwoch, 6. Mai 2026", date(2026, 5, 6), date(2026, 5, 6), "day"),
        ("2026-05-01", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("2026/05/01", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("1-Mai-26", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("01 . 05 . 2026", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("2026-05-01T00:00:00", date(2026, 5, 1), date(2026, 5, 1), "day"),
        ("31/05/2026", date(2026, 5, 31), date(2026, 5, 31), "day"),
        ("05/31/2026", date(2026, 5, 31), date(2026, 5, 31), "day"),
        ("Mai 2026", date(2026, 5, 1), date(2026, 5, 31), "month"),
        ("Feb. 28", date(2028, 2, 1), date(2028, 2, 29), "month"),
        ("März 2026", date(2026, 3, 1), date(2026, 3, 31), "month"),
        ("05/2026", date(2026, 5, 1), date(2026, 5, 31), "month"),
        ("5.2026", date(2026, 5, 1), date(2026, 5, 31), "month"),
        ("2026-05", date(2026, 5, 1), date(2026, 5, 31), "month"),
        ("Schuljahr 2025/26", date(2025, 8, 1), date(2026, 7, 31), "school_year"),
        ("SJ 25/26", date(2025, 8, 1), date(2026, 7, 31), "school_year"),
        ("2025/2026", date(2025, 8, 1), date(2026, 7, 31), "school_year"),
        ("2025/26", date(2025, 8, 1), date(2026, 7, 31), "school_year"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "year"),
        ("Jahr 2026", date(2026, 1, 1), date(2026, 12, 31), "year"),
    ],
)
def test_dates(text, first, last, precision):
    read = as_date(typed(text))
    assert (read.first, read.last, read.precision, read.words) == (first, last, precision, text)


def test_dates_that_the_cell_itself_has():
    assert as_date(Cell(date(2026, 5, 1), "01.05.2026")).first == date(2026, 5, 1)
    assert as_date(Cell(datetime(2026, 5, 1, 12), "01.05.2026 12:00")).last == date(2026, 5, 1)  # noqa: DTZ001
    assert as_date(Cell(2026, "2026")).precision == "year"


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        ("nach den Sommerferien 2026", "September 2026"),
        ("nach den Sommerferien", "September mit dem Jahr, zum Beispiel „September 2026“"),
        ("Ende 2026", "2026"),
        ("Mitte 2026", "2026"),
        ("ab 2026", "2026"),
        ("Frühjahr 2027", "April 2027"),
        ("Q2 2026", "April 2026 (Beginn) oder Juni 2026 (Ende)"),
        ("2. Quartal 2026", "April 2026 (Beginn) oder Juni 2026 (Ende)"),
        ("IV. Quartal 26", "Oktober 2026 (Beginn) oder Dezember 2026 (Ende)"),
        ("III/2026", "Juli 2026 (Beginn) oder September 2026 (Ende)"),
        ("2. Halbjahr 2026", "Juli 2026 (Beginn) oder Dezember 2026 (Ende)"),
        ("2. Hj. 2026", "Juli 2026 (Beginn) oder Dezember 2026 (Ende)"),
        ("KW 20/2026", "Mai 2026"),
        ("20. KW 2026", "Mai 2026"),
        ("KW 60/2026", "2026"),
        ("Ende SJ 2026/27", "Schuljahr 2026/27"),
        ("zum Schuljahr 2025/2026", "Schuljahr 2025/2026"),
        ("01.08.2025 (verschoben)", "01.08.2025"),
        ("01.08.2025 oder 01.09.2025", ""),
        ("2. Halbjahr 2025/26", "Schuljahr 2025/26"),
        ("2025/27", "Schuljahr 2025/26"),
        ("31.02.2026", "28.02.2026"),
        ("01/05/2026", "01.05.2026"),
        ("2024-2027", "Schuljahr 2024/25"),
        ("laufend", ""),
        ("bald", "01.09.2026, September 2026, Schuljahr 2026/27 oder 2026"),
        ("01.05.0026", ""),
        ("99.99.2026", ""),
        ("46143", "01.05.2026"),
        (Cell(7, "7"), ""),
        (Cell(True, "WAHR"), "01.09.2026, September 2026, Schuljahr 2026/27 oder 2026"),
    ],
)
def test_dates_that_nobody_should_guess(cell, suggestion):
    assert refused(as_date, cell).suggestion == suggestion


def test_the_number_that_excel_counts_a_day_as_is_that_day():
    found = as_date(Cell(46143, "46143"))
    assert (found.first, found.last, found.precision) == (date(2026, 5, 1), date(2026, 5, 1), "day")


def test_yes_and_no():
    assert all(as_flag(typed(text)) for text in ("ja", "JA", "x", "X", "✓", "Ja ", "wahr", "1"))
    assert not any(as_flag(typed(text)) for text in ("nein", "Nein", "-", "–", "falsch", "0"))
    assert as_flag(Cell(False, "FALSCH")) is False
    assert refused(as_flag, "vielleicht").suggestion == "ja oder nein"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A; B;A", ("A", "B")),
        ("A, B und C", ("A", "B", "C")),
        ("- A\n- B\n", ("A", "B")),
        ("1. A\n2. B", ("A", "B")),
        ("Schule/Kita", ("Schule", "Kita")),
        ("2025/26", ("2025/26",)),
        ("Kinder- und Jugendtreff", ("Kinder- und Jugendtreff",)),
        ("", ()),
    ],
)
def test_lists(text, values):
    assert as_list(typed(text)) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Haus der Bücher und Medien, VHS", ("Haus der Bücher und Medien", "VHS")),
        ("VHS und Haus der Bücher und Medien", ("VHS", "Haus der Bücher und Medien")),
        ("VHS und Lesen & Schreiben", ("VHS", "Lesen & Schreiben")),
        ("Verein Lesen und Lernen, VHS", ("Verein Lesen und Lernen", "VHS")),
        ("Herne, Stadt / VHS", ("Herne, Stadt", "VHS")),
        ("Ruhr, Emscher", ("Ruhr", "Emscher")),
    ],
)
def test_lists_of_names_that_are_known(text, values):
    names = {"Haus der Bücher und Medien", "VHS", "Herne, Stadt"}
    assert as_list(typed(text), names.__contains__) == values


def test_text_keeps_its_lines():
    assert as_text(typed("  Eins \n zwei\n")) == "Eins \n zwei"


@pytest.mark.parametrize("read", [as_number, as_whole, as_money, as_percent, as_date, as_flag])
def test_a_blank_cell_is_no_value(read):
    assert read(Cell()) is None
    assert read(typed("  ")) is None


@pytest.mark.parametrize("read", [as_text, as_number, as_whole, as_money, as_percent, as_date, as_flag, as_list])
def test_a_problem_of_the_cell_is_said_by_everything_that_reads_it(read):
    assert (
        refused(read, Cell("#REF!", "#REF!", "In der Zelle steht ein Fehler.")).message
        == "In der Zelle steht ein Fehler."
    )


PIECES = st.sampled_from(
    [*"0123456789.,/-– €%()'", "Mai", "2026", "Schuljahr ", "ca. ", " T€", "Mio.", "x", " und ", "ja"]
)
TEXTS = st.text(max_size=30) | st.lists(PIECES, max_size=12).map("".join)


@settings(max_examples=500)
@given(TEXTS | st.integers(-(10**15), 10**15) | st.floats(-1e299, 1e299) | st.booleans() | st.dates() | st.datetimes())
def test_any_cell_is_a_value_or_unreadable(value):
    cell = Cell(value, str(value))
    for read in (as_text, as_number, as_whole, as_money, as_percent, as_date, as_flag, as_list):
        with suppress(Unreadable):
            read(cell)
    as_list(Cell(str(value), str(value)), lambda text: len(text) % 3 == 0)
