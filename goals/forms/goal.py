from typing import Any

from django import forms

from bildungsnetz.web.forms import ModelForm
from bildungsnetz.web.widgets import ChoiceLabel
from goals.models import Goal, GoalRevision, GoalSuccession, Period, SuccessionKind

from .fields import SOURCES_HELP, GoalField, PaperField, SourcedForm

PUBLIC = "Öffentlich auf der Seite des Ziels"
SHORT_SOURCES = {"source_urls": forms.Textarea(attrs={"rows": 2})}
NOT_PUBLIC_TEXT = "Leer lassen, wenn der Wortlaut nicht öffentlich verfügbar ist; die Seite sagt es dann."

KINDS = {
    SuccessionKind.CONTINUED: "Gleiches Ziel, allenfalls anders formuliert.",
    SuccessionKind.ADAPTED: "Der Kern bleibt, Umfang oder Richtung ändern sich.",
    SuccessionKind.MERGED: "Geht mit anderen in einem neuen Ziel auf; je bisherigem Ziel ein Eintrag.",
    SuccessionKind.SPLIT: "Geht in mehreren neuen Zielen weiter; je neuem Ziel ein Eintrag.",
    SuccessionKind.ENDED: "Wird nicht weiterverfolgt; ohne neues Ziel.",
    SuccessionKind.NEW: "Hat keinen Vorläufer; ohne bisheriges Ziel.",
}


class PeriodForm(SourcedForm, ModelForm):
    groups = [
        ("Zielperiode", "", ["key", "title", ("starts_on", "ends_on"), "number_of_goals"]),
        ("Beschluss", "", ["paper", "mission_statement", "note", "source_urls"]),
    ]

    class Meta:
        model = Period
        fields = (
            "key",
            "title",
            "starts_on",
            "ends_on",
            "number_of_goals",
            "paper",
            "mission_statement",
            "note",
            "source_urls",
        )
        field_classes = {"paper": PaperField}
        help_texts = {
            "key": "Erstes und letztes Jahr, zum Beispiel 2023-2027. Steht in der Internetadresse.",
            "number_of_goals": "Auch wenn die einzelnen Ziele hier nicht erfasst sind.",
            "source_urls": SOURCES_HELP,
        }
        widgets = SHORT_SOURCES


class GoalForm(SourcedForm, ModelForm):
    given = ("period",)
    groups = [
        ("Handlungsziel", "", ["number", "title", "text", "plain_text"]),
        ("Sichtbarkeit und Herkunft", "", ["is_public", "source_urls"]),
    ]
    appears = {"title": PUBLIC, "text": PUBLIC, "plain_text": PUBLIC}

    class Meta:
        model = Goal
        fields = ("number", "title", "text", "plain_text", "is_public", "source_urls")
        help_texts = {
            "number": "Steht in der Internetadresse des Ziels.",
            "text": f"Wie beschlossen. {NOT_PUBLIC_TEXT}",
            "plain_text": "Zwei, drei kurze Sätze, die ohne Fachwissen verständlich sind.",
            "is_public": "Nicht öffentliche Ziele sehen nur Bildungsbüro und Gremienadministration.",
            "source_urls": SOURCES_HELP,
        }
        widgets = SHORT_SOURCES

    def clean_text(self) -> str | None:
        return self.cleaned_data["text"] or None


class GoalRevisionForm(SourcedForm, ModelForm):
    """What a goal says from now on. The wording of today is kept by the action that writes it."""

    instance: GoalRevision

    groups = [
        ("Neue Fassung", "Die bisherige Fassung bleibt auf der Seite des Ziels lesbar.", ["new_title", "new_text"]),
        ("Beschluss", "", ["revised_on", "reason", "paper", "source_urls"]),
    ]
    appears = {"new_title": PUBLIC, "new_text": PUBLIC, "reason": PUBLIC}

    class Meta:
        model = GoalRevision
        fields = ("new_title", "new_text", "revised_on", "reason", "paper", "source_urls")
        field_classes = {"paper": PaperField}
        help_texts = {
            "new_text": NOT_PUBLIC_TEXT,
            "reason": "Warum das Ziel während der Periode geändert wird.",
            "source_urls": SOURCES_HELP,
        }
        error_messages = {"reason": {"required": "Eine Fortschreibung braucht eine Begründung."}}
        widgets = SHORT_SOURCES

    def clean_new_text(self) -> str | None:
        return self.cleaned_data["new_text"] or None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        new, old = (cleaned.get("new_title"), cleaned.get("new_text")), self.instance
        if new == (old.previous_title, old.previous_text):
            self.add_error("new_text", "Die neue Fassung ist dieselbe wie die bisherige.")
        return cleaned


class SuccessionForm(SourcedForm, ModelForm):
    groups = [("Verbindung", "", ["kind", "predecessor", "successor", "reason", "source_urls"])]

    class Meta:
        model = GoalSuccession
        fields = ("kind", "predecessor", "successor", "reason", "source_urls")
        field_classes = {"predecessor": GoalField, "successor": GoalField}
        help_texts = {"source_urls": SOURCES_HELP}
        widgets = {**SHORT_SOURCES, "kind": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind: Any = self.fields["kind"]
        kind.choices = [(key.value, ChoiceLabel(key.label, KINDS[key])) for key in SuccessionKind]
        goals = Goal.objects.select_related("period")
        for name in ("predecessor", "successor"):
            choices: Any = self.fields[name]
            choices.queryset = goals
