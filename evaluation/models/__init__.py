"""How well it works and what we tell the council."""

from .comparison import Comparison, Place, Said
from .count import CountKind, RoundCount
from .criterion import AppliesTo, CriteriaSet, Criterion, EffectStage, RoundCriterion
from .rating import (
    HIGH,
    HIGHEST,
    LOW,
    Assessment,
    Backing,
    Evidence,
    RatingMail,
    RatingMailKind,
    RatingSheet,
    SheetState,
    Voice,
)
from .recommendation import ADOPTED, UNFINISHED, Decision, Progress, Recommendation
from .reflection import (
    GoalAssessment,
    GoalReflection,
    Outcome,
    Reflection,
    ReflectionItem,
    ReflectionKind,
    ReflectionStage,
)
from .report import Report, ReportPreview, ReportSection, ReportVariant, ReportVersion
from .round import EvaluationRound, RatedMeasure, RoundState

__all__ = [
    "ADOPTED",
    "HIGH",
    "HIGHEST",
    "LOW",
    "UNFINISHED",
    "AppliesTo",
    "Assessment",
    "Backing",
    "Comparison",
    "CountKind",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "EffectStage",
    "EvaluationRound",
    "Evidence",
    "GoalAssessment",
    "GoalReflection",
    "Outcome",
    "Place",
    "Progress",
    "RatedMeasure",
    "RatingMail",
    "RatingMailKind",
    "RatingSheet",
    "Recommendation",
    "Reflection",
    "ReflectionItem",
    "ReflectionKind",
    "ReflectionStage",
    "Report",
    "ReportPreview",
    "ReportSection",
    "ReportVariant",
    "ReportVersion",
    "RoundCount",
    "RoundCriterion",
    "RoundState",
    "Said",
    "SheetState",
    "Voice",
]
