"""What is left of a sheet's XML says as much of its structure as the whole does."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bildungsnetz.sheets import xlsx_structure
from bildungsnetz.sheets.xlsx_structure import structure_of, thinned
from tests.sheets.corpus import row

LOOKS = {"2": "%", "12": "m"}
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


def sheet(*rows):
    inner = "".join(row(number, *cells) for number, cells in enumerate(rows, 1))
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    return (
        f'<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>{inner}</sheetData>{merged}</worksheet>'
    )


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=6), max_size=5))
def test_the_structure_of_what_is_left_is_that_of_the_whole(rows):
    whole = sheet(*rows).encode()
    found = structure_of(whole, LOOKS)
    walked, xlsx_structure.thinned = xlsx_structure.thinned, lambda data, looks: data
    try:
        assert structure_of(whole, LOOKS) == found
    finally:
        xlsx_structure.thinned = walked


def test_little_is_left():
    whole = sheet(*[[1, "Text", 2, None, '<c s="1"/>', 3]] * 100).encode()
    assert len(thinned(whole, LOOKS)) * 3 < len(whole)


def test_cells_without_a_place_stay_after_the_one_before():
    whole = b'<row r="1"><c r="B1"><v>1</v></c><c><v>2</v></c></row>'
    assert thinned(whole, LOOKS) == whole
