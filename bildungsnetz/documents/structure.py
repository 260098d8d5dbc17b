"""The tags of a paper: what is read out, in which order, as what.

They are most of the objects of a PDF, far too many to hold. So a chapter keeps its own as one text with gaps for the
numbers of objects (``take_out``), and ``Tags`` writes the texts of all chapters behind the joined file, gaps filled: a
PDF may go on behind its end with objects that are new or take the place of earlier ones.
"""

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import SEEK_END, BytesIO
from itertools import accumulate, chain
from struct import Struct
from typing import Any

import pydyf
from pikepdf import Array, Dictionary, Name, Pdf

_TAGS = ("/StructElem", "/OBJR")
_STRING_OR_REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|(?P<number>\d+) 0 R", re.DOTALL)
_ESCAPED = {b"%": b"%%", b"\n": b"\\n", b"\r": b"\\r"}
ENTRY = Struct(">BII")  # of the table of objects: kind; 1: offset in the file, 2: stream that it is in, and place there


@dataclass(frozen=True)
class Piece:
    """The tags of a chapter: elements; what each page and link is part of; the elements that stand in nothing else.

    ``text`` has a line for each. Into its gaps belong the numbers of objects: of the elements, the document, and each
    page with its links, in this order.
    """

    text: str
    gaps: list[int]
    elements: int
    pages: int

    @classmethod
    def unpacked(cls, data: bytes) -> "Piece":
        return cls(**json.loads(zlib.decompress(data)))

    def packed(self) -> bytes:
        return zlib.compress(json.dumps(asdict(self)).encode())

    def lines(self, first: int, outside: Sequence[int]) -> list[bytes]:
        """With the numbers that objects have in the paper, those of the elements from ``first``."""
        numbers = [*range(first, first + self.elements), *outside]
        return (self.text % tuple(map(numbers.__getitem__, self.gaps))).encode().split(b"\n")


def take_out(pdf: pydyf.PDF) -> None:
    """Leaves a chapter without tags, but for their text in its catalog."""
    tree = _object(pdf, pdf.catalog.pop("StructTreeRoot"))
    document, parents = _object(pdf, tree["K"][0]), _object(pdf, tree["ParentTree"])
    tags = [one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and one.get("Type") in _TAGS]
    elements = [one for one in tags if one is not document]
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    numbers = [one.number for one in (*elements, document)]
    for page in pages:
        numbers += [page.number, *(int(link.split()[0]) for link in page.get("Annots", ()))]
    gap_of = {number: gap for gap, number in enumerate(numbers)}
    gaps: list[int] = []

    def with_gaps(match: re.Match[bytes]) -> bytes:
        if match["number"]:
            gaps.append(gap_of[int(match["number"])])
            return b"%d 0 R"
        return re.sub(rb"[%\n\r]", lambda sign: _ESCAPED[sign[0]], match[0])

    lines = [one.data for one in elements]
    lines += [pydyf.Array([part]).data for part in parents["Nums"][1::2]]
    text = _STRING_OR_REFERENCE.sub(with_gaps, b"\n".join([*lines, document["K"].data])).decode("ascii")
    kept = pydyf.Stream([Piece(text, gaps, len(elements), len(pages)).packed()])
    pdf.add_object(kept)
    pdf.catalog["Tags"] = kept.reference
    for one in (*tags, tree, parents):
        one.clear()


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


