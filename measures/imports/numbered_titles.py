"""Titles with the number of a measure before them: "M-017 Leseclub" in one cell."""

from collections.abc import Sequence

from measures.columns import number_first
from measures.models import Measure

from .facts import Said


def take_numbers(rows: Sequence[Said]) -> None:
    """Rows name a measure by such a number as they would in a column of numbers. "M-017" with more words behind it is a
    title as it stands where no measure has that number."""
    found = [(said, *parts) for said in rows if (parts := number_first(str(said.values.get("title") or "")))]
    serials = {serial for _, serial, _ in found}
    known = set(Measure.objects.filter(serial__in=serials).values_list("serial", flat=True)) if found else set()
    for said, serial, title in found:
        if serial in known or not title:
            said.values |= {"number": serial, "title": title}
            said.own_number = True
            if not title:
                del said.values["title"]
