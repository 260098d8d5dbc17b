"""Cells of an old Excel file whose value is an error, which calamine reads as blank: from the records of the file."""

import struct
from collections.abc import Iterator

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOOL_OR_ERROR, _FORMULA, _SHEET, _START, _END = 0x0205, 0x0006, 0x0085, 0x0809, 0x000A
_ERROR, _NOTHING = 2, 3  # what the result of a formula is, if it is neither number nor text
_LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are marks
_IN_HEAD = 109  # entries of the table of tables that the head itself has

Faults = dict[tuple[int, int], str]  # (row from 1, column from 0) -> "#REF!", or "" for a formula without a result


def faults_of(data: bytes) -> list[Faults]:
    """Of each sheet in the order of the workbook; nothing where the file is not as it should be."""
    try:
        stream = _workbook(data)
        places = [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _SHEET]
        return [_of_sheet(stream, place) for place in places]
    except (struct.error, IndexError):
        return []


def _of_sheet(stream: bytes, place: int) -> Faults:
    found: Faults = {}
    code: int | None
    for kind, body in _records(stream, place):
        if kind == _BOOL_OR_ERROR and body[7] == 1:
            code = body[6]
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] in (_ERROR, _NOTHING):
            code = body[8] if body[6] == _ERROR else None
        else:
            continue
        row, column = struct.unpack_from("<HH", body)
        found[row + 1, column] = "" if code is None else _ERRORS.get(code, "#N/A")
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record from ``at`` to the end of its part."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _END:
            return
        at += 4 + length


def _workbook(data: bytes) -> bytes:
    """The stream "Workbook" of the compound file."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    tables = [number for number in struct.unpack_from(f"<{_IN_HEAD}I", data, 76) if number < _LAST_SECTOR]
    more, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while more < _LAST_SECTOR and more not in seen:
        seen.add(more)
        *numbers, more = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        tables += [number for number in numbers if number < _LAST_SECTOR]
    following = [number for table in tables for number in struct.unpack(f"<{size // 4}I", _sector(data, table, size))]
    directory = _chain(data, struct.unpack_from("<I", data, 48)[0], size, following)
    for at in range(0, len(directory), 128):
        name = directory[at : at + 64].decode("utf-16-le", "replace").rstrip("\0")
        if name in ("Workbook", "Book"):
            start, length = struct.unpack_from("<II", directory, at + 116)
            return _chain(data, start, size, following)[:length]
    return b""


def _chain(data: bytes, start: int, size: int, following: list[int]) -> bytes:
    parts, seen, number = [], set[int](), start
    while number < _LAST_SECTOR and number not in seen:
        seen.add(number)
        parts.append(_sector(data, number, size))
        number = following[number]
    return b"".join(parts)


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]
