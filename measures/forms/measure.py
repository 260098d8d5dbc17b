"""The form of a measure: the same groups for everybody, the office's own fields in a class of its own."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from bildungsnetz.access import Person
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.web.forms import ModelForm
from bildungsnetz.web.rows import WithRows
from measures.models import Measure

from .checks import DATES, MeasureChecks, clean_source_urls
from .choices import by_period, goals_for, leads_for
from .rows import ACTOR_ROWS, OFFICE_ROWS

PUBLIC = "Öffentlich auf der Seite der Maßnahme"


def date_trio(name: str) -> tuple[str, str, str]:
    return (f"{name}_on", f"{name}_precision", f"{name}_words")


class MeasureForm(WithRows, MeasureChecks, ModelForm):
    """What an actor's people may say about their measure."""

    row_classes = ACTOR_ROWS

    groups = [
        ("Worum es geht", "Kurz und so, dass es auch Außenstehende verstehen.", ["title", "summary", "reach", "lead"]),
        ("Handlungsziele", "Zu welchem Ziel des Rates trägt die Maßnahme bei?", ["leading_goal", "further_goals"]),
        (
            "Wie es steht",
            "Der Umsetzungsstand von heute. Später melden Sie ihn über „Sachstand melden“.",
            ["status", "status_reason", date_trio("completed")],
        ),
        (
            "Wann",
            "Ist ein Tag nicht bekannt, wählen Sie irgendeinen Tag darin und geben an, wie genau die Angabe ist.",
            ["is_ongoing", date_trio("planned_start"), date_trio("planned_end"), date_trio("started")],
        ),
        (
            "Für wen und wo",
            "Alle Angaben dieser Gruppe erscheinen öffentlich.",
            ["stages", "transitions", "target_groups", "districts"],
        ),
        (
            "Wie es wirkt",
            "Die Wirkungskette erscheint öffentlich. Lassen Sie offen, was noch nicht feststeht.",
            ["input_text", "output_text", "outcome_text", "impact_text"],
        ),
    ]
    appears = dict.fromkeys(
        ("title", "summary", "reach", "lead", "leading_goal", "further_goals", "status", "status_reason"), PUBLIC
    )

    class Meta:
        model = Measure
        fields = [
            "title", "summary", "reach", "lead", "leading_goal", "further_goals",
            "status", "status_reason", *date_trio("completed"),
            "is_ongoing", *date_trio("planned_start"), *date_trio("planned_end"), *date_trio("started"),
            "stages", "transitions", "target_groups", "districts",
            "input_text", "output_text", "outcome_text", "impact_text",
        ]  # fmt: skip
        widgets = {"status": forms.RadioSelect, "summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": "So, wie die Maßnahme bei Ihnen heißt.",
            "summary": "Zwei oder drei Sätze: Was geschieht, für wen, wozu?",
            "reach": "Zum Beispiel: 12 Grundschulen, rund 400 Kinder im Jahr.",
            "lead": "Wer verantwortet die Maßnahme?",
            "leading_goal": "Das Ziel, unter dem die Maßnahme berichtet wird. Vor der Freigabe muss es feststehen.",
            "status_reason": "Nötig bei „gefährdet“, „verzögert“, „ruht“ und „eingestellt“.",
            "completed_on": "Nur bei „abgeschlossen“.",
            "is_ongoing": "Läuft auf Dauer und hat kein geplantes Ende.",
            "input_text": "Was setzen wir ein? Personal, Geld, Räume, Zeit.",
            "output_text": "Was tun wir, und wen erreichen wir damit?",
            "outcome_text": "Was ändert sich bei denen, für die wir es tun?",
            "impact_text": "Was ändert sich auf lange Sicht in Herne?",
        }

    def __init__(self, *args: Any, user: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.offer_statuses()
        self.offer_choices(user)
        for name in DATES:
            self.fields[f"{name}_precision"].label = "Genauigkeit"
            self.fields[f"{name}_precision"].help_text = ""
            self.fields[f"{name}_words"].label = "Wortlaut"
            self.fields[f"{name}_words"].widget.attrs["placeholder"] = "z. B. „ab Sommer 2025“"

    def offer_choices(self, user: Person) -> None:
        fields, measure = self.fields, self.instance
        goals = goals_for(user, measure, self.today)
        grouped = by_period(goals)
        fields["leading_goal"].queryset = fields["further_goals"].queryset = goals
        fields["leading_goal"].choices = [("", "steht noch nicht fest"), *grouped]
        fields["further_goals"].choices = fields["further_goals"].widget.choices = grouped
        fields["lead"].queryset = leads_for(user, measure)
        for name in ("stages", "transitions", "target_groups", "districts"):
            words = fields[name].queryset.model.objects
            chosen = getattr(measure, name).values("pk") if measure.pk else ()
            fields[name].queryset = words.filter(Q(is_active=True) | Q(pk__in=chosen))

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.check()
        return self.cleaned_data


class OfficeMeasureForm(MeasureForm):
    """What only the Bildungsbüro sees and writes, beside everything else."""

    row_classes = OFFICE_ROWS

    groups = [
        *MeasureForm.groups,
        ("Nur für das Bildungsbüro", "Sehen weder Akteure noch Öffentlichkeit.", ["internal_note"]),
        ("Herkunft", "", ["source_urls"]),
    ]
    appears = {**MeasureForm.appears, "source_urls": PUBLIC}

    class Meta(MeasureForm.Meta):
        fields = [*MeasureForm.Meta.fields, "internal_note", "source_urls"]

    def clean_source_urls(self) -> str:
        return clean_source_urls(self.cleaned_data["source_urls"])


def form_class_for(user: Person) -> type[MeasureForm]:
    return OfficeMeasureForm if is_coordination_office(user) else MeasureForm
