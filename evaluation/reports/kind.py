"""What a kind of report is, and the hash by which two states of its values are told apart."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, TypeAlias

from evaluation.models import ReportVariant
from goals.models import Period

Values: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Texts:
    """What a person writes in a report: columns of the variant by name, and one text per number of a goal."""

    fields: dict[str, str]
    sections: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportKind:
    """One kind of report.

    ``figures(variant, reference, sections)`` reads the database once and returns every value the paper shows as plain
    data; ``sections`` (goal number -> text) stands in for the stored ones. ``proposals(values)`` are sentences to
    start from; ``document(values)`` is what ``template_name`` is given.
    """

    key: str
    label: str
    template_name: str
    subject: Callable[[Period], str]
    figures: Callable[[ReportVariant, date, Mapping[int, str] | None], Values]
    proposals: Callable[[Values], Texts]
    document: Callable[[Values], dict[str, Any]]


def canonical(values: Values) -> str:
    """The one way to write values down: equal values give equal text."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def values_hash(values: Values) -> str:
    return sha256(canonical(values).encode()).hexdigest()
