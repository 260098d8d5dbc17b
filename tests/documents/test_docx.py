"""DOCX: real structure, German, no name in it, whatever was written."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from bildungsnetz.documents.docx import Document
from tests.pdf.test_hostile_text import HOSTILE

MOMENT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def paper(text="Text"):
    made = Document(f"Titel {text}", created_at=MOMENT)
    made.heading(f"Synopse {text}", 0)
    made.heading(f"Ziel 1 {text}")
    made.table(("Bisher", "Neu"), [([[("kept", text), ("gone", "alt")]], [[("kept", text)], [("new", "neu")]])])
    made.labelled("Begründung", text)
    made.items([text, "zwei"])
    return made.content()


def opened(content):
    return docx.Document(io.BytesIO(content))


def test_headings_and_lists_are_real():
    styles = [(paragraph.style.name, paragraph.text) for paragraph in opened(paper()).paragraphs]
    assert ("Title", "Synopse Text") in styles
    assert ("Heading 1", "Ziel 1 Text") in styles
    assert ("List Bullet", "zwei") in styles


def test_a_table_has_a_head_that_is_repeated():
    [table] = opened(paper()).tables
    assert [cell.text for cell in table.rows[0].cells] == ["Bisher", "Neu"]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert not table.rows[1]._tr.xpath("./w:trPr/w:tblHeader")


def test_rows_are_not_torn_apart_and_the_head_stays_with_them():
    [table] = opened(paper()).tables
    assert table.rows[1]._tr.xpath("./w:trPr/w:cantSplit")
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[0].cells)


def test_the_first_of_several_paragraphs_of_a_cell_is_its_heading():
    [table] = opened(paper()).tables
    alone, heading = table.rows[1].cells
    assert not alone.paragraphs[0].runs[0].bold
    assert [paragraph.runs[0].bold for paragraph in heading.paragraphs] == [True, None]


def test_pages_are_numbered():
    [footer] = opened(paper()).sections[0].footer.paragraphs
    assert footer.text == "Seite  von "
    assert footer._p.xpath("./w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


def test_what_differs_is_marked_by_more_than_colour():
    [table] = opened(paper()).tables
    old, new = (cell.paragraphs[-1].runs[-1] for cell in table.rows[1].cells)
    assert (old.text, old.font.strike) == ("[alt]", True)
    assert (new.text, new.underline) == ("[neu]", True)


def test_it_is_german_and_names_nobody():
    content = paper()
    made = opened(content)
    assert {language.get(qn("w:val")) for language in made.styles.element.iter(qn("w:lang"))} == {"de-DE"}
    properties = made.core_properties
    assert (properties.language, properties.title) == ("de-DE", "Titel Text")
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with ZipFile(io.BytesIO(content)) as archive:
        told = "".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if "docProps" in name
        )
    assert "python" not in told


def test_the_same_paper_twice_is_the_same_file():
    assert paper() == paper()


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_somebody_wrote_can_be_opened(name):
    text = "".join(paragraph.text for paragraph in opened(paper(HOSTILE[name])).paragraphs)
    assert text
    assert "\x00" not in text
