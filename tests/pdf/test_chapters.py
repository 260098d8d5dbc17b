"""A paper of several chapters is one paper: tags, bookmarks, links, page numbers; always the same bytes."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bildungsnetz.documents import chapters, joining, press
from bildungsnetz.documents.chapter import Chapter
from bildungsnetz.documents.embedded import EmbeddedFile
from tests.pdf import reading, specimen
from tests.pdf.verapdf import failed_rules

TABLE = """<table><thead><tr><th scope="col">Nr.</th><th scope="col">Name</th></tr></thead>
<tbody><tr><th scope="row">1</th><td>Zelle {0}</td></tr></tbody></table>"""
FILES = (
    EmbeddedFile("werte.json", b"{}", "application/json", "Werte"),
    EmbeddedFile("massnahmen.csv", b"Nr.", "text/csv", "Maßnahmen"),
)


class Memory:
    """A shelf that counts."""

    def __init__(self) -> None:
        self.kept: dict[str, Chapter] = {}

    def known(self, keys: Sequence[str]) -> dict[str, Chapter]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def keep(self, key: str, chapter: Chapter) -> None:
        self.kept[key] = chapter


def chapter(name: str, *, continued: bool = True, more: str = "") -> str:
    text = f'<h2 id="{name}">Teil {name}</h2><p>Text</p>{TABLE.format(name)}<h3>Näheres {name}</h3><p>Text</p>{more}'
    return render_to_string("pdf/chapter.html", {"pieces": [SafeString(text)], "continued": continued})


def front(entries: list[chapters.Entry]) -> str:
    contents = {"entries": entries, "address": joining.CONTENTS_ADDRESS}
    pieces = [SafeString("<h1>Vorlage</h1>"), render_to_string("pdf/paper_contents.html", contents)]
    return render_to_string("pdf/chapter.html", {"pieces": pieces})


def paper(*bodies: str, head: Callable[[list[chapters.Entry]], str] | None = front, **more: Any) -> chapters.Paper:
    words = {"title": "Titel", "running_head": "Kopfzeile", "foot": "Fußzeile", "draft": True}
    frame = chapters.Frame(
        render_to_string("pdf/frame.html", words), "Titel", specimen.CREATED_AT, author="Stadt", files=FILES
    )
    return chapters.Paper(frame, bodies, head, **more)


LONG = "<p>Absatz</p>" * 90
ACROSS = '<div class="across"><p>Quer</p></div>'
BODIES = (chapter("A", more=LONG), chapter("B", more='<p><a href="#B">zurück</a></p>'), chapter("C", more=ACROSS))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return chapters.write(paper(*BODIES))


def test_it_is_for_everyone_and_for_the_archive(whole: bytes) -> None:
    assert failed_rules(whole) == []


def test_other_programs_find_the_tags_behind_the_paper_and_nothing_amiss(whole: bytes) -> None:
    assert reading.opened(whole).check_pdf_syntax() == []


def test_the_checker_finds_a_page_whose_place_in_the_tree_is_wrong(whole: bytes) -> None:
    pdf = reading.opened(whole)
    pdf.pages[3].obj.StructParents = 0
    assert failed_rules(saved(pdf)) != []


def saved(pdf: pikepdf.Pdf) -> bytes:
    import io

    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def test_each_page_says_which_of_how_many(whole: bytes) -> None:
    pages = reading.text_of_pages(whole)
    assert len(pages) == 2 + 3 + 1 + 2
    for number, page in enumerate(pages, 1):
        assert f"Seite {number} von {len(pages)}" in page


def test_head_foot_and_draft_stand_on_all_pages_the_head_not_on_the_first(whole: bytes) -> None:
    first, *others = reading.text_of_pages(whole)
    assert "Fußzeile" in first
    assert "Kopfzeile" not in first
    assert all("Kopfzeile" in page and "Fußzeile" in page and "ENTWURF" in page for page in others)


def test_what_stands_around_the_text_is_not_read_out(whole: bytes) -> None:
    pdf = reading.opened(whole)
    for page in pdf.pages:
        content = b"\n".join(one.read_bytes() for one in page.obj.Contents)
        assert re.search(rb"/Artifact <</Type /Pagination>> BDC q /Frame[FOA] Do Q q .* Tj ET Q EMC$", content, re.S)


def test_the_contents_are_on_page_two_and_name_the_pages(whole: bytes) -> None:
    contents = reading.text_of_pages(whole)[1]
    found = re.findall(r"(Teil \w|Näheres \w)\s+(\d+)", contents)
    assert found == [
        *(("Teil A", "3"), ("Näheres A", "3"), ("Teil B", "6"), ("Näheres B", "6")),
        *(("Teil C", "7"), ("Näheres C", "7")),
    ]


def test_the_contents_lead_there(whole: bytes) -> None:
    pdf = reading.opened(whole)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    links = list(pdf.pages[1].obj.Annots)  # type: ignore[call-overload]
    leading = dict.fromkeys((str(link.Contents), numbers[link.Dest[0].objgen]) for link in links)
    assert list(leading)[:3] == [("Teil A, Seite 3", 3), ("Näheres A, Seite 3", 3), ("Teil B, Seite 6", 6)]


def test_headings_are_one_tree_of_bookmarks(whole: bytes) -> None:
    pdf = reading.opened(whole)
    with pdf.open_outline() as tree:
        [paper] = tree.root
        assert paper.title == "Vorlage"
        assert [one.title for one in paper.children] == ["Inhalt", "Teil A", "Teil B", "Teil C"]
        assert [one.title for one in paper.children[2].children] == ["Näheres B"]


def test_a_link_inside_a_chapter_finds_its_place(whole: bytes) -> None:
    pdf = reading.opened(whole)
    names = list(pdf.Root.Names.Dests.Names)  # type: ignore[call-overload]
    targets = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    [link] = pdf.pages[5].obj.Annots  # type: ignore[misc]
    assert targets[str(link.Dest)][0].objgen == pdf.pages[5].obj.objgen


def test_cells_of_all_chapters_name_their_own_headers(whole: bytes) -> None:
    pdf = reading.opened(whole)
    ids = [str(cell.ID) for cell in reading.elements(pdf, "TH")]
    assert len(ids) == len(set(ids)) == 9
    for table in reading.elements(pdf, "Table"):
        own = {str(cell.ID) for cell in inside(table, "TH")}
        assert all({str(one) for one in cell.A.Headers} <= own for cell in inside(table, "TD"))


def test_each_piece_of_a_page_and_each_link_leads_to_the_element_that_has_it(whole: bytes) -> None:
    pdf = reading.opened(whole)
    told = {}
    for leaf in pdf.Root.StructTreeRoot.ParentTree.Kids:  # type: ignore[attr-defined]
        numbers = list(leaf.Nums)
        told.update(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert [int(limit) for limit in leaf.Limits] == [int(numbers[0]), int(numbers[-2])]
    assert list(told) == list(range(len(told)))
    for page in pdf.pages:
        for place, element in enumerate(told[int(page.StructParents)]):
            assert place in list(element.K)
        for link in page.obj.get("/Annots", ()):
            kids = [kid for kid in told[int(link.StructParent)].K if isinstance(kid, pikepdf.Dictionary)]
            assert link.objgen in [kid.Obj.objgen for kid in kids if "/Obj" in kid]


def test_words_of_a_picture_that_look_like_a_reference_stay_words() -> None:
    words = "Anteil von 5 %\n in (7 0 R) und 7 0 R \\ %d"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{words}</title></svg>'
    pdf = reading.opened(chapters.write(paper(chapter("A", more=f"<figure>{svg}</figure>"))))
    [figure] = reading.elements(pdf, "Figure")
    assert str(figure.Alt) == words


def test_lines_are_content_of_their_paragraphs_in_their_order(whole: bytes) -> None:
    pdf = reading.opened(whole)
    assert not list(reading.elements(pdf, "Span"))
    for kind in ("TH", "TD", "H2"):
        for element in reading.elements(pdf, kind):
            places = [int(kid) for kid in element.K]
            assert places == sorted(places) != []


def inside(element: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    found = [element] if element.get("/S") == f"/{kind}" else []
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            found += inside(kid, kind)
    return found


def test_two_equal_chapters_are_two(whole: bytes) -> None:
    pdf = chapters.write(paper(BODIES[0], BODIES[0]))
    ids = [str(cell.ID) for cell in reading.elements(reading.opened(pdf), "TH")]
    assert failed_rules(pdf) == []
    assert len(ids) == len(set(ids)) == 6


def test_properties_and_files_are_those_of_the_paper(whole: bytes) -> None:
    pdf = reading.opened(whole)
    assert (str(pdf.docinfo.Title), str(pdf.docinfo.Author)) == ("Titel", "Stadt")
    assert list(pdf.attachments) == ["massnahmen.csv", "werte.json"]


def test_contents_of_very_many_headings_leave_the_smallest_out() -> None:
    headings = [chapters.Heading(2 + place % 3, f"T{place}", place, 0) for place in range(240)]
    found = chapters.entries([Chapter(b"", 240, headings)], 1, 2)
    assert {one.level for one in found} == {2}
    assert found[1] == chapters.Entry(2, "T3", 5, 5)


def test_contents_that_grow_put_the_pages_after_them_right() -> None:
    bodies = [chapter(f"{number}") for number in range(60)]
    pages = reading.text_of_pages(chapters.write(paper(*bodies)))
    found = re.findall(r"Teil (\d+)\s+(\d+)", "".join(pages[:6]))
    assert len(found) == 60
    assert all(f"Teil {name}" in pages[int(page) - 1] for name, page in found)


@pytest.fixture
def in_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to set."""
    monkeypatch.setattr(chapters, "LITTLE", 0)


