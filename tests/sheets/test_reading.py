"""What is in a file is what is read: values by type, structure named, nothing lost."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from bildungsnetz.sheets.reading import read
from bildungsnetz.sheets.tables import Cell
from bildungsnetz.sheets.values import as_date
from bildungsnetz.sheets.xlsx_reading import look_of
from tests.sheets import corpus
from tests.sheets.corpus import data, ods, table, xls, xlsx

DAY = date(2026, 5, 1)
ROWS = [
    ["Titel", "Beginn", "Budget", "Dauer"],
    ["Lesestunde", DAY, 1234.5, True],
    ["Übergänge & <mehr>", None, 12, False],
]
FILES = {"xlsx": xlsx(data(*ROWS)), "ods": ods(table(*ROWS)), "xls": xls(*ROWS)}


def values(data, sheet=0):
    return [[cell.value for cell in row.cells] for row in read(data).sheets[sheet].rows]


def shown(data, sheet=0):
    return [[cell.shown for cell in row.cells] for row in read(data).sheets[sheet].rows]


@pytest.mark.parametrize("kind", FILES)
def test_values_have_their_types(kind):
    assert values(FILES[kind]) == ROWS
    assert read(FILES[kind], "falsch.csv").kind == kind


@pytest.mark.parametrize("kind", FILES)
def test_values_are_shown_as_people_see_them(kind):
    assert shown(FILES[kind])[1] == ["Lesestunde", "01.05.2026", "1234,5", "WAHR"]


def test_rows_keep_their_numbers_and_blank_ones_are_none():
    sheet = read(xlsx(data(["A"], [None, " "], ["B"], first=3))).sheets[0]
    assert [row.number for row in sheet.rows] == [3, 5]


def test_rows_and_cells_that_do_not_say_where_they_stand():
    inner = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    assert values(xlsx(inner)) == [[1, 2], [3, None]]


def test_dates_of_both_calendars():
    assert values(xlsx(data(['<c s="1"><v>44681</v></c>']), book='<workbookPr date1904="1"/>')) == [[DAY]]
    assert values(xlsx(data(['<c s="5"><v>46143.5</v></c>']))) == [[datetime(2026, 5, 1, 12)]]  # noqa: DTZ001
    assert values(xls(["x", DAY], fill=lambda book, _: setattr(book, "dates_1904", True)))[0][1] != DAY


def test_percentages_are_seen_by_their_format():
    cells = ['<c s="2"><v>0.07</v></c>', '<c s="3"><v>0.125</v></c>', '<c s="4"><v>0.5</v></c>', "<c ><v>0.5</v></c>"]
    assert shown(xlsx(data(cells))) == [["7 %", "12,5 %", "0,5", "0,5"]]
    percent = '<table:table-cell office:value-type="percentage" office:value="0.07"/>'
    assert shown(ods(table([percent]))) == [["7 %"]]


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("mmm-yy", "month"), ("[$-407]mmm\\ yy;@", "month"), ("mm/yyyy", "month"), ("MMMM YYYY", "month"),
        ("yyyy", "year"), ('"Jahr "yyyy', "year"), ("dd.mm.yyyy", ""), ("mmmm", ""), ("hh:mm", ""),
        ("0.0 %", "percent"),
        ('0 "% von allem"', ""), ("General", ""), ("#,##0.00 €", ""), ("[Red]0", ""), ('yyyy"-"mm"-"dd', ""),
    ],
)  # fmt: skip
def test_what_a_format_shows(code, look):
    assert look_of(code) == look


def test_a_day_of_which_people_see_no_more_than_the_month_or_the_year_is_that():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for column, code in enumerate(["mmm yy", "yyyy", "dd.mm.yyyy"]):
            sheet.write_datetime(0, column, DAY, book.add_format({"num_format": code}))
    assert values(target.getvalue()) == [["05.2026", "2026", DAY]]
    assert [as_date(cell).precision for cell in read(target.getvalue()).sheets[0].rows[0].cells] == [
        "month", "year", "day",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Mai 26", "Mai 26"), ("Mai 2026", "Mai 2026"), ("05/2026", "05/2026"), ("2026", "2026"), ("01.05.26", DAY),
        ("Fr 1. Mai 2026", DAY), ("2026-05-01", DAY), ("1. Mai", DAY), ("05.26", DAY), ("", DAY),
    ],
)  # fmt: skip
def test_a_day_in_libreoffice_is_what_people_see_of_it(words, value):
    cell = f'<table:table-cell office:value-type="date" office:date-value="2026-05-01"><text:p>{words}</text:p>'
    assert values(ods(table([f"{cell}</table:table-cell>"]))) == [[value]]


def test_rows_that_are_crossed_out_are_read_and_said():
    parts = corpus.xlsx_parts(data(['<c s="0"><v>1</v></c>'], ['<c s="1"><v>2</v></c>', 3], ['<c s="2"><v>4</v></c>']))
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{corpus.MAIN}"><fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
        '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>'
    )
    sheet = read(corpus.zipped(parts)).sheets[0]
    assert [row.cells[0].value for row in sheet.rows] == [1, 2, 4]
    assert sheet.remarks == ("Durchgestrichene Zeilen werden mitgelesen: 2.",)


def test_a_text_is_read_as_one_whatever_its_cell_looks_like():
    cell = '<c s="2" t="inlineStr"><is><t>#REF!</t></is></c>'
    assert read(xlsx(data(["a", cell]))).sheets[0].rows[0].cells[1].problem


def test_rich_text_and_shared_strings_are_one_text():
    shared = ("<r><t>Lese</t></r><r><rPr><b/></rPr><t xml:space='preserve'>stunde </t></r>", "<t>a_x000D_\nb</t>")
    cells = ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>']
    assert values(xlsx(data(cells), shared=shared)) == [["Lesestunde ", "a\nb"]]


def test_a_formula_has_its_stored_result():
    assert values(xlsx(data(["<c ><f>1+1</f><v>2</v></c>", '<c t="str"><f>A1</f><v>x</v></c>']))) == [[2, "x"]]
    formula = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    assert values(ods(table([formula]))) == [[2]]


@pytest.mark.parametrize(
    "file",
    [
        xlsx(data(["a", "<c ><f>SUM(A1:A9)</f></c>"])),
        xlsx(data(["a", "<c ><f>SUM(A1:A9)</f><v></v></c>"])),  # as openpyxl writes it
        ods(table(["a", '<table:table-cell table:formula="of:=SUM(A1)"/>'])),
    ],
    ids=["xlsx", "openpyxl", "ods"],
)
def test_a_formula_without_a_result_names_its_cell(file):
    cell = read(file).sheets[0].rows[0].cells[1]
    assert cell.value is None
    assert cell.problem.startswith("In Zelle B1 steht eine Formel ohne gespeichertes Ergebnis.")


@pytest.mark.parametrize(
    "file",
    [
        xlsx(data(["a", '<c t="e"><f>X</f><v>#REF!</v></c>'])),
        ods(table(["a", corpus.ods_cell("#REF!", ' table:formula="of:=X"')])),
        xls(["a"], fill=lambda _, sheet: sheet.row(0).set_cell_error(1, "#REF!")),
        b"a;#REF!",
    ],
    ids=["xlsx", "ods", "xls", "csv"],
)  # fmt: skip
def test_a_fault_of_a_formula_is_no_text(file):
    cell = read(file).sheets[0].rows[0].cells[1]
    assert (cell.shown, cell.problem) == ("#REF!", "In der Zelle steht statt eines Werts der Fehler #REF!.")


MERGED = [["Ziel 1", "a"], [None, "b"], ["Ziel 2", "c"]]
MERGED_XLS = [[None, "a"], [None, "b"], ["Ziel 2", "c"]]
MERGED_ODS = [
    [corpus.ods_cell("Ziel 1", ' table:number-rows-spanned="2"'), "a"],
    ["<table:covered-table-cell/>", "b"],
    ["Ziel 2", "c"],
]


@pytest.mark.parametrize(
    "file",
    [
        xlsx(data(*MERGED) + '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'),
        ods(table(*MERGED_ODS)),
        xls(*MERGED_XLS, fill=lambda _, sheet: sheet.write_merge(0, 1, 0, 0, "Ziel 1")),
        b"<table><tr><td rowspan=2>Ziel 1<td>a<tr><td>b<tr><td>Ziel 2<td>c</table>",
    ],
    ids=["xlsx", "ods", "xls", "html"],
)  # fmt: skip
def test_merged_cells_are_filled_down_and_said(file):
    sheet = read(file).sheets[0]
    assert [row.cells[0] for row in sheet.rows[:2]] == [
        Cell("Ziel 1", "Ziel 1"),
        Cell("Ziel 1", "Ziel 1", merged=True),
    ]
    assert [row.cells[1].value for row in sheet.rows] == ["a", "b", "c"]
    assert "Verbundene Zellen, Wert in jede Zeile übernommen: A1 bis A2." in sheet.remarks


def test_to_the_right_a_merged_cell_fills_nothing():
    sheet = read(
        xlsx(data(["Titel", None, None], ["a", "b", "c"]) + '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    ).sheets[0]
    assert [(cell.value, cell.merged) for cell in sheet.rows[0].cells] == [
        ("Titel", False),
        (None, True),
        (None, False),
    ]
    assert sheet.remarks == ()


def test_what_lies_hidden_under_a_merged_cell_is_kept():
    assert values(xlsx(data(["oben"], ["darunter"]) + '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')) == [
        ["oben"],
        ["darunter"],
    ]


def test_a_merged_area_that_reaches_to_the_end_of_the_sheet_adds_no_rows():
    file = xlsx(data(["a", "x"], [None, "y"]) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert values(file) == [["a", "x"], ["a", "y"]]


HIDDEN_XLSX = xlsx(
    '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
    + corpus.row(1, "a", "b", "c", "d")
    + corpus.row(2, "e", more=' hidden="1"')
    + "</sheetData>",
    data(["geheim"]),
    data(["sehr"]),
    states=["visible", "hidden", "veryHidden"],
)
HIDDEN_ODS = ods(
    table(
        ["a", "b", "c", "d"],
        f'<table:table-row table:visibility="collapse">{corpus.ods_cell("e")}</table:table-row>',
        before="<table:table-column/>"
        '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>',
    ),
    table(["geheim"], name="Zwei", more=' table:style-name="weg"'),
    table(["sehr"], name="Drei", more=' table:style-name="weg"'),
    styles='<style:style style:name="weg"><style:table-properties table:display="false"/></style:style>',
)


@pytest.mark.parametrize("file", [HIDDEN_XLSX, HIDDEN_ODS], ids=["xlsx", "ods"])
def test_what_is_hidden_is_read_and_said(file):
    book = read(file)
    first = book.sheets[0]
    assert [sheet.hidden for sheet in book.sheets] == [False, True, True]
    assert [row.hidden for row in first.rows] == [False, True]
    assert first.hidden_columns == (1, 2)
    assert first.remarks == (
        "Ausgeblendete Zeilen werden mitgelesen: 2.",
        "Ausgeblendete Spalten werden mitgelesen: B, C.",
    )


def test_old_excel_files_say_what_they_hide():
    file = xls(["a"], fill=lambda book, _: setattr(book.add_sheet("Zwei"), "visibility", 1))
    assert [sheet.hidden for sheet in read(file).sheets] == [False, True]
    assert "nicht zu erkennen" in read(file).remarks[0]


def test_repeated_rows_and_cells_of_ods_are_all_there():
    rows = (
        '<table:table-row table:number-rows-repeated="3">'
        + corpus.ods_cell("a", ' table:number-columns-repeated="2"')
        + "</table:table-row>"
    )
    cells = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048570">{cells}</table:table-row>'
    assert values(ods(table(rows, blank))) == [["a", "a"]] * 3


def test_text_of_ods_keeps_blanks_and_lines_and_leaves_comments_out():
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>Notiz</text:p></office:annotation>'
        '<text:p>a<text:s text:c="2"/>b<text:line-break/><text:span>c</text:span></text:p>'
        "<text:p>d</text:p></table:table-cell>"
    )
    assert values(ods(table([cell]))) == [["a  b\nc\nd"]]
    assert read(ods(table([cell]))).remarks == ("Kommentare an Zellen werden nicht gelesen.",)


def test_letters_are_composed_and_line_ends_are_one_kind():
    assert values(xlsx(data(["Übergänge", "a\r\nb"]))) == [["Übergänge", "a\nb"]]


def test_names_of_sheets_are_composed():
    assert read(xlsx(data(["a"]), names=["U\u0308bersicht"])).sheets[0].name == "\u00dcbersicht"


def test_a_formula_may_give_an_empty_text():
    cells = read(xlsx(data(["a", '<c t="str"><f>""</f><v></v></c>', "b"]))).sheets[0].rows[0].cells
    assert [cell.problem for cell in cells] == ["", "", ""]


def test_the_sign_with_which_old_programs_end_a_file_is_no_row():
    assert values(b"a;b\r\n\x1a") == [["a", "b"]]


def test_what_is_no_text_is_a_problem_of_its_cell_alone():
    row = read("a\0b;\ufffd;gut".encode()).sheets[0].rows[0]
    assert [bool(cell.problem) for cell in row.cells] == [True, True, False]
    assert row.cells[0].shown == "ab"


def test_a_number_beyond_all_others_is_a_problem_of_its_cell():
    assert (
        read(xlsx(data([1, "<c ><v>1e999</v></c>"]))).sheets[0].rows[0].cells[1].problem
        == "Die Zahl in Zelle B1 ist zu groß."
    )


TEXT = "Maßnahme;Träger;Kosten\nÜbergänge gestalten;Städtische Büchereien;1.234,50 €\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "windows-1252"),
        ("mac-roman", "mac-roman"),
        ("cp850", "cp850"),
    ],
)
def test_encodings(encoding, name):
    text = TEXT.replace("€", "EUR") if encoding == "cp850" else TEXT
    book = read(text.encode(encoding))
    assert (book.encoding, book.delimiter) == (name, ";")
    assert [[cell.value for cell in row.cells] for row in book.sheets[0].rows] == [
        line.split(";") for line in text.splitlines()
    ]


@pytest.mark.parametrize("text", ["Preis;\u20ac 5\n", "\u00a7 5;x\n", "\u201eLesen\u201c;\u2013\n", "Caf\u00e9;x\n"])
def test_signs_alone_are_read_as_windows_writes_them(text):
    assert read(text.encode("cp1252")).encoding == "windows-1252"


def test_letters_that_were_encoded_twice_are_said():
    twice = "Übergänge;Büchereien\n".encode().decode("cp1252").encode()
    assert read(twice).remarks[0].startswith("Umlaute sehen falsch aus")
    assert read("Übergänge;Büchereien\n".encode()).remarks == ()


def test_one_broken_letter_does_not_break_the_others():
    book = read(("Übergänge;Kitas;Büchereien\n" * 9).encode() + "Träger;x;y".encode("cp1252"))
    assert book.encoding == "utf-8"
    assert [bool(row.cells[0].problem) for row in book.sheets[0].rows] == [False] * 9 + [True]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter):
    lines = [
        ["Liste der Maßnahmen"],
        ["Titel", "Ort", "Kosten"],
        ['"a; b, c | d\t"', "x, y" if delimiter == ";" else "x", "1"],
    ]
    book = read("\r\n".join(delimiter.join(line) for line in lines).encode())
    assert book.delimiter == delimiter
    assert book.sheets[0].rows[2].cells[0].value == "a; b, c | d\t"


def test_csv_rows_count_as_in_a_spreadsheet():
    sheet = read(b'a;b\r\n\r\n"1\r\n2";c\r\nd;e').sheets[0]
    assert [(row.number, row.cells[0].value) for row in sheet.rows] == [(1, "a"), (3, "1\n2"), (4, "d")]


def test_quotation_marks_that_enclose_no_whole_cell_belong_to_the_text_and_are_said():
    book = read(b'Titel;Ort\r\n"Extra" Zeit;"Wanne" ;"a\r\nb"\r\n12" Zoll;"x""y"')
    rows = [[cell.value for cell in row.cells if cell.value] for row in book.sheets[0].rows]
    assert rows == [["Titel", "Ort"], ['"Extra" Zeit', "Wanne", "a\nb"], ['12" Zoll', 'x"y']]
    assert book.remarks == (
        'Anführungszeichen am Anfang einer Zelle, die mehr enthält, gehören zum Text: „"Extra" Zeit“.',
    )


def test_a_line_that_names_the_delimiter_is_no_row():
    book = read(b"sep=,\na;b,c")
    assert [(row.number, [cell.value for cell in row.cells]) for row in book.sheets[0].rows] == [(1, ["a;b", "c"])]


@pytest.mark.parametrize(
    ("written", "text"), [("'=1+1", "=1+1"), ("''=1", "'=1"), ("'s Kind", "'s Kind"), ('="""007"""', "007")]
)
def test_what_keeps_programs_from_calculating_is_taken_off(written, text):
    assert values(f"{written};x".encode() if '"' not in written else b'"=""007""";x') == [[text, "x"]]


