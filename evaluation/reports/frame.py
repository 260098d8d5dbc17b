"""What every paper has, whatever its kind: head, Beratungsfolge, finance, the resolution it follows, its texts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from evaluation.models import ReportVariant
from evaluation.snapshot import snapshot

from . import KINDS, answers, changes, readings
from .kind import COLUMNS, Values


def figures(variant: ReportVariant, reference: date, sections: Mapping[str, str] | None = None) -> Values:
    """Every value that the paper shows, read at one moment; ``reference`` is the day it speaks of ("Stand").

    ``sections`` (key -> text) stands in for the stored ones.
    """
    report = variant.report
    kind = KINDS[report.kind]
    with snapshot():
        texts = stored_sections(variant) if sections is None else sections
        own, period = kind.figures(report, reference), report.period
        asked = answers.answers(variant, reference)
        values = {
            "kind": kind.key,
            "reference_on": reference.isoformat(),
            "period": {
                "key": period.key,
                "label": str(period),
                "starts_on": period.starts_on.isoformat(),
                "ends_on": period.ends_on.isoformat(),
                "goals": period.goals.filter(is_public=True).count(),
            },
            "head": readings.head(variant),
            "consultations": readings.consultations(variant),
            "finance": readings.finance(period, report.goal),
            "resolution": readings.resolution(period),
            "texts": texts_of(variant, texts),
            **own,
            "answers": asked,
            "is_demo": report.is_demo or settings.DEMO or has_examples([own, asked]),
        }
        return {**values, "changes": changes.since_last(variant, values)}


def reworded(values: Values, variant: ReportVariant, sections: Mapping[str, str]) -> Values:
    """``values`` with the words that ``variant`` has now; everything else stays as it was read."""
    return {**values, "head": readings.head(variant), "texts": texts_of(variant, sections)}


def texts_of(variant: ReportVariant, sections: Mapping[str, str]) -> dict[str, str]:
    return {**sections, **{name: getattr(variant, name) for name in COLUMNS}}


def stored_sections(variant: ReportVariant) -> dict[str, str]:
    return dict(variant.sections.values_list("key", "text"))


def has_examples(value: Any) -> bool:
    """Whether anything among the values was made up for a demonstration."""
    if isinstance(value, dict):
        marks = value.get("marks") or ()
        return any(mark.startswith("Beispiel") for mark in marks) or any(map(has_examples, value.values()))
    return isinstance(value, list) and any(map(has_examples, value))
