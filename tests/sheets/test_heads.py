"""Where a table begins and ends, and that every row of the sheet is a data row or is named with its reason."""

import pytest

from bildungsnetz.sheets import limits
from bildungsnetz.sheets.heads import find_table
from bildungsnetz.sheets.reading import Refused, read
from bildungsnetz.sheets.tables import Row, Sheet
from tests.sheets.corpus import data, xlsx

KNOWN = {"titel", "träger", "beginn", "ende", "kosten", "kosten 2025", "kosten 2026", "ort"}


def known(title):
    return title.casefold() in KNOWN


def found(*rows, merged=(), first=1):
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    (sheet,) = read(xlsx(data(*rows, first=first) + (f"<mergeCells>{cells}</mergeCells>" if merged else ""))).sheets
    table = find_table(sheet, known)
    above = [row.number for row in sheet.rows if row.number < table.head[0]]
    assert all(f"(Zeile {number})" in " ".join(table.remarks) for number in above)
    numbers = above + [row.number for row in table.rows] + [number for number, _ in table.skipped] + list(table.head)
    assert sorted(numbers) == [row.number for row in sheet.rows], "a row is lost or counted twice"
    assert all(len(row.cells) == len(table.columns) for row in table.rows)
    return table


def texts(table):
    return [[cell.shown for cell in row.cells] for row in table.rows]


def test_a_head_in_the_first_row():
    table = found(["Titel", "Träger"], ["a", "b"])
    assert (table.head, table.columns, texts(table), table.skipped, table.remarks) == (
        (1,), ("Titel", "Träger"), [["a", "b"]], (), ()
    )  # fmt: skip


def test_lines_above_the_head_are_named():
    table = found(["Maßnahmen 2026"], ["Stand: Mai", None, "intern"], [None], ["Titel", "Träger"], ["a", "b"])
    assert table.head == (4,)
    assert (table.skipped, table.remarks) == (
        (), ("Über der Tabelle steht: „Maßnahmen 2026“ (Zeile 1), „Stand: Mai intern“ (Zeile 2).",)
    )  # fmt: skip


def test_a_row_that_counts_the_columns_is_no_data():
    table = found(["Titel", "Träger", "Ort"], [1, 2, 3], ["a", "b", "c"])
    assert (texts(table), table.skipped) == ([["a", "b", "c"]], ((2, "zählt die Spalten"),))


def test_a_head_that_nobody_knows_is_the_first_row_of_some_width():
    table = found(["Liste"], ["Name", "Was", "Wo"], ["a", "b", "c"])
    assert table.head == (2,)
    assert table.remarks[0] == "Keine Spaltenüberschrift ist bekannt; als Kopfzeile gilt Zeile 2."


def test_a_head_of_two_lines():
    table = found(
        ["Titel", "Kosten", None, "Ort"], [None, 2025, 2026, None], ["a", 1, 2, "b"], merged=["B1:C1", "A1:A2"]
    )
    assert table.head == (1,), "years as numbers are values"
    table = found(
        ["Titel", "Kosten", None, "Ort"], [None, "2025", "2026", None], ["a", 1, 2, "b"], merged=["B1:C1", "A1:A2"]
    )
    assert table.head == (1, 2)
    assert table.columns == ("Titel", "Kosten 2025", "Kosten 2026", "Ort")
    assert table.remarks[-1] == "Die Kopfzeile besteht aus den Zeilen 1 und 2."


@pytest.mark.parametrize(("group", "title"), [("Zuordnung", "Ort"), ("2026", "2026 Ort")])
def test_a_year_over_a_group_of_titles_belongs_to_each_and_a_word_does_not(group, title):
    rows = data(["Titel", group, None], [None, "Ort", "Träger"], ["a", "b", "c"])
    merged = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    (sheet,) = read(xlsx(rows + merged)).sheets
    assert find_table(sheet, known, lambda column, part: column == "Ort").columns[1] == title


def test_a_word_that_is_broken_in_the_head():
    assert found(["Titel", "Trä-", "Ort"], [None, "ger", None], ["a", "b", "c"]).columns == ("Titel", "Träger", "Ort")


def test_titles_differ():
    table = found(["Titel", "Kosten", "Kosten", None, "kosten"], ["a", 1, 2, 3, 4])
    assert table.columns == ("Titel", "Kosten", "Kosten (2)", "Spalte D", "kosten (3)")
    assert "Die Überschrift „Kosten“ steht über mehreren Spalten; die weiteren heißen „Kosten (2)“." in table.remarks


def test_columns_without_title_and_values_at_the_end_are_none():
    assert found(["Titel", "Träger", None, None], ["a", "b", None, None]).columns == ("Titel", "Träger")


@pytest.mark.parametrize(
    "word",
    [
        "Summe",
        "Gesamt:",
        "Gesamtsumme",
        "Zwischensumme",
        "Insgesamt",
        "TOTAL",
        "Summe 2025:",
        "Σ",
        "∑",
        "Anzahl: 5",
        "Ergebnis",
        "Summe Ziel 1",
        "Anzahl Maßnahmen:",
    ],
)
def test_sums_are_no_data(word):
    table = found(["Titel", "Kosten"], ["a", 1], [word, 1], ["b", 2])
    assert texts(table) == [["a", "1"], ["b", "2"]]
    assert table.skipped == ((3, "ist eine Summenzeile"),)


