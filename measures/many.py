"""Changing many measures at once: what would become of each, and doing it in one step.

The form says of all what a row of a spreadsheet would say of each (``imports.checking``): the same checks, read and
written for all at once. The preview and the change make the same plan; if it is another by then, because somebody
changed a measure meanwhile, nothing is written.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .forms.many import ManyForm
from .imports import stored
from .imports.checking import Candidate
from .imports.facts import Said
from .imports.known import Known, read_known
from .imports.telling import Teller
from .models import Measure
from .resources import MeasureResource

MOST = 300  # measures in one go


@dataclass
class One:
    """A measure and what would become of it: ``changes`` (label, old, new), or ``problems`` that forbid it."""

    measure: Measure
    candidate: Candidate
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class Plan:
    ones: list[One]

    @property
    def changed(self) -> list[One]:
        return [one for one in self.ones if one.changes and not one.problems]

    @property
    def refused(self) -> list[One]:
        return [one for one in self.ones if one.problems]

    @property
    def unchanged(self) -> list[One]:
        return [one for one in self.ones if not one.changes and not one.problems]

    @property
    def digest(self) -> str:
        """Another as soon as any of what was shown is another, or anybody has saved one of the measures."""
        told = [[one.measure.serial, one.measure.revision_no, one.changes, one.problems] for one in self.ones]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def plan(measures: Iterable[Measure], wanted: ManyForm, *, today: date) -> Plan:
    """``wanted`` is valid. The queries do not depend on how many measures there are."""
    rows = list(measures)
    found = {one.pk: one for one in stored.load(pk__in=[row.pk for row in rows])}
    known = read_known(today, {})
    return Plan([look(row, Candidate(said(wanted, found[row.pk]), found[row.pk], today), known) for row in rows])


def said(wanted: ManyForm, one: stored.Stored) -> Said:
    return Said(0, values=wanted.said_of(one.values))


def look(measure: Measure, candidate: Candidate, known: Known) -> One:
    if not candidate.changed:
        return One(measure, candidate)
    candidate.validate(known.retired)
    problems = [f"{label(name)}: {message}" for name, message in candidate.errors.items()]
    changes = [
        (head, old or "–", new or "–") for head, old, new in Teller(known).changes(candidate, label)
    ]  # fmt: skip
    return One(measure, candidate, [] if problems else changes, problems)


def label(name: str) -> str:
    """How the field of a form is called, as in spreadsheets."""
    return MeasureResource.fields[name.removesuffix("_on").removesuffix("_precision")].title
