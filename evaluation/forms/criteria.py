"""What is asked in rounds: a criterion, what is left to change of it once it was asked, and a selection of several."""

from typing import Any

from django import forms

from bildungsnetz.web.forms import ModelForm
from evaluation.models import AppliesTo, CriteriaSet, Criterion
from evaluation.models.criterion import LEVELS
from goals.forms.fields import SOURCES_HELP, FigureInput, SourcedForm

LEVEL_FIELDS: list[Any] = [f"level_{level}" for level in LEVELS]
WEIGHT_HELP = "1 ist üblich. 2 zählt doppelt; 0 wird gefragt und gezeigt, zählt aber in keinem Mittelwert."
RETIRED_HELP = "Ab diesem Tag schlägt keine neue Runde das Kriterium mehr vor. Frühere Runden behalten es."
POSITION_HELP = "Kleine Zahlen stehen oben."


class CriterionForm(SourcedForm, ModelForm):
    groups = [
        ("Worum es geht", "", ["title", "question", "guidance", "applies_to", "effect_stage"]),
        (
            "Was die Stufen bedeuten",
            "Ein Satz je Stufe, so anschaulich, dass zwei Menschen dieselbe wählen würden.",
            LEVEL_FIELDS,
        ),
        ("Gewicht, Reihenfolge, Herkunft", "", [("weight", "position"), "retired_on", "source_urls"]),
    ]

    class Meta:
        model = Criterion
        fields = (
            *("title", "question", "guidance", "applies_to", "effect_stage", *LEVEL_FIELDS),
            *("weight", "position", "retired_on", "source_urls"),
        )
        widgets = {
            "question": forms.Textarea(attrs={"rows": 2}),
            "guidance": forms.Textarea(attrs={"rows": 2}),
            **{name: forms.Textarea(attrs={"rows": 2}) for name in LEVEL_FIELDS},
            "applies_to": forms.RadioSelect,
            "weight": FigureInput,
            "source_urls": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "question": "Eine Frage, auf die „0 bis 4“ die Antwort ist.",
            "guidance": "Steht unter der Frage auf dem Bewertungsbogen.",
            "effect_stage": "Wohin die Frage in der Kette von den Ressourcen bis zur Wirkung sieht.",
            "weight": WEIGHT_HELP,
            "position": POSITION_HELP,
            "retired_on": RETIRED_HELP,
            "source_urls": SOURCES_HELP,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        applies_to: Any = self.fields["applies_to"]
        applies_to.choices = AppliesTo.choices


class UsedCriterionForm(ModelForm):
    """What stays open of a criterion that a round has asked: its wording is what people answered."""

    class Meta:
        model = Criterion
        fields = ("weight", "position", "retired_on")
        widgets = {"weight": FigureInput}
        help_texts = {
            "weight": f"{WEIGHT_HELP} Gilt für neue Runden; frühere behalten ihr Gewicht.",
            "position": POSITION_HELP,
            "retired_on": RETIRED_HELP,
        }


class CriteriaField(forms.ModelMultipleChoiceField):
    """Criteria to tick, those for measures first, each under what it applies to."""

    def label_from_instance(self, criterion: Criterion) -> str:  # type: ignore[override]
        return f"{criterion} ({criterion.get_applies_to_display()})"


class CriteriaSetForm(SourcedForm, ModelForm):
    class Meta:
        model = CriteriaSet
        fields = ("title", "description", "criteria", "position", "source_urls")
        field_classes = {"criteria": CriteriaField}
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "source_urls": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "criteria": "Eine neue Runde aus diesem Satz beginnt mit diesen Kriterien.",
            "position": POSITION_HELP,
            "source_urls": SOURCES_HELP,
        }