def test_presses_make_the_same_bytes(whole: bytes, in_presses: None) -> None:
    assert chapters.write(paper(*BODIES, shelf=Memory())) == whole


def test_only_what_is_new_is_set_again(whole: bytes) -> None:
    shelf, steps = Memory(), []
    assert chapters.write(paper(*BODIES, shelf=shelf), lambda *step: steps.append(step)) == whole
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    steps.clear()
    other = (BODIES[0], chapter("neu"), BODIES[2])
    assert chapters.write(paper(*other, shelf=shelf), lambda *step: steps.append(step)) == chapters.write(paper(*other))
    assert steps == [(2, 3), (3, 3)]


def test_who_cancels_ends_the_presses(monkeypatch: pytest.MonkeyPatch, in_presses: None) -> None:
    started: list[press.Presses] = []

    class Watched(press.Presses):
        def __init__(self, count: int) -> None:
            super().__init__(count)
            started.append(self)

    def stop(done: int, of: int) -> None:
        if done:
            raise InterruptedError

    monkeypatch.setattr(press, "Presses", Watched)
    with pytest.raises(InterruptedError):
        chapters.write(paper(*BODIES, shelf=Memory()), stop)
    assert started
    assert all(one.process.poll() is not None for one in started)


def test_a_chapter_that_needs_too_much_memory_is_refused_in_german(
    monkeypatch: pytest.MonkeyPatch, in_presses: None
) -> None:
    monkeypatch.setattr(press, "MEMORY", 150 * 2**20)
    with pytest.raises(ValidationError, match=r"Kapitel 1 des Papiers .*nicht gesetzt"):
        chapters.write(paper(chapter("A", more="<p>Wort</p>" * 20_000), shelf=Memory()))


def test_a_chapter_that_takes_too_long_is_refused_in_german(monkeypatch: pytest.MonkeyPatch, in_presses: None) -> None:
    monkeypatch.setattr(press, "SECONDS", 0.05)
    with pytest.raises(ValidationError, match=r"nach 0.05 Sekunden nicht fertig.*versuchen Sie es später"):
        chapters.write(paper(chapter("A", more="<p>Wort</p>" * 5_000), shelf=Memory()))


def test_a_press_that_dies_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    one = press.Presses(1)
    one.kill()
    with pytest.raises(ValidationError, match="Kapitel 7 des Papiers ließ sich nicht setzen"):
        one.set(7, chapter("A"), "a")
    one.end()
