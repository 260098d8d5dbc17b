"""Files that break, lie or attack: each is refused with a sentence for people, or read whole."""

import io
import os
import signal
import struct
import unicodedata
from contextlib import suppress
from datetime import date
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bildungsnetz.sheets import child, contents, limits, reading
from bildungsnetz.sheets.reading import Refused, read
from tests.sheets import corpus
from tests.sheets.corpus import data, ods, ods_parts, table, xls, xlsx, xlsx_parts, zipped

GOOD = xlsx(data(["Titel"], ["Lesestunde"]))
LONG = "x" * 32_767
MORE = f'<table:table-row table:number-rows-repeated="1000000000">{corpus.ods_cell("a")}</table:table-row>'
MILLION = f'<table:table-row table:number-rows-repeated="1000000">{corpus.ods_cell("a")}</table:table-row>'


def why(file, name="liste.xlsx"):
    with pytest.raises(Refused) as caught:
        read(file, name)
    return str(caught.value)


def with_parts(**parts):
    """A good workbook with more parts, or others."""
    return zipped(xlsx_parts(data(["a"])) | {name.replace("__", "/"): content for name, content in parts.items()})


def rows(*held):
    """Rows of these numbers and inner XML."""
    inner = "".join(f'<row r="{number}">{cells}</row>' for number, cells in held)
    return f"<sheetData>{inner}</sheetData>"


