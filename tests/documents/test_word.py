"""DOCX from the HTML of our papers: real structure, pictures with words, German, nobody's name, any text."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import docx
import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from bildungsnetz.documents import charts
from bildungsnetz.documents.text import paragraphs
from bildungsnetz.documents.word import look
from bildungsnetz.documents.word.paper import render_docx
from tests.pdf import specimen
from tests.pdf.test_hostile_text import HOSTILE

MOMENT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def made(body, *, draft="", foot="", template=None, title="Titel"):
    html = (
        f'<!doctype html><html lang="de"><head><title>{title}</title></head>'
        f'<body data-running-head="Kopfzeile" data-draft="{draft}" data-foot="{foot}">{body}</body></html>'
    )
    return render_docx(html, title=title, created_at=MOMENT, template=template)


def opened(body, **options):
    return docx.Document(io.BytesIO(made(body, **options)))


def lines(body, **options):
    return [(one.style.name, one.text) for one in opened(body, **options).paragraphs]


def drawn(chart):
    return render_to_string("pdf/chart.html", {"chart": chart, "with_table": True})


def parts(content):
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_headings_paragraphs_and_lists_are_real():
    assert lines(
        "<h1>Vorlage</h1><h2>Sachverhalt</h2><h3>1. Lage</h3><p>Satz <strong>fett</strong>.</p><ul><li>a</ul>"
    ) == [
        ("Title", "Vorlage"),
        ("Heading 1", "Sachverhalt"),
        ("Heading 2", "1. Lage"),
        ("Normal", "Satz fett."),
        ("List Bullet", "a"),
    ]


def test_blanks_are_as_a_browser_shows_them():
    assert lines("<div>\n  <p>\n a\n  <em>b</em>  c <br> d\N{NO-BREAK SPACE} </p>\n</div>") == [
        ("Normal", "a b c \nd\N{NO-BREAK SPACE}")
    ]


def test_each_numbered_list_begins_anew_or_where_it_says():
    document = opened("<ol><li>a</li></ol><ol start='4'><li>b</li></ol>")
    numbers = [one._p.pPr.numPr.numId.val for one in document.paragraphs]
    starts = [
        document.part.numbering_part.element.xpath(f"./w:num[@w:numId='{number}']//w:startOverride/@w:val")[0]
        for number in numbers
    ]
    assert len(set(numbers)) == 2
    assert starts == ["1", "4"]


def test_an_item_of_several_paragraphs_has_one_number():
    assert lines("<ol><li><p>a</p><p>b</p></li></ol>") == [("List Number", "a"), ("List Continue", "b")]


def test_what_stands_in_an_unknown_element_is_kept():
    assert lines("<section>vor<article><p>a</p></article>nach</section>") == [
        ("Normal", "vor"),
        ("Normal", "a"),
        ("Normal", "nach"),
    ]


def test_words_keep_what_marks_them():
    [paragraph] = opened('<p><del>alt</del> <ins>neu</ins> <em>x</em> <span class="muted">leise</span></p>').paragraphs
    runs = {run.text: run for run in paragraph.runs}
    assert (runs["alt"].font.strike, runs["neu"].underline, runs["x"].italic) == (True, True, True)
    assert str(runs["leise"].font.color.rgb) == "4A4A4A"


LONG = '<h1>Titel</h1><nav class="contents"></nav><h2>Sachverhalt</h2><h3>1. Lage</h3><p>a</p><h4>Genaueres</h4>'


class TestContents:
    def test_they_name_every_section_before_any_program_counts(self):
        entries = opened(LONG).element.body.xpath("./w:sdt//w:p")
        assert ["".join(one.itertext("{*}t")) for one in entries] == ["Inhalt", "Sachverhalt", "1. Lage", ""]

    def test_each_entry_leads_to_its_heading(self):
        body = opened(LONG).element.body
        anchors = body.xpath("./w:sdt//w:hyperlink/@w:anchor")
        led = [body.xpath(f"./w:p[w:bookmarkStart[@w:name='{one}']]")[0] for one in anchors]
        assert ["".join(one.itertext("{*}t")) for one in led] == ["Sachverhalt", "1. Lage"]

    def test_page_numbers_are_filled_in_when_the_file_is_opened(self):
        document = opened(LONG)
        fields = [one.text.strip() for one in document.element.body.iter(qn("w:instrText"))]
        assert fields == ['TOC \\o "1-2" \\h \\z \\u']
        assert document.element.body.xpath("//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]
        assert document.settings.element.xpath("./w:updateFields/@w:val") == ["true"]

    def test_they_stand_on_pages_of_their_own(self):
        body = opened(LONG).element.body
        assert body.xpath("./w:sdt//w:p/w:pPr/w:pageBreakBefore")
        assert body.xpath("./w:p[w:pPr/w:pageBreakBefore]//w:t")[0].text == "Sachverhalt"

    def test_a_look_with_styles_of_its_own_for_them_keeps_them(self):
        own = docx.Document(io.BytesIO(look.standard()))
        style = own.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.font.italic = True
        target = io.BytesIO()
        own.save(target)
        document = opened(LONG, template=target.getvalue())
        assert [one.font.italic for one in document.styles if one.name == "toc 1"] == [True]

    def test_a_paper_that_wants_none_asks_nobody_to_count(self):
        document = opened("<h2>Sachverhalt</h2>")
        assert not document.element.body.xpath("//w:sdt | //w:bookmarkStart")
        assert not document.settings.element.xpath("./w:updateFields")


def kept(body):
    """Of each paragraph whether it stays with the next one."""
    return [bool(one.xpath("./w:pPr/w:keepNext")) for one in opened(body).element.body.iter(qn("w:p"))]


def test_a_small_table_stays_together_and_a_long_one_may_go_on():
    row = "<tr><td>{}</td></tr>"
    assert kept(f'<table class="keep">{row.format("a") * 3}</table>')[:3] == [True, True, False]
    assert kept(f'<table class="keep">{row.format("Wort " * 200) * 3}</table>')[:3] == [False, False, False]


def test_no_single_row_of_a_table_stands_alone():
    rows = "<tr><td>a</td></tr>" * 5
    body = f"<table><thead><tr><th>Kopf</th></tr></thead><tbody>{rows}</tbody></table>"
    assert kept(body)[:6] == [True, True, False, False, True, False]


def test_a_signature_never_stands_without_a_word_above_it():
    assert kept('<p>Ausblick</p><div class="signature"><p>In Vertretung</p><p>Name</p></div>') == [True, True, False]


def test_an_address_can_be_followed_and_other_schemes_cannot():
    document = opened('<p><a href="https://a.example/">hier</a> <a href="javascript:alert(1)">da</a></p>')
    [paragraph] = document.paragraphs
    assert [(link.text, link.address) for link in paragraph.hyperlinks] == [("hier", "https://a.example/")]
    assert paragraph.text == "hier da"


def test_a_new_page_begins_where_the_stylesheet_says():
    document = opened('<p>a</p><div class="new-page"></div><h2>Anlage 1</h2><p>b</p>')
    assert [one.paragraph_format.page_break_before for one in document.paragraphs] == [None, True, None]


TABLE = """<table class="small measures"><caption>Maßnahmen zu Ziel 1</caption>
<thead><tr><th class="key">Nr.</th><th>Maßnahme</th><th class="number">Zahl</th></tr></thead>
<tbody><tr><th>M-001</th><td><p>Lesestart</p><p>VHS</p></td><td class="number">3</td></tr></tbody></table>"""


class TestTables:
    def test_the_head_is_repeated_and_marked_and_rows_stay_whole(self):
        [table] = opened(TABLE).tables
        head, row = table.rows
        assert [cell.text for cell in head.cells] == ["Nr.", "Maßnahme", "Zahl"]
        assert head._tr.xpath("./w:trPr/w:tblHeader")
        assert row._tr.xpath("./w:trPr/w:cantSplit")
        assert not row._tr.xpath("./w:trPr/w:tblHeader")
        [flags] = table._tbl.xpath("./w:tblPr/w:tblLook")
        assert (flags.get(qn("w:firstRow")), flags.get(qn("w:firstColumn"))) == ("1", "1")

    def test_it_has_its_caption_above_and_as_its_name(self):
        document = opened(TABLE)
        assert (document.paragraphs[0].style.name, document.paragraphs[0].text) == ("Caption", "Maßnahmen zu Ziel 1")
        assert document.tables[0]._tbl.xpath("./w:tblPr/w:tblCaption/@w:val") == ["Maßnahmen zu Ziel 1"]

    def test_columns_are_as_wide_as_the_stylesheet_says_and_fill_the_page(self):
        [table] = opened(TABLE).tables
        key, title, number = [column.width.mm for column in table.columns]
        assert 10 < key < 15
        assert title == pytest.approx(number, abs=0.1)
        assert key + title + number == pytest.approx(165, abs=0.5)

    def test_cells_keep_their_paragraphs_and_numbers_stand_right(self):
        [table] = opened(TABLE).tables
        _, title, number = table.rows[1].cells
        assert [one.text for one in title.paragraphs] == ["Lesestart", "VHS"]
        assert number.paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT

    def test_a_cell_over_three_columns_is_one(self):
        table = opened(
            '<table><thead><tr><th colspan="2">Plan</th></tr><tr><th>a</th><th>b</th></tr></thead></table>'
        ).tables[0]
        assert len(table.rows[0]._tr.tc_lst) == 1
        assert table.rows[0]._tr.tc_lst[0].grid_span == 2

    def test_two_tables_are_not_run_together(self):
        body = opened("<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>").element.body
        assert [child.tag.rpartition("}")[2] for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]

    def test_an_endless_row_may_go_on_over_the_page(self):
        [table] = opened(f"<table><tr><td>{'x ' * 5000}</td></tr></table>").tables
        assert not table.rows[0]._tr.xpath("./w:trPr/w:cantSplit")


class TestPictures:
    def test_a_chart_is_a_drawing_with_a_png_for_others_and_says_its_numbers(self):
        chart = specimen.goal_bars()
        content = made(drawn(chart))
        document = docx.Document(io.BytesIO(content))
        [words] = document.element.xpath("//wp:docPr/@descr")
        assert words.startswith(chart.label)
        files = parts(content)
        assert files["word/media/paper1.png"].startswith(b"\x89PNG")
        assert b"<svg" in files["word/media/paper1.svg"]
        assert b"currentColor" not in files["word/media/paper1.svg"]
        assert b"svgBlip" in files["word/document.xml"]

    def test_the_chart_has_its_title_above_and_its_numbers_as_table(self):
        document = opened(drawn(specimen.goal_bars()))
        assert document.paragraphs[0].style.name == "Caption"
        assert document.tables

    def test_it_is_no_wider_than_the_page(self):
        chart = charts.GoalBars("Breit", specimen.goal_bars().bars, width=2000)
        [width] = opened(drawn(chart)).element.xpath("//wp:extent/@cx")
        assert int(width) <= 165.1 * 36000

    def test_what_somebody_wrote_stays_words(self):
        chart = charts.AttainmentScale('<b>"&amp;</b>', 2)
        assert '<b>"&amp;</b>' in opened(drawn(chart)).element.xpath("//wp:docPr/@descr")[0]


class TestPage:
    def test_it_is_a4_upright_with_page_numbers_on_every_page(self):
        section = opened("<p>a</p>").sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        for footer in (section.footer, section.first_page_footer):
            assert footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]

    def test_a_draft_says_so_on_every_page_at_the_right(self):
        section = opened("<p>a</p>", draft="ENTWURF").sections[0]
        assert "ENTWURF" in section.header.paragraphs[0].text
        assert section.first_page_header.paragraphs[0].text == "\tENTWURF"

    def test_what_is_no_draft_does_not(self):
        section = opened("<p>a</p>", foot="Prüfcode ABCD").sections[0]
        assert section.header.paragraphs[0].text == "Kopfzeile"
        for footer in (section.footer, section.first_page_footer):
            assert footer.paragraphs[0].text.startswith("Prüfcode ABCD")

    def test_it_is_german_and_names_nobody(self):
        content = made("<p>a</p>", title="Bericht")
        document = docx.Document(io.BytesIO(content))
        assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"de-DE"}
        properties = document.core_properties
        assert (properties.title, properties.language) == ("Bericht", "de-DE")
        assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
        assert all(one.text for one in properties._element), "nothing is named and left empty"
        assert not [name for name in parts(content) if "app.xml" in name or "thumbnail" in name or "customXml" in name]

    def test_the_same_paper_twice_is_the_same_file(self):
        body = TABLE + drawn(specimen.goal_bars())
        assert made(body) == made(body)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_somebody_wrote_can_be_opened(name):
    text = HOSTILE[name]
    body = f"<h1>{escape(text)}</h1>{paragraphs(text)}<table><tr><td>{escape(text)}</td></tr></table>"
    document = opened(body, title=escape(text))
    assert document.paragraphs[0].text
    assert document.tables[0].rows[0].cells[0].text
    assert not set(document.paragraphs[0].text) & set("\x00\x07\u202e\ud800")


def test_markup_is_words_and_pictures_are_kept():
    assert lines(f"<p>{escape(HOSTILE['markup'])} {HOSTILE['pictures']}</p>") == [
        ("Normal", f"{HOSTILE['markup']} {HOSTILE['pictures']}")
    ]


def test_a_hundred_thousand_characters_arrive():
    text = "Wort " * 20_000
    assert sum(len(line) for _, line in lines(f"{paragraphs(text)}")) == len(text.strip())


def test_the_standard_look_has_every_style_and_shows_it():
    document = docx.Document(io.BytesIO(look.standard()))
    for name, kind in look.NEEDED.items():
        assert document.styles[name].type == kind
    shown = {one.style.name for one in document.paragraphs}
    assert {*look.HEADINGS, *look.OURS, look.BULLETS, look.NUMBERS} <= shown
