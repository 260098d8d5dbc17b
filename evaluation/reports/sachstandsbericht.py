"""The Sachstandsbericht: how the goals of a period stand, told to one committee."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from evaluation.models import ReportVariant
from evaluation.snapshot import snapshot
from goals.models import Period

from . import readings
from .findings import findings
from .kind import ReportKind, Values
from .paper import document
from .wording import proposals

WRITTEN = ("proposed_resolution", "introduction", "procedure", "outlook", "signature")


def subject(period: Period) -> str:
    return f"Sachstandsbericht zu den Handlungszielen {period} für das Herner Bildungsnetzwerk"


def figures(variant: ReportVariant, reference: date, sections: Mapping[int, str] | None = None) -> Values:
    """Every value that the paper shows, read at one moment; ``reference`` is the day it speaks of ("Stand")."""
    with snapshot():
        period = variant.report.period
        texts = stored_sections(variant) if sections is None else sections
        found = findings(variant.report)
        goals = [found.of_goal(goal) | {"summary": texts.get(goal["number"], "")} for goal in readings.goals(period)]
        return {
            "kind": KIND.key,
            "reference_on": reference.isoformat(),
            "period": {"key": period.key, "label": str(period), "ends_on": period.ends_on.isoformat()},
            "head": readings.head(variant),
            "consultations": readings.consultations(variant),
            "finance": readings.finance(period),
            "resolution": readings.resolution(period),
            "texts": {name: getattr(variant, name) for name in WRITTEN},
            "goals": goals,
            "round": found.round,
            "statements": found.general,
            "follow_up": found.follow_up,
            "is_demo": variant.report.is_demo or settings.DEMO or any(map(has_examples, goals)),
        }


def stored_sections(variant: ReportVariant) -> dict[int, str]:
    """Goal number -> what the office has written about it."""
    return dict(variant.sections.values_list("goal__number", "text"))


def has_examples(goal: Mapping[str, Any]) -> bool:
    """Whether anything that the goal shows was made up for a demonstration."""
    marked = [goal, *goal["measures"], *goal["indicators"]]
    return any(mark.startswith("Beispiel") for thing in marked for mark in thing["marks"])


KIND = ReportKind(
    key="sachstandsbericht",
    label="Sachstandsbericht",
    template_name="pdf/sachstandsbericht.html",
    subject=subject,
    figures=figures,
    proposals=proposals,
    document=document,
)
