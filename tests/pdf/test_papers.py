"""Papers as a whole: readable for everyone, the same bytes each time, with Herne's layout."""

import re
import socket
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.template import Context, Engine
from django.template.loader import render_to_string

from bildungsnetz.documents import charts, paper
from bildungsnetz.documents.embedded import EmbeddedFile
from bildungsnetz.documents.page import tree
from bildungsnetz.documents.pdf import render_pdf, render_template_pdf
from tests.pdf import reading, specimen
from tests.pdf.verapdf import failed_rules

PART = '{% extends "pdf/base.html" %}{% block content %}<h1>Teil</h1>{% include template %}{% endblock %}'

BUDGET_LINE = paper.FinanceRow("21 08", "Schulen", "16", "Aufwendungen", Decimal("-25000.50"))
PARTS = {
    "pdf/head.html": {"rows": [("Status", "öffentlich")], "subject": "Betreffszeile"},
    "pdf/consultations.html": {
        "consultations": [paper.ConsultationRow("Schulausschuss", "Vorberatung", date(2026, 12, 3))],
        "with_roles": True,
        "with_results": True,
    },
    "pdf/finance.html": {"result_plan": [BUDGET_LINE], "finance_plan": []},
    "pdf/signature.html": {"office": "Der Oberbürgermeister", "deputy": True, "name": "", "function": "Stadtrat"},
    "pdf/attachments.html": {"attachments": [paper.AttachmentRow(1, "Übersicht", file="PDF, 12 KB")]},
    "pdf/verification.html": {"verification": paper.Verification("ABCD-1234", "https://a.example/pruefen/ABCD-1234/")},
    "pdf/chart.html": {"chart": specimen.status_bar(), "with_table": True},
}


def part(template: str, /, **values: object) -> bytes:
    html = Engine.get_default().from_string(PART).render(Context({"template": template, "title": "Teil", **values}))
    return render_pdf(html, title="Teil", created_at=specimen.CREATED_AT)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return specimen.pdf()


class TestForEveryone:
    def test_a_whole_paper_is_for_everyone_and_for_the_archive(self, whole: bytes) -> None:
        assert failed_rules(whole) == []

    def test_a_draft_is_pdf_ua(self) -> None:
        assert failed_rules(specimen.pdf(specimen.context(draft=True, measures=1))) == []

    @pytest.mark.parametrize("name", PARTS)
    def test_each_part_alone_is_pdf_ua(self, name: str) -> None:
        assert failed_rules(part(name, **PARTS[name])) == []

    @pytest.mark.parametrize(
        "chart", [specimen.indicator_chart(1), specimen.goal_bars(), charts.AttainmentScale("Z", 2)]
    )
    def test_each_chart_is_pdf_ua_with_its_numbers_as_alternative_text(self, chart: charts.Chart) -> None:
        pdf = part("pdf/chart.html", chart=chart, with_table=True)
        figures = reading.elements(reading.opened(pdf), "Figure")
        assert failed_rules(pdf) == []
        assert [str(figure.Alt) for figure in figures] == [chart.label]

    def test_the_checker_finds_a_table_header_without_scope(self, whole: bytes) -> None:
        pdf = reading.opened(whole)
        for cell in reading.elements(pdf, "TH"):
            del cell.A.Scope, cell["/ID"]
        target = specimen_bytes(pdf)
        assert any(line.startswith("PDFUA-1 7.5-") for line in failed_rules(target))

    def test_header_cells_name_what_they_head(self) -> None:
        pdf = reading.opened(part("pdf/consultations.html", **PARTS["pdf/consultations.html"]))
        assert [str(cell.A.Scope) for cell in reading.elements(pdf, "TH")] == ["/Column"] * 4 + ["/Row"]

    def test_title_language_dates_and_author_are_what_the_caller_said(self, whole: bytes) -> None:
        pdf = reading.opened(whole)
        assert str(pdf.Root.Lang) == "de"
        assert str(pdf.docinfo.Title) == specimen.TITLE
        assert str(pdf.docinfo.Author) == "Stadt Beispiel"
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20261124090000+00'00"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle

    def test_headings_are_bookmarks_in_order(self, whole: bytes) -> None:
        titles = reading.outline(reading.opened(whole))
        assert titles == [
            *(
                "Vorlage 2026/0042",
                "Finanzielle Auswirkungen in Euro",
                "Beschlussvorschlag",
                "Sachverhalt",
                "Vorgehen:",
            ),
            *("Handlungsziel 1", "Handlungsziel 2", "Anlagen"),
        ]


