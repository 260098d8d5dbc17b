"""Changing many measures at once: what would become of each, and doing it in one step.

Each measure passes the form that the office would fill in for it (``forms.many``). The preview and the change make the
same plan; if it is another by then, because somebody changed a measure meanwhile, nothing is written.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from bildungsnetz.accounts.models import User
from bildungsnetz.web.views import display

from .forms.many import ManyForm, OneOfManyForm
from .models import Measure
from .proposals import changes_of, merged

MOST = 300  # measures in one go: each passes a form of its own while somebody waits
DATES = {"planned_start": "Geplanter Beginn", "planned_end": "Geplantes Ende", "completed": "Abgeschlossen"}


@dataclass
class One:
    """A measure and what would become of it: ``changes`` (label, old, new), or ``problems`` that forbid it."""

    measure: Measure
    form: Any = None
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


def plan(measures: Iterable[Measure], wanted: ManyForm, *, user: User, today: date) -> Plan:
    """``wanted`` is valid; ``measures`` come with lead, stages, further goals and participations."""
    return Plan([look(measure, wanted, user, today) for measure in measures])


def look(measure: Measure, wanted: ManyForm, user: User, today: date) -> One:
    stages = {stage.pk for stage in measure.stages.all()}
    fields = {name: {"new": typed} for name, typed in wanted.typed_for(measure, stages).items()}
    blank: Any = OneOfManyForm(instance=measure, user=user, today=today)
    form: Any = OneOfManyForm(merged(blank, {"fields": fields}), instance=measure, user=user, today=today)
    if not form.is_valid():
        return One(measure, problems=problems(form))
    changes = [
        (label(form, name), in_words(form, name, change["old"]), in_words(form, name, change["new"]))
        for name, change in changes_of(form).get("fields", {}).items()
        if not is_beside_the_point(form, name)
    ]
    return One(measure, form, changes)


def is_beside_the_point(form: Any, name: str) -> bool:
    """How exactly a date is known that nobody names any more."""
    return name.endswith("_precision") and not form.cleaned_data[name.replace("_precision", "_on")]


def problems(form: Any) -> list[str]:
    """Why a measure cannot be changed like this: "Status: Von … führt kein Weg zu …"."""
    return [
        f"{label(form, name)}: {message}" if name in form.fields else str(message)
        for name, messages in form.errors.items()
        for message in messages
    ]


def label(form: Any, name: str) -> str:
    """The label of a field; those beside a date say of which."""
    of = next((words for start, words in DATES.items() if name.startswith(start) and not name.endswith("_on")), "")
    said = str(form.fields[name].label)
    return f"{of}: {said}" if of else said


def in_words(form: Any, name: str, typed: list[str]) -> str:
    one = form.fields[name]
    if hasattr(one, "choices"):
        return display(one, typed) or "–"
    if name == "is_ongoing":
        return "ja" if typed else "nein"
    if isinstance(one, forms.DateField) and typed:
        return f"{one.to_python(typed[0]):%d.%m.%Y}"
    return "\n".join(typed) or "–"
