"""A row of the sheet and what becomes of it."""

from dataclasses import dataclass, field
from typing import Any

from measures.models import Outcome

from .checking import Candidate
from .facts import Problem
from .lookalikes import Likeness


@dataclass
class Line:
    """``candidate`` is what is to be written, with the first row of its measure; further rows have that as ``head``."""

    number: int
    outcome: Outcome
    title: str = ""
    serial: int | None = None
    problems: list[Problem] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # heading, old, new
    values: dict[str, str] = field(default_factory=dict)  # what it says, by its headings, where nobody is asked
    remarks: list[str] = field(default_factory=list)
    candidate: Candidate | None = None
    head: "Line | None" = None
    like: Likeness | None = None

    @property
    def told(self) -> dict[str, Any]:
        """As it is kept with the run."""
        errors = [[one.column, one.message] for one in self.problems]
        told = {"changes": [list(change) for change in self.changes], "errors": errors, "remarks": self.remarks}
        return told | ({"of": self.head.number} if self.head else {}) | (self.like.told if self.like else {})

    @property
    def place(self) -> tuple[int, int]:
        """Below the first row of its measure."""
        return (self.head or self).number, self.number
