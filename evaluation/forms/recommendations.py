"""Recommendations as forms: the wording, the decision, and what became of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from bildungsnetz.web.forms import ModelForm
from bildungsnetz.web.widgets import ChoiceLabel
from evaluation.models import UNFINISHED, Decision, Progress, Recommendation
from evaluation.workflow import PROGRESS
from goals.forms.fields import PaperField
from goals.models import Committee, Paper
from measures.models import Actor, Measure

PUBLIC = "Öffentlich, sobald die Empfehlung angenommen und das Ergebnis der Runde veröffentlicht ist"
DEFINITIONS = {
    Progress.OPEN: "Es ist noch nichts geschehen.",
    Progress.RUNNING: "Die verantwortliche Stelle arbeitet daran.",
    Progress.DONE: "Was empfohlen war, ist getan.",
    Progress.DROPPED: "Sie wird aufgegeben; unten steht, warum.",
}


class RecommendationForm(ModelForm):
    """What a session recommends about a goal of its round, perhaps about one measure of it."""

    instance: Recommendation

    groups = [
        ("Empfehlung", "", ["text", "reason"]),
        ("Worauf sie sich bezieht", "", ["goal", "measure", "reflection"]),
    ]
    appears = {"text": PUBLIC, "reason": PUBLIC}

    class Meta:
        model = Recommendation
        fields = ("text", "reason", "goal", "measure", "reflection")
        widgets = {"text": forms.Textarea({"rows": 4}), "reason": forms.Textarea({"rows": 4})}
        help_texts = {
            "text": "Ein Satz, der sagt, wer was tun soll. So, wie ein Gremium ihn beschließen könnte.",
            "measure": "Leer, wenn sie das ganze Handlungsziel betrifft.",
            "reflection": "Die Sitzung, in der sie entstanden ist.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = self.instance.round
        fields: dict[str, Any] = self.fields
        fields["goal"].queryset = of.period.goals.order_by("number")
        fields["reflection"].queryset = of.reflections.all()
        rated = Measure.objects.filter(rated_measures__round=of)
        fields["measure"].queryset = rated.order_by("serial").only("serial", "title")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        goal, measure = cleaned.get("goal"), cleaned.get("measure")
        if goal and measure:
            rated = self.instance.round.rated_measures.select_related("goal").get(measure=measure)
            if rated.goal_id != goal.pk:
                self.add_error("measure", f"{measure.number} dient in dieser Runde Ziel {rated.goal.number}.")
        return cleaned


class DecisionForm(ModelForm):
    """What was decided on a recommendation, by whom, on which paper, and who does it until when."""

    instance: Recommendation

    groups = [
        ("Entscheidung", "", ["decision", "decided_text", "decision_note"]),
        ("Wer entschieden hat", "", ["committee", "decided_by", ("decided_on", "paper")]),
        ("Wer es umsetzt", "Nötig, wenn die Empfehlung angenommen ist.", [("responsible", "due_on")]),
    ]
    appears = {"decided_text": PUBLIC}

    class Meta:
        model = Recommendation
        fields = (
            "decision",
            "decided_text",
            "decision_note",
            "committee",
            "decided_by",
            "decided_on",
            "paper",
            "responsible",
            "due_on",
        )
        field_classes = {"paper": PaperField}
        widgets = {
            "decision": forms.RadioSelect,
            "decided_text": forms.Textarea({"rows": 4}),
            "decision_note": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "decided_text": "Nur, wenn die Empfehlung geändert angenommen ist.",
            "decision_note": "Bei einer Ablehnung der Grund. Beide Büros und der Rat lesen ihn.",
            "decided_by": "Wenn kein Gremium entschieden hat, zum Beispiel „Lenkungskreis“ oder „Dezernat III“.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["decision"].choices = Decision.choices
        for name, required in (("decision", True), ("decided_on", True)):
            fields[name].required = required
        fields["committee"].queryset = Committee.objects.filter(is_active=True).order_by("position", "name")
        fields["paper"].queryset = Paper.objects.newest_first().defer("facts", "search_text")
        fields["responsible"].queryset = Actor.objects.filter(is_active=True)

    def clean_decided_text(self) -> str:
        """Another wording belongs to a changed decision alone."""
        return self.cleaned_data["decided_text"] if self.cleaned_data.get("decision") == Decision.CHANGED else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == Decision.REJECTED:
            if not cleaned.get("decision_note", "").strip():
                self.add_error("decision_note", "Bitte nennen Sie den Grund der Ablehnung.")
            cleaned["responsible"] = cleaned["due_on"] = None
        return cleaned


class FollowUpForm(ModelForm):
    """How far it is and what became of it."""

    instance: Recommendation

    groups = [
        ("Umsetzung", "", ["progress", "finished_on", "outcome_text"]),
        ("Wer es umsetzt", "", [("responsible", "due_on")]),
    ]
    appears = {"outcome_text": PUBLIC}

    class Meta:
        model = Recommendation
        fields = ("progress", "finished_on", "outcome_text", "responsible", "due_on")
        widgets = {"progress": forms.RadioSelect, "outcome_text": forms.Textarea({"rows": 5})}
        help_texts = {
            "finished_on": "Wenn umgesetzt oder aufgegeben. Leer: heute.",
            "outcome_text": "Zwei, drei Sätze, die auch nächstes Jahr noch verständlich sind. Wird sie nicht weiter "
            "verfolgt, der Grund.",
        }

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today or timezone.localdate()
        self.was = self.instance.progress
        self.ways = {way.target: way for way in PROGRESS if way.source == self.was}
        fields: dict[str, Any] = self.fields
        offered = [state for state in Progress if state == self.was or state in self.ways]
        fields["progress"].choices = [(one.value, ChoiceLabel(one.label, DEFINITIONS[one])) for one in offered]
        fields["responsible"].queryset = Actor.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        progress = cleaned.get("progress")
        if progress in UNFINISHED:
            cleaned["finished_on"] = None
        elif progress and not cleaned.get("finished_on") and "finished_on" not in self.errors:
            cleaned["finished_on"] = self.today
        way = self.ways.get(progress or "")
        if way and way.needs_reason and not cleaned.get("outcome_text", "").strip():
            self.add_error("outcome_text", "Bitte schreiben Sie, warum sie nicht weiterverfolgt wird.")
        return cleaned