class Tags:
    """The tags of all chapters of a paper; by a number each page and link finds its place in them."""

    def __init__(self, paper: Pdf) -> None:
        self.pieces: list[tuple[bytes, int, int]] = []  # with the first page of the chapter, and its first such number
        self.used = 0
        tree = paper.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = paper.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
        tree.K, tree.ParentTree = Array([document]), paper.make_indirect(Dictionary())
        paper.Root.StructTreeRoot = tree
        paper.Root.MarkInfo = Dictionary(Marked=True)
        paper.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)

    def take(self, piece: bytes, pages: Sequence[Any], first: int) -> None:
        """Takes over the tags of a chapter, whose pages stand in the paper as ``pages``, from page ``first``."""
        self.pieces.append((piece, first, self.used))
        used = self.used
        for page in pages:
            page.StructParents = int(page.StructParents) + used
            self.used += 1
            for link in page.get("/Annots", ()):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + used
                    self.used += 1

    def write(self, file: BytesIO) -> None:
        """Behind the paper, which was saved as ``file``."""
        with Pdf.open(file) as paper:
            tree = paper.Root.StructTreeRoot
            above, document, parents = (_number(one) for one in (tree, tree.K[0], tree.ParentTree))
            pages = [[_number(page.obj), *map(_number, page.obj.get("/Annots", ()))] for page in paper.pages]
            behind = Behind(file, paper.trailer)
        kids, leaves = [], []
        for data, page, number in self.pieces:
            piece, first = Piece.unpacked(data), behind.next
            outside = [document, *chain.from_iterable(pages[page : page + piece.pages])]
            *lines, top = piece.lines(first, outside)
            elements, told = lines[: piece.elements], lines[piece.elements :]
            parts = b" ".join(b"%d %s" % (place, part[1:-1]) for place, part in enumerate(told, number))
            leaf = b"<</Limits[%d %d]/Nums[%s]>>" % (number, number + len(told) - 1, parts)
            behind.add([*elements, leaf])
            kids.append(top[1:-1])
            leaves.append(b"%d 0 R" % (first + len(elements)))
        element = b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (above, b" ".join(kids))
        behind.add([element, b"<</Kids[%s]>>" % b" ".join(leaves)], [document, parents])
        behind.end()


def _number(one: Any) -> int:
    number: int = one.objgen[0]
    return number


class Behind:
    """Objects behind the end of a PDF, with a table of their own."""

    def __init__(self, file: BytesIO, trailer: Any) -> None:
        self.file, self.next = file, int(trailer.Size)
        self.first = self.next
        self.kept = b"".join(f"/{name} ".encode() + trailer[f"/{name}"].unparse() for name in ("Root", "Info", "ID"))
        file.seek(-64, SEEK_END)
        self.kept += b"/Prev " + file.read().split()[-2]  # the number between startxref and the end
        self.replaced: list[tuple[int, bytes]] = []
        self.table = bytearray()

    def add(self, objects: Sequence[bytes], numbers: Sequence[int] = ()) -> None:
        """New objects, or those that take the place of ``numbers``; they stand in one stream."""
        holder = self.next if numbers else self.next + len(objects)
        offsets = accumulate((len(one) + 1 for one in objects), initial=0)
        pairs = zip(numbers or range(self.next, holder), offsets, strict=False)
        head = b" ".join(b"%d %d" % pair for pair in pairs)
        entries = [ENTRY.pack(2, holder, place) for place in range(len(objects))]
        if numbers:
            self.replaced += zip(numbers, entries, strict=True)
        else:
            self.table += b"".join(entries)
        words = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head) + 1)
        self.stream(holder, words, b"\n".join([head, *objects]))

    def stream(self, number: int, words: bytes, content: bytes) -> None:
        data = zlib.compress(content)
        self.table += ENTRY.pack(1, self.file.tell(), 0)
        self.file.write(b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n" % (number, words, len(data)))
        self.file.write(data + b"\nendstream\nendobj\n")
        self.next = number + 1

    def end(self) -> None:
        start, size = self.file.tell(), self.next + 1
        table = [*sorted(self.replaced), (self.first, bytes(self.table) + ENTRY.pack(1, start, 0))]
        index = b" ".join(b"%d %d" % (number, len(entries) // ENTRY.size) for number, entries in table)
        words = b"/Type/XRef/W[1 4 4]/Index[%s]/Size %d%s" % (index, size, self.kept)
        self.stream(self.next, words, b"".join(entries for _, entries in table))
        self.file.write(b"startxref\n%d\n%%%%EOF\n" % start)
