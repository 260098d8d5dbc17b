"""How the list of recommendations is narrowed; every choice stands in the address."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.forms import HiddenInput
from django.urls import reverse

from bildungsnetz.access import Person
from bildungsnetz.web.forms import Form
from evaluation.models import Decision, EvaluationRound, Progress, Recommendation
from evaluation.recommendations import Standing, conditions
from goals.forms.fields import GoalField
from goals.models import Goal
from measures.models import Actor

YES = (("yes", "ja"),)
UNDECIDED = "none"


def list_url(**filters: Any) -> str:
    """The address of the list narrowed by ``filters``."""
    narrowed = urlencode({key: value for key, value in filters.items() if value})
    return reverse("evaluation:recommendations") + (f"?{narrowed}" if narrowed else "")


class GoalFilter(django_filters.ModelChoiceFilter):
    field_class = GoalField


class RecommendationFilter(django_filters.FilterSet):
    """Offered is what the recommendations that the reader may see have to do with, nothing else."""

    round = django_filters.ModelChoiceFilter(label="Runde", to_field_name="serial", empty_label="alle Runden")
    goal = GoalFilter(label="Handlungsziel", empty_label="alle Ziele")
    decision = django_filters.ChoiceFilter(
        label="Entscheidung",
        choices=[(UNDECIDED, "noch keine"), *Decision.choices],
        method="decided_so",
        empty_label="alle",
    )
    progress = django_filters.ChoiceFilter(
        label="Umsetzung", choices=Progress.choices, method="progressed_so", empty_label="alle"
    )
    responsible = django_filters.ModelChoiceFilter(label="verantwortlich", empty_label="alle Akteure")
    overdue = django_filters.ChoiceFilter(label="überfällig", choices=YES, method="only_overdue", empty_label="egal")

    # Where the numbers above the list lead; the form carries it along.
    standing = django_filters.ChoiceFilter(
        label="Stand", choices=Standing.choices, method="standing_so", widget=HiddenInput
    )

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()
        form = Form

    def __init__(self, data: Any, user: Person, today: Any) -> None:
        seen = Recommendation.objects.permitted("view", user)
        super().__init__(data, seen)
        self.today = today
        offered: dict[str, Any] = {
            "round": EvaluationRound.objects.filter(pk__in=seen.order_by().values("round")),
            "goal": Goal.objects.filter(pk__in=seen.order_by().values("goal")).select_related("period"),
            "responsible": Actor.objects.filter(pk__in=seen.order_by().values("responsible")),
        }
        for name, rows in offered.items():
            self.filters[name].extra["queryset"] = rows

    def standing_so(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(conditions(self.today)[Standing(value)])

    def decided_so(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(decision="" if value == UNDECIDED else value)

    def progressed_so(self, rows: Any, name: str, value: str) -> Any:
        """How far an adopted one is: what nobody adopted has no progress."""
        adopted = rows.exclude(decision="").exclude(decision=Decision.REJECTED)
        return adopted.filter(progress=value)

    def only_overdue(self, rows: Any, name: str, value: str) -> Any:
        return rows.overdue(self.today)

    def active(self) -> list[dict[str, str]]:
        """What narrows the list now: the words for a chip, and the query that takes it off."""
        if not self.is_valid():
            return []
        chips = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            query = self.data.copy()
            for key in (name, "page"):
                query.pop(key, None)
            field = self.form.fields[name]
            words = dict(field.choices).get(value, value) if isinstance(value, str) else value
            chips.append({"label": f"{field.label}: {words}", "url": f"?{query.urlencode()}"})
        return chips
