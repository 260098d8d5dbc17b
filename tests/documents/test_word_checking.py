"""What an office uploads as the look of papers: taken if it fits, refused in German if it does not, never trusted."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.checking import UnfitTemplateError, check
from tests.documents.test_word import made, opened, parts

RELS = "word/_rels/document.xml.rels"


def office(change=lambda document: None):
    """Our look as an office has changed it."""
    document = docx.Document(io.BytesIO(look.standard()))
    change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def zipped(pairs):
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return target.getvalue()


def with_part(*added):
    return zipped([*parts(look.standard()).items(), *added])


def replaced(part, old, new):
    content = parts(look.standard())[part]
    assert old in content
    return zipped((parts(look.standard()) | {part: content.replace(old, new)}).items())


def refusal(content):
    with pytest.raises(UnfitTemplateError) as refused:
        check(content)
    return str(refused.value)


def test_our_own_look_fits():
    check(look.standard())


def test_names_of_styles_may_be_spelled_as_other_programs_do():
    check(replaced("word/styles.xml", b'w:val="heading 1"', b'w:val="Heading 1"'))


class TestTaken:
    def test_styles_and_margins_are_those_of_the_office(self):
        def change(document):
            document.styles["Heading 1"].font.color.rgb = RGBColor(0, 0x66, 0)
            document.styles["Normal"].font.size = Pt(12)
            document.sections[0].left_margin = Cm(4)

        document = opened("<h2>Sachverhalt</h2><p>Text</p>", template=office(change))
        assert str(document.styles["Heading 1"].font.color.rgb) == "006600"
        assert document.styles["Normal"].font.size == Pt(12)
        assert round(document.sections[0].left_margin.cm, 1) == 4

    def test_none_of_its_text_is_taken(self):
        document = opened("<p>Bericht</p>", template=office(lambda one: one.add_paragraph("Muster GmbH, geheim")))
        assert [one.text for one in document.paragraphs] == ["Bericht"]

    def test_its_header_and_footer_stay_and_ours_come_below(self):
        def change(document):
            document.sections[0].header.paragraphs[0].text = "Stadt Herne, FB 31"
            document.sections[0].footer.paragraphs[0].text = "www.herne.de"

        section = opened("<p>a</p>", draft="ENTWURF", template=office(change)).sections[0]
        assert [one.text.split("\t")[0] for one in section.header.paragraphs] == ["Stadt Herne, FB 31", "Kopfzeile"]
        assert section.footer.paragraphs[0].text == "www.herne.de"
        assert section.footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]

    def test_page_numbers_of_its_own_are_not_doubled(self):
        field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>'

        def change(document):
            document.sections[0].footer.paragraphs[0]._p.append(parse_xml(field))

        section = opened("<p>a</p>", foot="Prüfcode X", template=office(change)).sections[0]
        assert len(section.footer._element.xpath(".//w:fldSimple")) == 1
        assert "Prüfcode X" in [one.text for one in section.footer.paragraphs]

    def test_with_a_letterhead_of_its_own_ours_is_left_out(self):
        letterhead = '<div class="letterhead"><p class="city">Stadt Herne</p></div><p>Text</p>'

        def change(document):
            document.sections[0].first_page_header.paragraphs[0].text = "Wappen"

        assert [one.text for one in opened(letterhead).paragraphs] == ["Stadt Herne", "Text"]
        assert [one.text for one in opened(letterhead, template=office(change)).paragraphs] == ["Text"]

    def test_names_of_people_are_left_behind(self):
        def change(document):
            document.core_properties.author = document.core_properties.last_modified_by = "Erika Mustermann"
            document.add_comment(document.add_paragraph("a").add_run("b"), "Notiz", author="Erika Mustermann")

        content = made("<p>a</p>", template=office(change))
        assert b"Mustermann" in b"".join(parts(office(change)).values())
        assert b"Mustermann" not in b"".join(parts(content).values())

    def test_a_page_across_becomes_upright(self):
        def change(document):
            section = document.sections[0]
            section.orientation, section.page_width, section.page_height = 1, Cm(29.7), Cm(21)

        section = opened("<p>a</p>", template=office(change)).sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm), section.orientation) == (210, 297, 0)


class TestRefused:
    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04", b"%PDF-1.7", look.standard()[:2000], zipped([("a.xml", "<a/>")])]
    )
    def test_what_is_no_word_file(self, content):
        assert "keine lesbare Word-Datei" in refusal(content)

    def test_macros(self):
        assert "Makros" in refusal(with_part(("word/vbaProject.bin", b"x")))

    def test_a_template_file(self):
        old, new = b"document.main+xml", b"template.main+xml"
        assert "nicht als Dokumentvorlage" in refusal(replaced("[Content_Types].xml", old, new))

    def test_a_bomb_by_size(self):
        assert "zu groß" in refusal(with_part(("word/media/a.png", b"\0" * 21 * 1024**2)))

    def test_a_bomb_by_number(self):
        many = [(f"word/media/{number}.png", b"") for number in range(501)]
        assert "keine lesbare" in refusal(with_part(*many))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_doctype(self, encoding):
        bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
        assert "keine lesbare" in refusal(with_part(("word/header9.xml", bomb)))

    def test_something_outside(self):
        link = b'<Relationship Id="x" Type="http://x/attachedTemplate" Target="file:///a.dotx" TargetMode="External"/>'
        content = replaced(RELS, b"</Relationships>", link + b"</Relationships>")
        assert "außerhalb" in refusal(content)

    def test_an_embedded_object(self):
        assert "eingebettetes Objekt" in refusal(with_part(("word/embeddings/oleObject1.bin", b"x")))

    def test_a_missing_style_is_named_as_the_program_calls_it(self):
        def change(document):
            document.styles["Heading 2"].delete()
            document.styles[look.FRAMED].delete()

        words = refusal(office(change))
        assert "„Überschrift 2“ (Absatzformat), „Abgesetzt“ (Absatzformat)" in words

    def test_a_style_of_another_kind_does_not_count(self):
        old, new = (b'w:type="%s" w:styleId="TableGrid"' % kind for kind in (b"table", b"paragraph"))
        assert "„Tabellenraster“ (Tabellenformat)" in refusal(replaced("word/styles.xml", old, new))

    def test_numbers_that_do_not_count(self):
        def change(document):
            properties = document.styles[look.NUMBERS].element.pPr
            properties.remove(properties.find(qn("w:numPr")))

        assert "„Listennummer“ zählt nicht" in refusal(office(change))

    def test_margins_without_room(self):
        def change(document):
            document.sections[0].left_margin = Cm(14)

        assert "zu wenig Platz" in refusal(office(change))