FILES = (
    EmbeddedFile("werte.json", b'{"a": 1}', "application/json", "Werte des Berichts"),
    EmbeddedFile("massnahmen.xlsx", b"PK", "application/vnd.ms-excel", "Maßnahmen", "Supplement"),
)


def carrying() -> bytes:
    return render_pdf("<html lang=de><h1>T</h1>", title="T", created_at=specimen.CREATED_AT, files=FILES)


class TestFilesInside:
    def test_a_paper_may_carry_its_data(self) -> None:
        pdf = carrying()
        opened = reading.opened(pdf)  # must outlive what it gives out
        found = opened.attachments
        assert failed_rules(pdf) == []
        assert {name: found[name].get_file().read_bytes() for name in found} == {
            "werte.json": b'{"a": 1}',
            "massnahmen.xlsx": b"PK",
        }

    def test_each_file_says_what_it_is_to_the_paper_in_the_order_of_names(self) -> None:
        opened = reading.opened(carrying())
        files = list(opened.Root.AF)  # type: ignore[call-overload]
        assert [(str(one.UF), str(one.Desc), str(one.AFRelationship), str(one.EF.F.Subtype)) for one in files] == [
            ("massnahmen.xlsx", "Maßnahmen", "/Supplement", "/application/vnd.ms-excel"),
            ("werte.json", "Werte des Berichts", "/Data", "/application/json"),
        ]

    def test_the_same_files_give_the_same_bytes(self) -> None:
        assert carrying() == carrying()

    def test_the_checker_finds_a_file_without_a_relationship(self) -> None:
        changed = reading.opened(carrying())
        del changed.Root.AF[0].AFRelationship
        assert [line.split()[0] for line in failed_rules(specimen_bytes(changed))] == ["PDFA-3A"]


def specimen_bytes(pdf: pikepdf.Pdf) -> bytes:
    import io

    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


class TestSameBytes:
    def test_the_same_paper_twice_is_the_same_file(self, whole: bytes) -> None:
        part("pdf/signature.html", **PARTS["pdf/signature.html"])
        assert specimen.pdf() == whole

    def test_another_word_is_another_file(self, whole: bytes) -> None:
        assert specimen.pdf({**specimen.context(), "number": "2026/0043"}) != whole

    def test_html_that_is_no_xml_is_read_as_a_browser_would(self) -> None:
        assert [one.tag for one in tree("<ul><li>A<li>B</ul>").iter()] == ["html", "head", "body", "ul", "li", "li"]

    def test_only_our_fonts_are_used(self, whole: bytes) -> None:
        pdf = reading.opened(whole)
        names = {str(font.BaseFont).split("+")[1] for font in pdf.pages[0].Resources.Font.values()}
        assert names == {"Fira-Sans", "Fira-Sans-Medium", "Fira-Sans-Bold"}


STARTED = """
import runpy, sys, threading
runpy.run_path("deploy/gunicorn.conf.py")["post_worker_init"](None)
others = [one for one in threading.enumerate() if one is not threading.main_thread()]
assert len(others) == 1 and others[0].daemon
others[0].join()
from bildungsnetz.documents import engine
print(engine.chapter_styles.cache_info().misses)
"""


def test_a_web_process_loads_what_documents_need_before_it_is_asked_for_one() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