def bomb():
    """A megabyte that unpacks to a thousand."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in xlsx_parts(data(["a"])).items():
            archive.writestr(name, content)
        with archive.open("xl/media/image1.png", "w", force_zip64=True) as part:
            for _ in range(200):
                part.write(bytes(limits.MEGABYTE))
    return target.getvalue()


def lying_bomb():
    """Its list says that the part is small."""
    file = bytearray(with_parts(xl__big="x" * 5_000_000))
    size = struct.pack("<L", 5_000_000)
    while (at := file.find(size)) >= 0:
        file[at : at + 4] = struct.pack("<L", 5)
    return bytes(file)


def encrypted_zip():
    file = bytearray(GOOD)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        found = file.find(mark)
        while found >= 0:
            file[found + at] |= 1
            found = file.find(mark, found + 1)
    return bytes(file)


def damaged():
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, content in xlsx_parts(data(["Lesestunde"])).items():
            archive.writestr(name, content)
    return target.getvalue().replace(b"Lesestunde", b"Schulstund")


def twice():
    return with_parts(**{"xl__workbook.xmm": "<a/>"}).replace(b"xl/workbook.xmm", b"xl/workbook.xml")


def entities():
    parts = xlsx_parts(data(["a"]))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + parts[name].replace(
        ">a<", ">&b;<"
    )
    return zipped(parts)


BROKEN, DOCTYPE, LARGE = "beschädigt oder unvollständig", "DOCTYPE", "entpackt größer als 100 MB"
PASSWORD, MACROS = "mit einem Kennwort geschützt", "enthält Makros"
REFUSED = {
    "empty": (lambda: b"", "Die Datei ist leer."),
    "blank": (lambda: b"\xef\xbb\xbf \r\n", "Die Datei ist leer."),
    "larger than 10 MB": (lambda: b"a;b\n" * 2_700_000, "größer als 10 MB"),
    "zip bomb": (bomb, LARGE),
    "zip bomb that lies": (lying_bomb, BROKEN),
    "2,001 parts": (lambda: with_parts(**{f"xl__{number}": b"" for number in range(2_001)}), "mehr als 2.000 Teilen"),
    "the same part twice": (twice, BROKEN),
    "truncated xlsx": (lambda: GOOD[: len(GOOD) // 2], BROKEN),
    "nothing but the first letters of a zip": (lambda: b"PK\x03\x04", BROKEN),
    "a part that was damaged": (damaged, BROKEN),
    "XML that breaks off": (lambda: xlsx("<sheetData><row>"), BROKEN),
    "a sheet that is missing": (lambda: zipped({k: v for k, v in xlsx_parts("").items() if "sheet1" not in k}), BROKEN),
    "a text that is missing": (lambda: xlsx(data(['<c t="s"><v>7</v></c>'])), BROKEN),
    "a packing that nobody knows": (lambda: GOOD.replace(b"\x08\0", b"\x63\0"), BROKEN),
    "entities in xlsx": (entities, DOCTYPE),
    "entities in ods": (lambda: zipped({**ods_parts(table(["a"])), "styles.xml": "<!DOCTYPE a><a/>"}), DOCTYPE),
    "entities in UTF-16": (lambda: with_parts(**{"xl__x.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), DOCTYPE),
    "encrypted zip": (encrypted_zip, PASSWORD),
    "encrypted xlsx": (lambda: corpus.ole("Root Entry", "EncryptedPackage"), PASSWORD),
    "encrypted ods": (
        lambda: zipped({**ods_parts(table(["a"])), "META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        PASSWORD,
    ),
    "macros in xlsx": (lambda: with_parts(**{"xl__vbaProject.bin": b"x"}), MACROS),
    "macros of old in xlsx": (lambda: with_parts(**{"xl__macrosheets__sheet1.xml": b"<a/>"}), MACROS),
    "SYLK": (lambda: b"ID;PWXL;N;E\nC;Y1;X1;K1\n", "SYLK"),
    "macros in ods": (lambda: zipped({**ods_parts(table(["a"])), "Basic/Standard/Module1.xml": "<a/>"}), MACROS),
    "macros in xls": (lambda: corpus.ole("Root Entry", "Workbook", "_VBA_PROJECT_CUR"), MACROS),
    "truncated xls": (lambda: xls(["a"])[:2000], BROKEN),
    "first letters of an xls": (lambda: corpus.OLE, BROKEN),
    "noise in an xls": (lambda: xls(["a"])[:512] + os.urandom(5000), ""),
    "word": (lambda: zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "Word-Dokument"),
    "old word": (lambda: corpus.ole("Root Entry", "WordDocument"), "Word-Dokument"),
    "slides": (lambda: zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "PowerPoint"),
    "numbers": (lambda: zipped({"Index/Document.iwa": ""}), "Apple"),
    "xlsb": (lambda: zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}), ".xlsb"),
    "open text": (lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "keine Tabelle"),
    "zip": (lambda: zipped({"liste.csv": "a;b"}), "ZIP-Archiv"),
    "pdf": (lambda: b"%PDF-1.7\n", "PDF-Dokument"),
    "image": (lambda: b"\x89PNG\r\n\x1a\n", "Bild"),
    "noise": (lambda: bytes(range(256)) * 40, "keine Tabelle"),
    "xml": (lambda: b"<?xml version='1.0'?><Workbook/>", "XML-Datei"),
    "web page without a table": (lambda: b"<html><body>Hallo</body></html>", "Webseite ohne Tabelle"),
    "20,051 rows": (lambda: b"a;b\n" * 20_051, "mehr als 20.000 Zeilen"),
    "20,051 rows of xlsx": (lambda: xlsx(data(*[["a"]] * 20_051)), "Blatt „Blatt 1“ hat mehr als 20.000 Zeilen"),
    "a million repeated rows": (
        lambda: ods(table(MILLION)),
        "mehr als 20.000 Zeilen",
    ),
    "more repeated rows than a count has digits for": (lambda: ods(table(MORE)), "mehr als 20.000 Zeilen"),
    "201 columns": (lambda: b";".join([b"a"] * 201), "Zelle GS1; möglich sind 200 Spalten (bis GR)"),
    "16,384 columns": (lambda: xlsx(rows((1, '<c r="XFD1"><v>1</v></c>'))), "Zelle XFD1"),
    "repeated cells": (
        lambda: ods(table([corpus.ods_cell("a", ' table:number-columns-repeated="16384"')])),
        "200 Spalten",
    ),
    "a cell far below": (
        lambda: xlsx(rows((1, '<c r="GR1"><v>1</v></c>'), (1_048_576, '<c r="A1048576"><v>1</v></c>'))),
        "in Zeile 1.048.576, weit unter der Tabelle",
    ),
    "32,768 characters": (lambda: xlsx(data(["a", LONG + "x"])), "Zelle B1 im Blatt „Blatt 1“ hat 32.768 Zeichen"),
    "32,768 characters in csv": (lambda: f"a;b\n{LONG}x;b".encode(), "Zeile 2 der Datei lässt sich nicht lesen"),
    "a text that is used a million times": (
        lambda: xlsx(data(*[['<c t="s"><v>0</v></c>'] * 20] * 100), shared=[f"<t>{LONG}</t>"]),
        "mehr als 30.000.000 Zeichen",
    ),
    "open quotation mark": (lambda: b'a;b\n"c;d\n', "Anführungszeichen"),
    "open quotation mark beside one that belongs to the text": (
        lambda: b'a;b\n"c" d;e\n"f;g\nh;i\n',
        "Zeile 3 der Datei lässt sich nicht lesen",
    ),
    "101 sheets": (lambda: xlsx(*[data(["a"])] * 101), "mehr als 100 Blätter"),
    "merged areas that overlap": (
        lambda: xlsx(data(*[["a"] * 20] * 500) + "<mergeCells>" + '<mergeCell ref="A1:T500"/>' * 600 + "</mergeCells>"),
        "überlappen sich verbundene Zellen",
    ),
    "20,001 merged areas": (
        lambda: xlsx(data(["a"]) + "<mergeCells>" + '<mergeCell ref="A1:A2"/>' * 20_001 + "</mergeCells>"),
        "mehr als 20.000 Bereiche",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_said_in_a_sentence(kind):
    build, sentence = REFUSED[kind]
    said = why(build())
    assert sentence in said
    assert said.endswith(".")
    assert 10 < len(said) < 300


READ = {
    "20,000 rows and a head": (lambda: b"Titel;Ort\n" + b"a;b\n" * 20_000, 20_001),
    "200 columns": (lambda: b";".join([b"a"] * 200), 1),
    "32,767 characters": (lambda: xlsx(data([LONG])), 1),
    "a dimension that lies low": (lambda: xlsx('<dimension ref="A1"/>' + data(["a"], ["b"], ["c"])), 3),
    "a dimension that lies high": (lambda: xlsx('<dimension ref="A1:XFD1048576"/>' + data(["a"])), 1),
    "formats down to the end": (
        lambda: xlsx(rows((1, '<c r="A1"><v>1</v></c>'), (1_048_576, '<c r="XFD1048576" s="1"/>'))),
        1,
    ),
    "an external link": (lambda: with_parts(**{"xl__externalLinks__externalLink1.xml": "<a/>"}), 1),
    "a formula that would call": (lambda: b"a;=cmd|'/C calc'!A0", 1),
    "a path out of the archive": (lambda: with_parts(**{"..__..__etc__passwd": "x"}), 1),
}  # fmt: skip


@pytest.mark.parametrize("kind", READ)
def test_what_can_be_read_is_read_whole(kind):
    build, rows = READ[kind]
    assert len(read(build()).sheets[0].rows) == rows


def test_a_child_that_is_killed_is_a_sentence(monkeypatch):
    monkeypatch.setattr(
        reading, "_conversation", lambda process, _data: (process.send_signal(signal.SIGKILL), int("x"))
    )
    assert BROKEN in why(GOOD)


def test_a_child_that_takes_too_long_is_a_sentence(monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0)
    assert why(GOOD) == reading.TOO_SLOW


@pytest.mark.parametrize(("limit", "sentence"), [("MEMORY", reading.TOO_BIG), ("CPU_SECONDS", reading.TOO_SLOW)])
def test_a_child_beyond_its_limits_is_a_sentence(limit, sentence, monkeypatch):
    """A child with a body of its own, that goes on for ever in one way or the other."""
    body = {"MEMORY": "x = [0]\n    while True: x += x", "CPU_SECONDS": "while True: pass"}[limit]
    script = f"""