@pytest.mark.parametrize("amount", ["1.234,50 €", "12", "-3,5", "1 000 EUR", "50 %"])
def test_sums_in_text_files_are_no_data(amount):
    sheet = read(f"Titel;Kosten;Ort\na;1;b\nSumme;{amount};".encode()).sheets[0]
    assert find_table(sheet, known).skipped == ((3, "ist eine Summenzeile"),)


@pytest.mark.parametrize(
    "title",
    ["Gesamtkonzept Sprache", "Summer School", "Totale Teilhabe", "Gesamt und mehr", "Anzahl Lesepaten erhöhen"],
)
def test_words_that_begin_like_a_sum_are_data(title):
    assert texts(found(["Titel", "Kosten"], [title, 1])) == [[title, "1"]]


@pytest.mark.parametrize("word", ["Summe", "Gesamt:", "Summe 2025"])
def test_the_word_of_a_sum_alone_in_its_row_is_no_data(word):
    table = found(["Titel", "Kosten"], ["a", 1], [word, None], ["b", 2])
    assert table.skipped == ((3, "ist eine Summenzeile"),)


def test_a_title_alone_in_its_row_may_begin_like_a_sum():
    table = found(["Titel", "Kosten"], ["a", 1], ["Summe der Teile", None], ["b", 2])
    assert table.skipped == ()


def test_a_last_row_of_amounts_alone_is_a_sum():
    table = found(["Titel", "Ort", "Kosten"], ["a", "b", 1], ["c", "d", 2], [None, None, 3])
    assert table.skipped == ((4, "ist eine Summenzeile"),)


def test_amounts_are_data_where_the_table_is_of_amounts():
    assert len(found(["Kosten 2025", "Kosten 2026"], [1, 2], [3, 4], [5, 6]).rows) == 3


def test_what_repeats_the_head_is_no_data():
    assert found(["Titel", "Ort"], ["a", "b"], ["Titel", "Ort"]).skipped == ((3, "wiederholt die Kopfzeile"),)


def test_the_title_of_a_second_table_is_named():
    rows = ["Titel", "Träger", "Ort"], ["a", "b", "c"], ["Liste 2026", None, None], ["Titel", "Träger", "Ort"]
    assert found(*rows, ["d", "e", "f"]).skipped == (
        (3, "ist eine Zwischenüberschrift: „Liste 2026“"),
        (4, "wiederholt die Kopfzeile"),
    )


def test_headings_within_the_table_are_named():
    table = found(["Titel", "Träger", "Ort"], ["Ziel 1: Übergänge", None, None], ["a", "b", "c"], merged=["A2:C2"])
    assert table.skipped == ((2, "ist eine Zwischenüberschrift: „Ziel 1: Übergänge“"),)


def test_a_row_that_is_all_covered_is_no_row_of_its_own():
    table = found(["Titel", "Ort"], ["a", "b"], [None, None], ["c", "d"], merged=["A2:A3", "B2:B3"])
    assert texts(table) == [["a", "b"], ["c", "d"]]
    assert table.skipped == ((3, "gehört ganz zu den verbundenen Zellen darüber"),)


def test_notes_under_the_table_are_named():
    table = found(
        ["Titel", "Träger", "Ort"],
        ["a", "b", "c"],
        ["* vorläufig"],
        [None],
        ["Amt für Bildung"],
        [None, None, "Blatt 1"],
    )
    assert texts(table) == [["a", "b", "c"]]
    assert table.skipped == (
        (3, "steht unter der Tabelle: „* vorläufig“"),
        (5, "steht unter der Tabelle: „Amt für Bildung“"),
        (6, "steht unter der Tabelle: „Blatt 1“"),
    )


@pytest.mark.parametrize("words", ["Seite 1 von 2", "- Seite 3 -", "Seite 2/4"])
def test_the_number_of_a_page_is_no_data(words):
    table = found(["Titel", "Träger", "Ort"], ["a", "b", "c"], [None, words], ["d", "e", "f"])
    assert table.skipped == ((3, "ist eine Seitenzahl"),)


def test_a_row_with_nothing_but_a_title_is_data():
    assert len(found(["Titel", "Träger", "Ort"], ["a", "b", "c"], ["nur ein Titel"]).rows) == 2


def test_an_empty_sheet_has_no_table():
    assert find_table(Sheet("leer", False, ()), known).remarks == ("Das Blatt ist leer.",)


def test_the_limit_of_rows_is_one_of_data(monkeypatch):
    rows = tuple(read(b"Titel;Ort\na;b\nc;d\n").sheets[0].rows)
    monkeypatch.setattr("bildungsnetz.sheets.heads.MOST_ROWS", 2)
    assert len(find_table(Sheet("x", False, rows), known).rows) == 2
    with pytest.raises(Refused, match="„x“ hat mehr als"):
        find_table(Sheet("x", False, (*rows, Row(9, rows[1].cells))), known)
    assert limits.MOST_ROWS == 20_000
