from typing import Any

from django import forms

from bildungsnetz.web.forms import ModelForm
from bildungsnetz.web.rows import PartRows, Row, WithRows, rows_of
from bildungsnetz.web.widgets import ChoiceLabel
from goals.models import Direction, Goal, Indicator, IndicatorValue, TimeReference

from .fields import SOURCES_HELP, FigureInput, GoalField, SourcedForm

DIRECTIONS = {
    Direction.UP: "Ein höherer Wert ist besser.",
    Direction.DOWN: "Ein niedrigerer Wert ist besser.",
    Direction.NEUTRAL: "Die Zahl beschreibt nur; höher oder niedriger ist weder gut noch schlecht.",
}


class IndicatorValueRow(Row):
    class Meta:
        model = IndicatorValue
        fields = ("year", "time_reference", "value", "note")
        widgets = {"value": FigureInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reference: Any = self.fields["time_reference"]
        reference.choices = TimeReference.choices


class IndicatorValues(PartRows):
    heading = "Messwerte"
    hint = "Je Zeitraum ein Wert; bei Schuljahren zählt das Jahr, in dem es beginnt."
    row_name = "Messwert"


class IndicatorForm(SourcedForm, WithRows, ModelForm):
    groups = [
        ("Kennzahl", "", ["goal", "title", ("unit", "area"), "definition", "direction", "decimal_places"]),
        (
            "Ausgangs-, Ziel- und Vergleichswert",
            "Wert und Jahr gehören zusammen. Ohne Zielwert steht auf der Seite „kein Zielwert beschlossen“.",
            [("baseline", "baseline_year"), ("target", "target_year"), ("comparison", "comparison_label")],
        ),
        ("Sichtbarkeit und Herkunft", "", ["counts_children", "is_public", "position", "note", "source_urls"]),
    ]
    row_classes = {"values": rows_of(Indicator, IndicatorValueRow, IndicatorValues)}

    class Meta:
        model = Indicator
        fields = (
            "goal",
            "title",
            "unit",
            "area",
            "definition",
            "direction",
            "decimal_places",
            "baseline",
            "baseline_year",
            "target",
            "target_year",
            "comparison",
            "comparison_label",
            "counts_children",
            "is_public",
            "position",
            "note",
            "source_urls",
        )
        field_classes = {"goal": GoalField}
        help_texts = {
            "unit": "Zum Beispiel % oder Personen.",
            "area": "Zum Beispiel Primarstufe.",
            "definition": "Was genau gezählt wird und woher die Zahl kommt.",
            "comparison": "Zum Beispiel der Wert des Landes.",
            "comparison_label": "Zum Beispiel „Nordrhein-Westfalen 2023“.",
            "counts_children": "Werte unter 5 liest dann nur das Büro; alle anderen sehen „unter 5“.",
            "is_public": "Nicht öffentliche Kennzahlen sehen nur Bildungsbüro und Gremienadministration.",
            "position": "Kleine Zahlen stehen beim Ziel oben.",
            "source_urls": SOURCES_HELP,
        }
        widgets = {
            "source_urls": forms.Textarea(attrs={"rows": 2}),
            "direction": forms.RadioSelect,
            "baseline": FigureInput,
            "target": FigureInput,
            "comparison": FigureInput,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        direction: Any = self.fields["direction"]
        direction.choices = [(key.value, ChoiceLabel(key.label, DIRECTIONS[key])) for key in Direction]
        goal: Any = self.fields["goal"]
        goal.queryset = Goal.objects.select_related("period")