from bildungsnetz.sheets import child, contents
def endless(data):
    {body}
    yield
child.CPU_SECONDS, contents.messages = 1, endless
child.main()
"""
    monkeypatch.setattr(reading, "COMMAND", ("-c", script))
    assert why(GOOD) == sentence


def test_a_child_inherits_nothing(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    script = "import os, sys; sys.stderr.write(repr([dict(os.environ), os.listdir('/proc/self/fd')]))"
    monkeypatch.setattr(reading, "COMMAND", ("-c", script))
    said = []
    monkeypatch.setattr(reading.log, "error", lambda *parts: said.append(parts[-1]))
    why(GOOD)
    assert "geheim" not in said[0]
    assert "LC_ALL" in said[0]
    assert "'4'" not in said[0]  # 3 is the folder that it lists


def test_a_child_can_start_no_other_and_write_no_file(tmp_path):
    """The limits themselves, in a process that ends here."""
    pid = os.fork()
    if not pid:
        child._limit()
        try:
            with open(tmp_path / "x", "wb", buffering=0) as file:  # noqa: PTH123
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                file.write(b"x")
        except OSError:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


SEEDS = [GOOD, ods(table(["a", 1])), "Titel;Ort\nä;b\n".encode(), b"<table><tr><td>a</table>"]


def says(file):
    """What the child would say, in this process."""
    try:
        return reading.workbook(iter(list(contents.messages(file))))
    except Refused as error:
        return str(error)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
def test_any_bytes_are_tables_or_a_sentence(file):
    assert says(file)


OLD = xls(["Titel", 1.5], ["a", date(2026, 5, 1)])
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), min_size=1, max_size=5)


def changed(file, changes):
    made = bytearray(file)
    for place, piece in changes:
        at = int(place * len(made))
        made[at : at + len(piece)] = piece
    return bytes(made)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SEEDS), CHANGES, st.floats(0, 1))
def test_any_damage_is_tables_or_a_sentence(file, changes, cut):
    made = changed(file, changes)
    assert says(made[: int(cut * len(made)) + 1] if cut < 0.5 else made)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(CHANGES)
def test_any_damage_of_an_old_excel_file_ends_in_its_child(changes):
    """What lies about its size may abort the process that believes it."""
    with suppress(Refused):
        assert read(changed(OLD, changes)).sheets


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_xml_of_a_sheet_is_tables_or_a_sentence(text):
    parts = xlsx_parts(rows((1, f'<c t="inlineStr"><is><t>{text}</t></is></c>')))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].encode(errors="surrogatepass")
    assert says(zipped(parts))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zs"), exclude_characters="\ufffd"), max_size=12)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(WORDS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_no_text_is_lost_on_the_way(rows):
    def held(file):
        return [[cell.value for cell in row.cells if cell.value] for row in says(file).sheets[0].rows]

    texts = [[unicodedata.normalize("NFC", text) for text in row if text.strip()] for row in rows]
    wanted = [row for row in texts if row]
    assert held(xlsx(data(*rows))) == held(ods(table(*rows))) == wanted
