"""What a section of the page of today is made of.

A section asks for the rows that it shows and counts no further than MOST: "mehr als 99" is as good as 1,734 here, and
the page costs the same in a town of a million measures.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

SHOWN = 6
MOST = 99


@dataclass(frozen=True)
class Entry:
    """One thing: ``when`` it was or is, what it is, where it leads."""

    when: str
    title: str
    url: str
    detail: str = ""
    accept_url: str = ""  # where one press accepts it unseen, because there is nothing to see


@dataclass(frozen=True)
class Section:
    """``count`` is what is open in all, ``capped`` where there are more than MOST; ``empty`` says that all is well."""

    key: str
    heading: str
    tone: str
    empty: str
    entries: tuple[Entry, ...] = ()
    count: int = 0
    url: str = ""
    url_label: str = "Alle ansehen"

    @property
    def counted(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)

    @property
    def more(self) -> str:
        """How many entries are not shown; nothing where all are."""
        if self.count > MOST:
            return f"mehr als {MOST - len(self.entries)}"
        return str(self.count - len(self.entries) or "")


def few(rows: QuerySet) -> tuple[list[Any], int]:
    """The first rows and how many there are, counted up to one beyond MOST."""
    found = list(rows[:SHOWN])
    return found, len(found) if len(found) < SHOWN else len(rows.values_list("pk", flat=True)[: MOST + 1])


def shortened(text: str, longest: int = 120) -> str:
    """The beginning of ``text`` on one line, up to a whole word unless its words are very long."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    whole = words[:longest].rpartition(" ")[0]
    return f"{(whole if len(whole) > longest // 2 else words[: longest - 1]).rstrip(' ,;:–-·(')}…"
