"""What the list of a round's ratings can be narrowed by."""

from typing import Any, TypeAlias

from django import forms

from bildungsnetz.history.kept import kept, version_of
from bildungsnetz.web.forms import Form
from evaluation.models import Backing, Criterion, EvaluationRound, Outcome, Voice
from evaluation.ratings import Standing
from goals.models import Goal

ALL = [("", "alle")]
Choices: TypeAlias = tuple[tuple[str, str], ...]


def offered(evaluation_round: EvaluationRound) -> tuple[Choices, Choices]:
    """The goals and the criteria of a round, which are fixed when it opens; their words may change."""

    def read() -> tuple[Choices, Choices]:
        goals = evaluation_round.goal_reflections.order_by("goal__number").values_list("goal__number", "goal__title")
        asked = evaluation_round.round_criteria.filter(criterion__applies_to="measure")
        return (
            tuple((str(number), f"Ziel {number}: {title}") for number, title in goals),
            tuple((str(pk), title) for pk, title in asked.values_list("pk", "criterion__title")),
        )

    return kept(f"rating-filter-{evaluation_round.pk}", version_of(EvaluationRound, Goal, Criterion), read)


class RatingFilter(Form):
    """Unknown values are as good as none."""

    goal = forms.ChoiceField(label="Handlungsziel", required=False)
    criterion = forms.ChoiceField(label="Kriterium", required=False)
    voice = forms.ChoiceField(
        label="Stimme", required=False, choices=[*ALL, *Voice.choices, ("both", "Federführung und Bildungsbüro")]
    )
    value = forms.ChoiceField(
        label="Bewertung",
        required=False,
        choices=[
            *ALL,
            *((str(value), str(value)) for value in range(5)),
            ("none", "nicht bewertbar"),
            ("any", "mit einem Wert"),
        ],
    )
    backing = forms.ChoiceField(
        label="stützt sich auf", required=False, choices=[*ALL, *Backing.choices, ("none", "ohne Angabe")]
    )
    outcome = forms.ChoiceField(label="In der Reflexion", required=False, choices=[*ALL, *Outcome.choices])
    standing = forms.ChoiceField(label="Bogen", required=False, choices=[("", "Bewertungen zeigen"), *Standing.choices])

    def __init__(self, *args: Any, evaluation_round: EvaluationRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered(evaluation_round)
        for name, choices in zip(("goal", "criterion"), self.offered, strict=True):
            self.choose(name, choices)

    def choose(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = [*ALL, *choices]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def label_of(self, name: str, value: str) -> str:
        """A chosen value in words, for the line that says what the list is narrowed by."""
        field: Any = self.fields[name]
        return f"{field.label}: {dict(field.choices)[value]}"
