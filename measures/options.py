"""What the filters of the list offer: goals, stages, actors … read once per process and kept while they are current."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import cached_property

from bildungsnetz.history.kept import kept, version_of
from goals.models import Goal, Period

from .models import Actor, District, EducationStage, FreshnessPolicy, StageTransition, TargetGroup

LISTS = {
    "stage": EducationStage,
    "transition": StageTransition,
    "target_group": TargetGroup,
    "district": District,
}
MODELS = (Goal, Period, Actor, FreshnessPolicy, *LISTS.values())
NO_GOAL = "none"


@dataclass(frozen=True)
class GoalOption:
    """A goal in filters: ``key`` (2023-2027-3) stands in addresses."""

    pk: int
    key: str
    number: int
    title: str
    period: str
    is_public: bool


@dataclass(frozen=True)
class Options:
    """``choices`` are (key, label) by filter; ``current`` is the key of the current period; ``policy`` says after how
    long a measure is due or stale.
    """

    goals: dict[str, GoalOption] = field(default_factory=dict)
    current: str = ""
    choices: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    policy: FreshnessPolicy = field(default_factory=FreshnessPolicy)

    def goals_of(self, period: str) -> list[GoalOption]:
        return [goal for goal in self.goals.values() if goal.period == period]

    @cached_property
    def goals_by_pk(self) -> dict[int, GoalOption]:
        return {goal.pk: goal for goal in self.goals.values()}


def filter_options() -> Options:
    """The current options; everything costs one query unless something changed."""
    return kept("measure-options", f"{version_of(*MODELS)}:{timezone.localdate()}", read)


def read() -> Options:
    goals = {
        key: GoalOption(goal.pk, key, goal.number, goal.title, goal.period.key, goal.is_public)
        for goal in Goal.objects.select_related("period").order_by("-period__starts_on", "number")
        if (key := f"{goal.period.key}-{goal.number}")
    }
    actors = Actor.objects.order_by("sort_key", "pk").values_list("pk", "name")
    current = Period.objects.current(timezone.localdate()).first()
    choices = {name: tuple(model.objects.in_use().values_list("key", "name")) for name, model in LISTS.items()}
    choices["actor"] = tuple((str(pk), name) for pk, name in actors)
    choices["period"] = tuple((period.key, str(period)) for period in Period.objects.all())
    return Options(goals, current.key if current else "", choices, FreshnessPolicy.current())
