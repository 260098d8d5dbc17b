"""What the offices type, one module per noun. Help texts live here, labels with the models."""

from .committee import CommitteeForm, MeetingForm
from .goal import GoalForm, GoalRevisionForm, PeriodForm, SuccessionForm
from .indicator import IndicatorForm
from .paper import PaperForm

__all__ = [
    "CommitteeForm",
    "GoalForm",
    "GoalRevisionForm",
    "IndicatorForm",
    "MeetingForm",
    "PaperForm",
    "PeriodForm",
    "SuccessionForm",
]