def test_a_web_page_named_xls():
    page = """<html><head><meta charset="windows-1252"><style>td {}</style></head><body><p>Bericht</p>
    <table><tr><th>Träger<th>Kosten</tr><tr><td>Büchereien<br>Herne &amp; mehr</td><td colspan=2>1&nbsp;234 €</td>
    <td>x</td></tr></table></body></html>"""
    book = read(page.encode("cp1252"), "liste.xls")
    assert (book.kind, book.encoding) == ("html", "windows-1252")
    assert [[cell.value for cell in row.cells] for row in book.sheets[0].rows] == [
        ["Träger", "Kosten", None, None],
        ["Büchereien\nHerne & mehr", "1\u00a0234 €", None, "x"],
    ]


def test_sheets_have_their_names_and_charts_are_said():
    parts = corpus.xlsx_parts(data(["a"]), data(["b"]), names=["Maßnahmen", "Kurve"])
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        'Id="r2" Type="' + corpus.RELATIONS + "/worksheet", 'Id="r2" Type="' + corpus.RELATIONS + "/chartsheet"
    )
    book = read(corpus.zipped(parts))
    assert [sheet.name for sheet in book.sheets] == ["Maßnahmen"]
    assert book.remarks == ("„Kurve“ ist kein Tabellenblatt und wurde nicht gelesen.",)


def test_a_web_page_that_says_a_wrong_encoding():
    page = '<html><meta charset="utf-8"><table><tr><td>Büchereien<td>x</table>'
    for encoding in ("utf-16", "cp1252", "utf-8"):
        assert values(page.encode(encoding)) == [["Büchereien", "x"]]


def test_faults_of_old_excel_files_stand_in_their_own_sheets():
    def fill(book, first):
        second = book.add_sheet("Zwei")
        for number in range(3_000):  # a file of many sectors
            first.write(number, 0, f"Zeile {number} {'x' * 60}")
        second.row(4).set_cell_error(2, "#DIV/0!")

    first, second = read(xls(fill=fill)).sheets
    assert not any(cell.problem for row in first.rows for cell in row.cells)
    assert [(row.number, row.cells[2].shown) for row in second.rows] == [(5, "#DIV/0!")]


def test_a_formula_of_an_old_excel_file_that_has_no_result_is_named():
    file = xls(["a"], fill=lambda _, sheet: sheet.write(2, 1, corpus.xlwt.Formula("1+1")))
    assert read(file).sheets[0].remarks == ("Formeln mit leerem Ergebnis: B3.",)
