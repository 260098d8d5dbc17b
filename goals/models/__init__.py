"""What the council resolved."""

from .committee import Committee, CommitteeName, Meeting
from .goal import Goal, GoalRevision, GoalSuccession, Period, SuccessionKind
from .indicator import Direction, Indicator, IndicatorValue, TimeReference, year_label
from .paper import Consultation, ConsultationRole, Paper, PaperType, ResolutionItem

__all__ = [
    "Committee",
    "CommitteeName",
    "Consultation",
    "ConsultationRole",
    "Direction",
    "Goal",
    "GoalRevision",
    "GoalSuccession",
    "Indicator",
    "IndicatorValue",
    "Meeting",
    "Paper",
    "PaperType",
    "Period",
    "ResolutionItem",
    "SuccessionKind",
    "TimeReference",
    "year_label",
]
