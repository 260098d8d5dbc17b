"""The desk of the next period: its dates, draft goals, decisions about goals and measures, the adoption."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator

from bildungsnetz.web.forms import Form, ModelForm
from bildungsnetz.web.widgets import ChoiceLabel
from evaluation.carrying import Standing
from evaluation.models import (
    GOAL_KINDS,
    KINDS_INTO_ONE,
    KINDS_WITH_REASON,
    CarryOver,
    DraftGoal,
    GoalPlan,
    MeasureKind,
    MeasurePlan,
)
from goals.forms.fields import PaperField
from goals.forms.goal import KINDS, NOT_PUBLIC_TEXT
from goals.models import Paper, Period, SuccessionKind

LATER_PUBLIC = "Öffentlich auf der Seite des Ziels, sobald die neue Periode beschlossen ist"
IN_SYNOPSIS = "In der Synopse alt–neu, die mit dem Beschluss öffentlich wird"
FIRST_COPY, SECOND_COPY = "copy", "second-copy"
FOLLOW, EACH, END = "follow", "each", "end"
HINTS = {
    **KINDS,
    SuccessionKind.MERGED: "Geht mit anderen in einem neuen Ziel auf.",
    SuccessionKind.SPLIT: "Geht in mehreren neuen Zielen weiter.",
    SuccessionKind.ENDED: "Wird nicht weiterverfolgt.",
}


class CarryOverForm(ModelForm):
    """Which period is followed by which."""

    instance: CarryOver

    groups = [("Zielperioden", "", ["period", "key", "title", ("starts_on", "ends_on")])]

    class Meta:
        model = CarryOver
        fields = ("period", "key", "title", "starts_on", "ends_on")
        help_texts = {
            "key": "Erstes und letztes Jahr, zum Beispiel 2028-2032. Steht später in der Internetadresse.",
            "title": "Zum Beispiel „Handlungsziele 2028–2032“.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        period: Any = self.fields["period"]
        if self.instance.pk:
            del self.fields["period"]
        else:
            period.queryset = Period.objects.filter(carry_over=None)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Period.objects.filter(key=key).exists():
            raise ValidationError("Diese Zielperiode gibt es schon.")
        return key

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        period = cleaned.get("period") or (self.instance.period if self.instance.pk else None)
        if period and cleaned.get("starts_on") and cleaned["starts_on"] <= period.starts_on:
            self.add_error("starts_on", "Die neue Periode beginnt nach der bisherigen.")
        return cleaned


def next_period(period: Period) -> dict[str, Any]:
    """The span that would follow ``period``, as long as it was."""
    first = period.ends_on.year + 1
    last = first + period.ends_on.year - period.starts_on.year
    return {
        "period": period.pk,
        "key": f"{first}-{last}",
        "title": f"Handlungsziele {first}–{last}",
        "starts_on": date(first, 1, 1),
        "ends_on": date(last, 12, 31),
    }


class DraftGoalForm(ModelForm):
    given = ("carry_over",)
    groups = [
        ("Ziel der neuen Periode", "", ["number", "title", "text", "plain_text"]),
        ("Anlass und Sichtbarkeit", "", ["reason", "is_public"]),
    ]
    appears = {"title": LATER_PUBLIC, "text": LATER_PUBLIC, "plain_text": LATER_PUBLIC, "reason": IN_SYNOPSIS}

    class Meta:
        model = DraftGoal
        fields = ("number", "title", "text", "plain_text", "reason", "is_public")
        help_texts = {
            "number": "Die Nummer, unter der das Ziel beschlossen werden soll. Sie muss nicht die bisherige sein.",
            "text": NOT_PUBLIC_TEXT,
            "plain_text": "Zwei, drei kurze Sätze, die ohne Fachwissen verständlich sind.",
            "reason": "Warum es das Ziel geben soll. Wichtig bei einem Ziel ohne Vorläufer.",
            "is_public": "Nicht öffentliche Ziele sehen nur Bildungsbüro und Gremienadministration.",
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}

    def clean_text(self) -> str | None:
        return self.cleaned_data["text"] or None


class GoalPlanForm(ModelForm):
    """What becomes of a goal: ``into`` asks where it goes, ``measures`` what its measures do."""

    instance: GoalPlan

    given = ("carry_over", "goal")
    into = forms.MultipleChoiceField(label="Geht ein in", required=False)
    measures = forms.ChoiceField(label="Maßnahmen des Ziels", widget=forms.RadioSelect)
    groups = [("Was wird aus dem Ziel?", "", ["kind", "into", "reason"]), ("Und die Maßnahmen?", "", ["measures"])]
    appears = {"reason": IN_SYNOPSIS}

    class Meta:
        model = GoalPlan
        fields = ("kind", "into", "reason", "measures")
        labels = {"kind": "Entscheidung"}
        help_texts = {"reason": "Nötig, wenn das Ziel nicht unverändert fortgeführt wird."}
        widgets = {"kind": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plan = self.instance
        self.drafts = {str(draft.pk): draft for draft in plan.carry_over.draft_goals.all()}
        kind, into, measures = (self.fields[name] for name in ("kind", "into", "measures"))
        kind.required = True
        kind.choices = [(key, ChoiceLabel(label, HINTS[SuccessionKind(key)])) for key, label in GOAL_KINDS]  # type: ignore[attr-defined]
        into.choices = [(key, f"Ziel {draft.number}: {draft.title}") for key, draft in self.drafts.items()] + [  # type: ignore[attr-defined]
            (FIRST_COPY, ChoiceLabel("neues Ziel im Entwurf", "Übernimmt Titel und Wortlaut; danach änderbar.")),
            (SECOND_COPY, ChoiceLabel("ein weiteres neues Ziel im Entwurf", "Nur, wenn das Ziel aufgeteilt wird.")),
        ]
        measures.choices = [  # type: ignore[attr-defined]
            (FOLLOW, ChoiceLabel("Alle folgen dem Ziel", "Ausnahmen lassen sich danach einzeln entscheiden.")),
            (EACH, ChoiceLabel("Jede wird einzeln entschieden", "")),
            (
                END,
                ChoiceLabel("Alle enden mit dem Ziel", "Nur bei „beendet“; die Begründung gilt auch für sie."),
            ),
        ]
        stored = plan.targets.values_list("pk", flat=True) if plan.pk else ()
        self.initial.setdefault("into", [str(pk) for pk in stored])
        self.initial.setdefault("measures", self.stored_choice(plan))

    @staticmethod
    def stored_choice(plan: GoalPlan) -> str:
        if plan.measures_end:
            return END
        return EACH if plan.kind and not plan.measures_to_id else FOLLOW

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, into, measures = cleaned.get("kind", ""), cleaned.get("into", []), cleaned.get("measures", "")
        if kind in KINDS_WITH_REASON and not cleaned.get("reason"):
            self.add_error("reason", "Bitte begründen Sie, warum das Ziel nicht unverändert fortgeführt wird.")
        if kind == SuccessionKind.ENDED and into:
            self.add_error("into", "Ein Ziel, das beendet wird, geht in keines ein.")
        elif kind in KINDS_INTO_ONE and len(into) != 1:
            self.add_error("into", "Bitte wählen Sie genau ein Ziel.")
        elif kind == SuccessionKind.SPLIT and len(into) < 2:
            self.add_error("into", "Bitte wählen Sie mindestens zwei Ziele.")
        if measures == END and kind and kind != SuccessionKind.ENDED:
            self.add_error("measures", "Maßnahmen enden nur mit einem Ziel, das beendet wird.")
        elif measures == FOLLOW and kind in (SuccessionKind.ENDED, SuccessionKind.SPLIT):
            self.add_error("measures", "Hier gibt es nicht ein Ziel, dem alle folgen könnten.")
        self.instance.measures_end = measures == END and kind == SuccessionKind.ENDED
        return cleaned

    @property
    def targets(self) -> list[DraftGoal]:
        return [self.drafts[key] for key in self.cleaned_data["into"] if key in self.drafts]

    @property
    def copies(self) -> int:
        return len({FIRST_COPY, SECOND_COPY}.intersection(self.cleaned_data["into"]))

    @property
    def follow(self) -> bool:
        return bool(self.cleaned_data["measures"] == FOLLOW)


class DraftGoalField(forms.ModelChoiceField):
    def label_from_instance(self, draft: DraftGoal) -> str:  # type: ignore[override]
        return f"Ziel {draft.number}: {Truncator(draft.title).chars(80)}"


class MeasurePlanForm(ModelForm):
    given = ("carry_over", "measure")
    groups = [("Was wird aus der Maßnahme?", "", ["kind", "draft_goal", "reason"])]
    appears = {"reason": IN_SYNOPSIS}

    class Meta:
        model = MeasurePlan
        fields = ("kind", "draft_goal", "reason")
        field_classes = {"draft_goal": DraftGoalField}
        labels = {"kind": "Entscheidung"}
        help_texts = {
            "draft_goal": "Nur, wenn die Maßnahme weitergeht.",
            "reason": "Nötig, wenn die Maßnahme endet.",
        }
        widgets = {"kind": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind, draft_goal = self.fields["kind"], self.fields["draft_goal"]
        kind.required = True
        kind.choices = MeasureKind.choices  # type: ignore[attr-defined]
        draft_goal.queryset = self.instance.carry_over.draft_goals.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A goal that was chosen before the measure was to end is no mistake worth a word."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == MeasureKind.ENDED:
            cleaned["draft_goal"] = None
        return cleaned


class SeveralForm(Form):
    """One decision for all measures that are ticked, or for all that the filter shows."""

    what = forms.ChoiceField(label="Ausgewählte Maßnahmen")
    reason = forms.CharField(
        label="Begründung",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nötig, wenn Maßnahmen enden.",
    )
    everything = forms.BooleanField(label="", required=False)

    def __init__(self, *args: Any, carry_over: CarryOver, total: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.carry_over = carry_over
        self.drafts = {f"to-{draft.number}": draft for draft in carry_over.draft_goals.all()}
        what: Any = self.fields["what"]
        what.choices = [
            ("", "bitte wählen"),
            *(
                (key, f"gehen weiter unter Ziel {draft.number}: {Truncator(draft.title).chars(60)}")
                for key, draft in self.drafts.items()
            ),
            ("end", "enden"),
            ("reset", "folgen wieder ihrem Ziel"),
        ]
        self.fields["everything"].label = f"auf alle {total} Maßnahmen anwenden, die der Filter zeigt"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("what") == "end" and not cleaned.get("reason"):
            self.add_error("reason", "Bitte begründen Sie, warum die Maßnahmen enden.")
        return cleaned

    @property
    def decision(self) -> MeasurePlan:
        """What is decided, as a plan that is not stored."""
        what, reason = self.cleaned_data["what"], self.cleaned_data["reason"]
        if what in self.drafts:
            return MeasurePlan(kind=MeasureKind.CONTINUED, draft_goal=self.drafts[what], reason=reason)
        return MeasurePlan(kind=MeasureKind.ENDED, reason=reason) if what == "end" else MeasurePlan()


class MeasuresFilter(forms.Form):
    """What the measures are narrowed by; unknown values are as good as none."""

    q = forms.CharField(label="Suchwort oder Nummer", required=False, max_length=200)
    goal = forms.ChoiceField(label="Bisheriges Ziel", required=False)
    standing = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *Standing.choices])

    def __init__(self, *args: Any, numbers: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["goal"].choices = [("", "alle"), *((str(number), f"Ziel {number}") for number in numbers)]  # type: ignore[attr-defined]


class AdoptForm(Form):
    paper = PaperField(Paper.objects.newest_first(), label="Beschlossen mit der Vorlage")
    adopted_on = forms.DateField(label="Beschlossen am")
    sure = forms.BooleanField(
        label="Alles ist geprüft. Mit diesem Schritt gilt die neue Periode; er lässt sich hier nicht zurücknehmen."
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_adopted_on(self) -> date:
        day: date = self.cleaned_data["adopted_on"]
        if day > self.today:
            raise ValidationError("Dieser Tag liegt in der Zukunft.")
        return day