class TestLayout:
    def test_each_page_says_which_of_how_many(self, whole: bytes) -> None:
        pages = reading.text_of_pages(whole)
        assert len(pages) > 3
        for number, page in enumerate(pages, start=1):
            assert f"Seite {number} von {len(pages)}" in page

    def test_the_running_head_begins_on_the_second_page(self, whole: bytes) -> None:
        first, *others = reading.text_of_pages(whole)
        head = "Vorlage 2026/0042 · Sachstandsbericht Bildungsnetzwerk"
        assert head not in first
        assert all(head in page for page in others)

    def test_every_page_of_a_draft_says_so_and_no_page_of_the_final_paper(self, whole: bytes) -> None:
        drafts = reading.text_of_pages(specimen.pdf(specimen.context(draft=True)))
        assert all("ENTWURF" in page for page in drafts)
        assert "ENTWURF" not in "".join(reading.text_of_pages(whole))

    def test_the_code_stands_at_the_foot_of_every_page(self, whole: bytes) -> None:
        assert all("Prüfcode 7KQM-42XD-9TRA" in page for page in reading.text_of_pages(whole))

    def test_a_long_table_repeats_its_head_on_every_page(self) -> None:
        values = specimen.context(goals=1, measures=60)
        pages = [page for page in reading.text_of_pages(specimen.pdf(values)) if "M-1" in page]
        assert len(pages) > 2
        assert all(re.search(r"Nr\.\s+Maßnahme\s+Federführung\s+Stand", page) for page in pages)

    @pytest.mark.parametrize("lines", range(28, 48))
    def test_no_heading_ends_a_page(self, lines: int) -> None:
        content = "<p>Zeile</p>" * lines + "<h2>Überschrift</h2><p>Text</p>"
        html = render_to_string("pdf/base.html", {"title": "T"}).replace("</body>", f"{content}</body>")
        pages = reading.text_of_pages(render_pdf(html, title="T", created_at=specimen.CREATED_AT))
        assert next(page for page in pages if "Überschrift" in page).count("Text") == 1

    def test_long_german_words_are_hyphenated(self) -> None:
        text = "Bildungsübergangsbegleitung " * 40
        html = render_to_string("pdf/base.html", {"title": "T"}).replace("</body>", f"<p>{text}</p></body>")
        page = reading.text_of_pages(render_pdf(html, title="T", created_at=specimen.CREATED_AT))[0]
        assert re.search(r"\w[-‐]\n", page)

    def test_finance_table_has_names_and_numbers_one_below_the_other(self) -> None:
        text = reading.text(part("pdf/finance.html", **PARTS["pdf/finance.html"]))
        assert "Teilergebnisplan (konsumtiv) Produkt Kontengruppe Ertrag/Aufwand (-)" in text
        assert "Nr.: 16 Bez.: Aufwendungen" in text
        assert "- 25.000,50 €" in text
        assert "Teilfinanzplan (investiv) Maßnahme Kontengruppe Einzahlung/Auszahlung (-)" in text
        assert text.count("keine") == 1

    def test_consultations_without_roles_and_results_have_no_such_columns(self) -> None:
        rows = [paper.ConsultationRow("Schulausschuss", held_on=date(2026, 12, 3))]
        text = reading.text(part("pdf/consultations.html", consultations=rows))
        assert "Gremium Sitzung am Schulausschuss 03.12.2026" in text
        assert "Zuständigkeit" not in text
        assert "Ergebnis" not in text

    def test_an_unsigned_paper_leaves_a_line_to_sign_on(self) -> None:
        assert "In Vertretung _____" in reading.text(part("pdf/signature.html", **PARTS["pdf/signature.html"]))

    def test_the_qr_code_says_its_address_and_escapes_it(self) -> None:
        verification = paper.Verification("A", 'https://a.example/?a=1&b="2"')
        assert "<title>QR-Code mit der Adresse https://a.example/?a=1&amp;b=" in verification.qr


class TestNothingIsFetched:
    @pytest.mark.parametrize(
        "address",
        [
            *("file:///etc/passwd", "http://127.0.0.1:1/a.png", "https://a.example/a.png", "ftp://a.example/a.png"),
            *(
                "paper:../base.html",
                "paper:base.html",
                "paper:/etc/passwd",
                "other.png",
                "//a.example/a.png",
                "FILE:///x",
            ),
        ],
    )
    @pytest.mark.parametrize("element", ['<img alt="x" src="{}">', '<link rel="stylesheet" href="{}">'])
    def test_an_address_outside_is_refused_before_a_socket_opens(
        self, monkeypatch: pytest.MonkeyPatch, address: str, element: str
    ) -> None:
        from bildungsnetz.documents.engine import RefusedAddressError

        def no_socket(*_: object, **__: object) -> None:
            raise AssertionError("a socket was opened")

        monkeypatch.setattr(socket, "socket", no_socket)
        html = f"<html lang=de><title>T</title><body>{element.format(address)}"
        with pytest.raises(RefusedAddressError):
            render_pdf(html, title="T", created_at=specimen.CREATED_AT)

    def test_a_data_address_is_drawn(self) -> None:
        picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
        html = f'<html lang=de><title>T</title><body><h1>T</h1><img alt="Bild" src="{picture}">'
        assert failed_rules(render_pdf(html, title="T", created_at=specimen.CREATED_AT)) == []

    def test_a_template_of_an_app_is_rendered_with_its_context(self) -> None:
        pdf = render_template_pdf(
            "pdf/base.html", {"city": "Stadt Beispiel", "office": "Amt"}, title="Titel", created_at=specimen.CREATED_AT
        )
        assert "Stadt Beispiel Amt" in reading.text(pdf)
        assert str(reading.opened(pdf).docinfo.Title) == "Titel"
