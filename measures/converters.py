"""How measures are named in addresses."""

import re
from collections.abc import Iterable

from measures.models import measure_number


class MeasureNumber:
    """``M-042`` <-> the serial 42; any other spelling (``M-42``, ``M-0042``) is no address."""

    regex = "M-[0-9]{3,9}"

    def to_python(self, value: str) -> int:
        serial = int(value[2:])
        if measure_number(serial) != value:
            raise ValueError(f"{value} is not the canonical form")
        return serial

    def to_url(self, value: int | str) -> str:
        return measure_number(value) if isinstance(value, int) else value


def serials_of(numbers: Iterable[str]) -> list[int]:
    """The serials of those ``numbers`` that are any."""
    return [int(number[2:]) for number in numbers if re.fullmatch(MeasureNumber.regex, number, re.ASCII)]
