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
        (
            "Sichtbarkeit und Herkunft",
            "",
            ["counts_children", "part_of", "is_public", "position", "note", "source_urls"],
        ),
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
            "part_of",
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
            "counts_children": "Werte unter 5, auch 0, lesen dann nur die Büros; alle anderen sehen „unter 5“. Bitte"
            " nennen Sie kleine Zahlen auch nicht in Definition und Anmerkung.",
            "part_of": "Die Kennzahl, von der diese ein Teil ist („davon …“). Dann lassen sich kleine Zahlen auch nicht"
            " aus der Summe errechnen.",
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
        whole: Any = self.fields["part_of"]
        own_parts = Indicator.objects.filter(part_of=self.instance.pk).exists() if self.instance.pk else False
        totals = Indicator.objects.filter(part_of=None).exclude(pk=self.instance.pk).order_by("title")
        whole.queryset = totals.none() if own_parts else totals

    def clean(self) -> dict[str, Any]:
        """Who can be counted in the whole can be counted in a part of it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        whole = cleaned.get("part_of")
        if whole and whole.counts_children != cleaned.get("counts_children"):
            self.add_error("counts_children", "Eine Kennzahl und ihr Teil zählen beide Kinder oder beide nicht.")
        return cleaned
