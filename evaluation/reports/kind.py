"""What a kind of report is, and the hash by which two states of its values are told apart."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from evaluation.models import Report

Values: TypeAlias = dict[str, Any]

# The texts that every paper has are columns of the variant; what a kind adds are its sections.
COLUMNS = ("proposed_resolution", "introduction", "procedure", "outlook", "signature")


@dataclass(frozen=True)
class Written:
    """A text that a person writes. ``key`` is a column of the variant or names a section, ``goal-3``.

    ``proposal`` is a wording made from the values, to start from; ``group`` the heading above it in the form.
    """

    key: str
    label: str
    proposal: str
    group: str
    needed: bool = True
    rows: int = 8


@dataclass(frozen=True)
class Part:
    """A piece of the paper that is set in one go: a template and what it shows, nothing but plain values.

    ``weight`` is about how many measures it tells of; heavy papers are set in several chapters, split between parts.
    """

    template_name: str
    context: dict[str, Any]
    weight: int = 1

    @property
    def html(self) -> SafeString:
        return render_to_string(self.template_name, self.context)


@dataclass(frozen=True)
class Section:
    """A numbered section of the Sachverhalt, or an annex; its parts follow each other without a break.

    An annex can lie ``across`` the page.
    """

    title: str
    parts: Sequence[Part]
    across: bool = False


@dataclass(frozen=True)
class ReportKind:
    """One kind of report: a module in ``evaluation/reports/kinds/`` with a ``KIND``, and its templates.

    ``figures(report, reference)`` reads the database and returns as plain data every value that this kind adds to
    those of every paper (frame.figures). All else works on the complete values alone: ``written`` says which texts a
    person writes, ``sections`` and ``annexes`` what the paper shows. ``needs`` are the fields of the report that must
    be filled, ``takes`` those that may be, ``offers`` those by which an annex is asked for. ``tells_all`` is said of
    kinds that tell of every measure of the period, so that one of them can say what has changed since the other
    (``reports.changes``).
    """

    key: str
    label: str
    explanation: str
    subject: Callable[[Report], str]
    figures: Callable[[Report, date], Values]
    written: Callable[[Values], list[Written]]
    sections: Callable[[Values], list[Section]]
    annexes: Callable[[Values], list[Section]] = field(default=lambda values: [])
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    tells_all: bool = False
    position: int = 100  # among the kinds to choose from

    @property
    def about(self) -> tuple[str, ...]:
        """The fields of the report that say what it is about, and what it has besides."""
        return (*self.needs, *self.takes, *self.offers)


def canonical(values: Values) -> str:
    """The one way to write values down: equal values give equal text."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def values_hash(values: Values) -> str:
    return sha256(canonical(values).encode()).hexdigest()
