"""Forms of a session: the agenda's filter, when and where, what was settled, what it says about a goal."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms

from bildungsnetz.web.forms import Form, ModelForm
from bildungsnetz.web.widgets import ChoiceLabel
from evaluation.models import (
    HIGHEST,
    AppliesTo,
    Attainment,
    EvaluationRound,
    GoalAssessment,
    GoalReflection,
    Outcome,
    Place,
    Reflection,
    ReflectionItem,
    RoundCriterion,
    Voice,
)
from evaluation.points import Point
from measures.models import Actor

LIMITS = [(str(limit), f"ab {limit}") for limit in range(1, HIGHEST + 1)]


class AgendaFilter(forms.Form):
    """What the agenda is narrowed by; unknown values are as good as none."""

    goal = forms.ChoiceField(label="Handlungsziel", required=False)
    show = forms.ChoiceField(
        label="Punkte",
        required=False,
        choices=[("", "alle, Abweichungen zuerst"), *((place.name.lower(), place.label) for place in Place)],
    )
    limit = forms.ChoiceField(label="Abweichung", required=False, choices=LIMITS)
    open = forms.BooleanField(
        label="nur offene", required=False, widget=forms.CheckboxInput({"class": "kern-form-check__checkbox"})
    )

    def __init__(self, data: dict[str, str], *, gap_from: int, goals: Iterable[tuple[int, str]]) -> None:
        """``gap_from`` is the limit of the round, ``goals`` the number and title of each of its goals."""
        super().__init__({**data, "limit": data["limit"] or str(gap_from)})
        choices = [(str(number), f"{number} {title}") for number, title in goals]
        self.fields["goal"].choices = [("", "alle"), *choices]  # type: ignore[attr-defined]
        self.typed = {name: value for name, value in data.items() if value}
        self.is_valid()
        self.gap_from = int(self.cleaned_data.get("limit") or gap_from)

    @property
    def number(self) -> int | None:
        """The number of the goal, or None for all."""
        chosen = self.cleaned_data.get("goal")
        return int(chosen) if chosen else None

    @property
    def place(self) -> int | None:
        chosen = self.cleaned_data.get("show")
        return Place[chosen.upper()].value if chosen else None

    @property
    def only_open(self) -> bool:
        return bool(self.cleaned_data.get("open"))

    @property
    def narrows(self) -> bool:
        """Whether points are left out."""
        return bool(self.number or self.only_open or self.place is not None)

    def address(self, goal: int | None) -> str:
        """The same filter for another goal, or for all, as a query."""
        return "?" + urlencode({**self.typed, "goal": goal or ""})


class LimitForm(ModelForm):
    """From which difference on a point is on the agenda."""

    instance: EvaluationRound

    class Meta:
        model = EvaluationRound
        fields = ("gap_from",)


class ReflectionForm(ModelForm):
    """When, where and who was there. Bodies, never persons."""

    instance: Reflection

    groups = [
        ("Sitzung", "", ["kind", ("held_on", "place")]),
        (
            "Wer vertreten ist",
            "Bitte nennen Sie nur Stellen und Gremien, keine Personen: Das Protokoll nennt keine Namen.",
            ["bodies", "further_bodies"],
        ),
        ("Allgemeines", "", ["note"]),
    ]

    class Meta:
        model = Reflection
        fields = ("kind", "held_on", "place", "bodies", "further_bodies", "note")
        widgets = {
            "kind": forms.RadioSelect,
            "further_bodies": forms.Textarea({"rows": 3}),
            "note": forms.Textarea({"rows": 4}),
        }
        help_texts = {
            "further_bodies": "Je Zeile eine Stelle, zum Beispiel „Schulaufsicht“. Bitte keine Namen von Personen.",
            "note": "Steht am Anfang des Protokolls. Bitte keine Namen von Personen.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        active = Actor.objects.filter(is_active=True)
        if self.instance.pk:
            active = active | Actor.objects.filter(reflections=self.instance)
        self.fields["bodies"].queryset = active.distinct().order_by("sort_key")  # type: ignore[attr-defined]


class ItemForm(ModelForm):
    """What the session settled on one point: one of five values, or that the two views stay apart."""

    instance: ReflectionItem

    result = forms.ChoiceField(label="Ergebnis", widget=forms.RadioSelect)

    class Meta:
        model = ReflectionItem
        fields = ("actor_view", "office_view", "note")
        widgets = {name: forms.Textarea({"rows": 3}) for name in fields}
        help_texts = {"note": "Steht im Protokoll. Bitte keine Namen von Personen."}

    field_order = ("result", "actor_view", "office_view", "note")

    def __init__(self, point: Point, data: Any = None, *, item: ReflectionItem | None = None) -> None:
        """``item`` is what the form writes to; without it, what is stored of the point. Each step says who stands
        there; both views start from the reasons that the voices gave."""
        stored = item or (point.item.as_item(point) if point.item else new_item(point))
        super().__init__(data, instance=stored)
        stands = point.lead_value, point.office_value
        levels = [
            (str(level), ChoiceLabel(f"{level} – {words}", voices_at(level, stands)))
            for level, words in enumerate(point.levels)
        ]
        apart = ChoiceLabel("Keine Einigung", "Beide Sichtweisen werden festgehalten.")
        self.fields["result"].choices = [*levels, (Outcome.DISSENT.value, apart)]  # type: ignore[attr-defined]
        if self.instance.pk:
            agreed = self.instance.agreed_value
            self.initial["result"] = Outcome.DISSENT.value if agreed is None else str(agreed)
        for name, voice in (("actor_view", point.lead), ("office_view", point.office)):
            self.fields[name].required = False
            self.initial[name] = self.initial.get(name) or (voice.rationale if voice else "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        result = data.get("result")
        apart = result == Outcome.DISSENT
        for name in ("actor_view", "office_view"):
            if apart and not data.get(name):
                self.add_error(name, "Ohne Einigung werden beide Sichtweisen festgehalten.")
        if result:
            self.instance.outcome = Outcome.DISSENT if apart else Outcome.AGREED
            self.instance.agreed_value = None if apart else int(result)
        if not apart:
            data["actor_view"] = data["office_view"] = ""
        return data


def new_item(point: Point) -> ReflectionItem:
    """The result of a point that has none yet."""
    return ReflectionItem(rated_id=point.rated, criterion_id=point.criterion, revision_no=0)


def voices_at(level: int, stands: tuple[int | None, int | None]) -> str:
    named = zip((Voice.LEAD, Voice.OFFICE), stands, strict=True)
    return " und ".join(str(voice.label) for voice, value in named if value == level)


class GoalForm(ModelForm):
    """What the session says about a goal, with an answer to each criterion for goals."""

    instance: GoalReflection

    class Meta:
        model = GoalReflection
        fields = ("attainment", "attainment_reason", "strengths", "weaknesses", "opportunities")
        widgets = {
            "attainment": forms.RadioSelect,
            **{name: forms.Textarea({"rows": 4}) for name in fields[1:]},
        }
        help_texts = {"attainment_reason": "Warum dieser Stand? Bitte keine Namen von Personen."}

    appears = dict.fromkeys(Meta.fields, "Öffentlich mit den Ergebnissen der Runde")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        steps = [(str(step.value), ChoiceLabel(f"{step.value} – {step.label}", step.meaning)) for step in Attainment]
        self.fields["attainment"].choices = [("", "noch nicht bewertet"), *steps]  # type: ignore[attr-defined]
        self.questions = list(
            RoundCriterion.objects.filter(
                round=self.instance.round, criterion__applies_to=AppliesTo.GOAL
            ).select_related("criterion")
        )
        self.groups = [
            ("Zielerreichung", "", ["attainment", "attainment_reason"]),
            ("Stärken, Schwächen, Chancen", "", ["strengths", "weaknesses", "opportunities"]),
        ]
        given = {value.criterion_id: value for value in self.instance.values.all()}
        for question in self.questions:
            self.ask(question, given.get(question.pk))

    def ask(self, question: RoundCriterion, given: GoalAssessment | None) -> None:
        """Two fields for a criterion: value and rationale."""
        value, reason = f"value_{question.pk}", f"reason_{question.pk}"
        levels = [(str(level), f"{level} – {words}") for level, words in question.criterion.levels]
        self.fields[value] = forms.ChoiceField(
            label="Bewertung",
            required=False,
            choices=[("", "noch nicht bewertet"), *levels, ("not_ratable", "nicht bewertbar")],
        )
        self.fields[reason] = forms.CharField(label="Begründung", required=False, widget=forms.Textarea({"rows": 3}))
        if given is not None:
            self.initial[value] = "not_ratable" if given.not_ratable else given.value
            self.initial[reason] = given.rationale
        self.groups.append((question.criterion.title, question.criterion.question, [value, reason]))

    def answers(self) -> dict[int, tuple[int | None, bool, str]]:
        """Criterion of the round -> (value, not ratable, rationale), as typed."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data[f"value_{question.pk}"]
            cannot = value == "not_ratable"
            number = int(value) if value and not cannot else None
            found[question.pk] = (number, cannot, self.cleaned_data[f"reason_{question.pk}"])
        return found


class StageForm(Form):
    """What goes on stage: a point "rated-criterion", or the number of a goal."""

    point = forms.RegexField(r"^\d{1,15}-\d{1,15}$", required=False)
    goal = forms.IntegerField(required=False, min_value=1, max_value=32767)
