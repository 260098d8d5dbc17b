"""What is left of a sheet's XML says as much of its structure as the whole does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bildungsnetz.sheets import xlsx_structure
from bildungsnetz.sheets.xlsx_structure import Walker, structure_of, thinned
from tests.sheets.corpus import row

LOOKS = {"2": "%", "12": "m"}
TOPS = (
    "",
    ' spans="1:20" ht="15.75" customHeight="1" x14ac:dyDescent="0.25"',  # Excel
    ' customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false"',
    ' hidden="1"',
)
CELLS = [
    None,
    1,
    "Text",
    '<c ><v>1</v></c>',
    '<c s="1"><v>2.5E-3</v></c>',
    '<c s="2"><v>0.5</v></c>',
    '<c s="22"><v>0.5</v></c>',
    '<c t="s"><v>0</v></c>',
    '<c s="1"/>',
    '<c s="1" />',
    '<c t="s"></c>',
    '<c ><f>A1</f><v>1</v></c>',
    '<c ><f>A1</f></c>',
    '<c t="str"><f>A1</f><v></v></c>',
    '<c t="e"><v>#REF!</v></c>',
    '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    '<c t="inlineStr"><is><t>a &amp; b</t></is></c>',
]  # fmt: skip


def sheet(*rows, top=""):
    inner = "".join(row(number, *cells, more=top) for number, cells in enumerate(rows, 1))
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    return (
        f'<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>{inner}</sheetData>{merged}</worksheet>'
    )


@settings(max_examples=300)
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=6), max_size=5))
def test_the_structure_of_what_is_left_is_that_of_the_whole(rows):
    whole = sheet(*rows).encode()
    found = structure_of(whole, LOOKS)
    walked, xlsx_structure.thinned = xlsx_structure.thinned, lambda data, looks: data
    try:
        assert structure_of(whole, LOOKS) == found
    finally:
        xlsx_structure.thinned = walked


def walked_whole(whole, monkeypatch):
    monkeypatch.setattr(xlsx_structure, "thinned", lambda data, looks: data)
    monkeypatch.setattr(xlsx_structure.Walker, "without_plain_rows", lambda walker, data: data)
    return structure_of(whole, LOOKS)


@settings(max_examples=300)
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=6), max_size=5), st.sampled_from(TOPS))
def test_rows_that_are_cut_out_whole_are_counted_as_if_they_were_walked(monkeypatch, rows, top):
    whole = sheet(*rows, top=top).encode()
    found = structure_of(whole, LOOKS)
    with monkeypatch.context() as patched:
        assert walked_whole(whole, patched) == found


@pytest.mark.parametrize(
    "inner",
    [
        '<row r="7"><c r="A7"><v>1</v></c></row><row><c r="B8"><f>A7</f></c></row>',
        '<!-- <row r="7"><c r="A7"><v>1</v></c></row> --><row r="8"><c r="B8"><v>1</v></c></row>',
        '<row r="7"><c r="C7"><v>1</v></c><c r="D7" s="1"/></row><row r="9"><c r="XFD9" s="1"/></row>',
        '<row r="7" hidden="1"><c r="C7"><v>1</v></c></row>',
        '<row r="7"><c r="A7" s="2"><v>1</v></c></row>',
    ],
    ids=["a row without a number", "a comment", "blank cells", "hidden", "a look"],
)
def test_what_only_looks_plain_is_walked(inner, monkeypatch):
    whole = f"<worksheet><sheetData>{inner}</sheetData></worksheet>".encode()
    found = structure_of(whole, LOOKS)
    assert found == walked_whole(whole, monkeypatch)


@pytest.mark.parametrize("top", TOPS)
def test_of_plain_rows_nothing_is_left(top):
    whole = sheet(*[[1, "Text", 2, None, '<c s="1"/>', 3]] * 100, top=top).encode()
    left = Walker(LOOKS).without_plain_rows(whole)
    assert (b"<row" in left) == ('hidden="1"' in top)


def test_little_is_left():
    whole = sheet(*[[1, "Text", 2, None, '<c s="1"/>', 3]] * 100).encode()
    assert len(thinned(whole, LOOKS)) * 3 < len(whole)


def test_cells_without_a_place_stay_after_the_one_before():
    whole = b'<row r="1"><c r="B1"><v>1</v></c><c><v>2</v></c></row>'
    assert thinned(whole, LOOKS) == whole
