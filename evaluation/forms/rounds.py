"""Preparing a Bewertungsrunde with its criteria, and what is left to change of one that was opened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.web.forms import Form, ModelForm
from evaluation.actions.rounds import Chosen
from evaluation.models import AppliesTo, Criterion, EvaluationRound
from evaluation.models.criterion import HEAVIEST
from goals.forms.fields import FigureInput
from goals.models import Period
from measures.forms.window import EndsOnSchoolDay

DEFAULT_TEXT = (
    "wir schauen gemeinsam zurück: Was haben die Maßnahmen bewirkt, und was lernen wir daraus? Dazu brauchen wir Ihre "
    "Einschätzung. Sie dauert je Maßnahme etwa zehn Minuten und lässt sich jederzeit unterbrechen."
)
HELP = {
    "title": "Zum Beispiel „Gemeinsame Bewertung 2026“. Steht in der Mail und über den Ergebnissen.",
    "period": "Bewertet werden die freigegebenen Maßnahmen zu ihren Handlungszielen.",
    "reference_on": "Bewertet wird der Stand an diesem Tag.",
    "closes_on": "Ein Schultag. Bis dahin einschließlich können die Akteure bewerten.",
    "participants_rate": "Sonst bewerten nur die federführenden Akteure und das Bildungsbüro.",
    "gap_from": "Ab diesem Abstand zwischen Federführung und Bildungsbüro kommt ein Punkt oben auf die Tagesordnung.",
    "text": "Folgt auf die Anrede. Darunter stehen von selbst die Maßnahmen mit ihren Links, die Frist und der Weg, "
    "Mails abzubestellen.",
}
WIDGETS = {"text": forms.Textarea(attrs={"rows": 6})}


@dataclass(frozen=True)
class Choice:
    """A criterion that the form offers, with the names of its two fields."""

    criterion: Criterion

    @property
    def ask(self) -> str:
        return f"ask_{self.criterion.pk}"

    @property
    def weight(self) -> str:
        return f"weight_{self.criterion.pk}"


class RoundForm(EndsOnSchoolDay, ModelForm):
    """A round that nobody was asked in yet. ``offered`` are the criteria to choose from, in their order; ``weights``
    says which of them are chosen as long as nothing is typed: key of a criterion -> its weight."""

    class Meta:
        model = EvaluationRound
        fields = ("title", "period", "reference_on", "closes_on", "participants_rate", "gap_from", "text")
        help_texts = HELP
        widgets = WIDGETS

    def __init__(
        self, *args: Any, today: date, offered: Iterable[Criterion], weights: dict[int, Decimal], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.choices = [Choice(criterion) for criterion in offered]
        period: Any = self.fields["period"]
        period.queryset = Period.objects.order_by("-starts_on")
        for choice in self.choices:
            self.offer(choice, weights.get(choice.criterion.pk))
        self.groups = [
            ("Worum es geht", "", ["title", "period", "reference_on"]),
            ("Wer bewertet bis wann?", "", ["closes_on", "participants_rate", "gap_from"]),
            ("Was steht in der Mail?", "", ["text"]),
            (
                "Kriterien für Maßnahmen",
                "Akteure und Bildungsbüro beantworten sie für jede Maßnahme. Mindestens eines braucht ein Gewicht über "
                "0. Mit 0 wird gefragt und gezeigt, aber nicht mitgerechnet.",
                list(self.names(AppliesTo.MEASURE)),
            ),
            (
                "Kriterien für Handlungsziele",
                "Sie beantwortet die Sitzung, für jedes Handlungsziel.",
                list(self.names(AppliesTo.GOAL)),
            ),
        ]

    def offer(self, choice: Choice, weight: Decimal | None) -> None:
        criterion = choice.criterion
        self.fields[choice.ask] = forms.BooleanField(
            label=criterion.title, help_text=criterion.question, required=False, initial=weight is not None
        )
        self.fields[choice.weight] = forms.DecimalField(
            label="Gewicht",
            min_value=0,
            max_value=HEAVIEST,
            max_digits=4,
            decimal_places=2,
            initial=criterion.weight if weight is None else weight,
            widget=FigureInput(attrs={"aria-label": f"Gewicht von {criterion.title}"}),
        )

    def names(self, applies_to: str) -> Iterator[tuple[str, str]]:
        return ((one.ask, one.weight) for one in self.choices if one.criterion.applies_to == applies_to)

    def clean(self) -> dict[str, Any]:
        """A weight matters only where its criterion is asked."""
        super().clean()
        for choice in self.choices:
            if not self.cleaned_data.get(choice.ask):
                self.errors.pop(choice.weight, None)
        return self.cleaned_data

    def chosen(self) -> list[Chosen]:
        """What a valid form says the round asks, in the order of the catalogue."""
        asked = [choice for choice in self.choices if self.cleaned_data[choice.ask]]
        return [Chosen(choice.criterion, self.cleaned_data[choice.weight]) for choice in asked]


class ReflectedRoundForm(ModelForm):
    """What is left when nobody rates any more: how the round is called and what counts as a difference."""

    class Meta:
        model = EvaluationRound
        fields: tuple[str, ...] = ("title", "gap_from")
        help_texts = HELP

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today


class RatingRoundForm(EndsOnSchoolDay, ReflectedRoundForm):
    """While actors rate, their deadline can be moved, only to a day that lies ahead."""

    class Meta:
        model = EvaluationRound
        fields = ("title", "closes_on", "gap_from", "text")
        help_texts = HELP
        widgets = WIDGETS

    def clean_closes_on(self) -> date | None:
        if "closes_on" not in self.changed_data:
            return self.initial["closes_on"]
        day = super().clean_closes_on()
        if day and day <= self.today:
            raise ValidationError("Die neue Frist muss nach dem heutigen Tag liegen.")
        return day


class PublishForm(ModelForm):
    """From which day everybody reads the results."""

    class Meta:
        model = EvaluationRound
        fields = ("results_public_from",)
        help_texts = {
            "results_public_from": "Von diesem Tag an lesen alle die Ergebnisse je Handlungsziel, nie einzelne "
            "Bewertungen. Leer heißt: nicht öffentlich."
        }


class ActorFilter(Form):
    """What the actors of a round are narrowed by; unknown values are as good as none."""

    CHOICES = (
        ("owing", "Bögen stehen aus"),
        ("bounced", "Mail nicht zustellbar"),
        ("unreachable", "per Mail nicht erreichbar"),
        ("done", "alles abgegeben"),
    )
    show = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle Akteure"), *CHOICES])
