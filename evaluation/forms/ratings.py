"""The form of a rating sheet: one card per criterion, and four texts.

While drafting everything may be missing; what is typed must only be storable. ``complete`` asks for all that handing in
needs, so that one summary names everything at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from bildungsnetz.web.forms import Form, prepare
from bildungsnetz.web.widgets import ChoiceLabel
from evaluation.models import Backing, Evidence, RatingSheet, RoundCriterion
from evaluation.sheets import TEXTS, Answer, Said, said_on
from measures import uploads

NOT_RATABLE = "n"
PARTS = ("value", "rationale", "backing")
LONGEST = 4000
NOT_PUBLIC = "Nicht öffentlich."


class NeededChoice(forms.ChoiceField):
    """Named as needed, and asked for only when a sheet is handed in."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class NeededText(forms.CharField):
    """Named as needed, and asked for only when a sheet is handed in and the value calls for it."""

    def validate(self, value: Any) -> None:
        """Nothing to ask of the text alone."""


@dataclass(frozen=True)
class Card:
    """One criterion with its fields and the files that back it."""

    number: int
    asked: RoundCriterion
    fields: list[BoundField]
    evidence: list[Evidence]

    @property
    def value(self) -> BoundField:
        return self.fields[PARTS.index("value")]

    @property
    def reasons(self) -> list[BoundField]:
        """What is asked once a value is chosen."""
        return self.fields[1:]


class SheetForm(Form):
    use_required_attribute = False
    worked = forms.CharField(
        label="Was hat gut geklappt?",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_PUBLIC,
    )
    did_not_work = forms.CharField(
        label="Was hat nicht geklappt?",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_PUBLIC,
    )
    needs = forms.CharField(
        label="Was brauchen Sie?",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_PUBLIC,
    )
    for_report = forms.CharField(
        label="Ihre Worte für den Bericht",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Unverändert, neben den Worten der anderen Seite.",
    )
    appears = {"for_report": "Erscheint im Bericht und ist öffentlich"}

    def __init__(
        self,
        data: Any = None,
        *,
        sheet: RatingSheet,
        criteria: list[RoundCriterion],
        complete: bool = False,
        stored: Said | None = None,
    ) -> None:
        self.sheet, self.criteria, self.complete = sheet, criteria, complete
        super().__init__(data, initial=initial_of(stored or said_on(sheet)))
        for asked in criteria:
            for name, field in fields_of(asked).items():
                prepare(field)
                self.fields[name] = field
        if not sheet.respondent:
            self.fields["needs"].label = "Was brauchen die Beteiligten?"

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """Criterion -> its files."""
        found: dict[int, list[Evidence]] = {}
        rows = Evidence.objects.filter(assessment__sheet=self.sheet).select_related("assessment")
        for row in rows:
            found.setdefault(row.assessment.criterion_id, []).append(row)
        return found

    @cached_property
    def cards(self) -> list[Card]:
        return [
            Card(number, asked, [self[name_of(part, asked)] for part in PARTS], self.evidence.get(asked.pk, []))
            for number, asked in enumerate(self.criteria, start=1)
        ]

    @property
    def texts(self) -> list[BoundField]:
        return [self[name] for name in TEXTS]

    @property
    def answered(self) -> int:
        """How many criteria have a value or are called not ratable, as typed."""
        return sum(1 for card in self.cards if card.value.value())

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.complete:
            for answer in self.answers():
                for part, request in answer.missing():
                    name = name_of(part, answer.criterion)
                    if name not in self.errors:
                        self.add_error(name, request)
        return self.cleaned_data

    def answers(self) -> Iterator[Answer]:
        for asked in self.criteria:
            value, rationale, backing = (self.cleaned_data.get(name_of(part, asked), "") for part in PARTS)
            number = int(value) if value and value != NOT_RATABLE else None
            yield Answer(asked.pk, number, value == NOT_RATABLE, rationale, backing)

    @property
    def said(self) -> Said:
        """What a valid form says."""
        return Said(tuple(self.answers()), {name: self.cleaned_data[name] for name in TEXTS})


def name_of(part: str, asked: RoundCriterion | int) -> str:
    return f"{part}_{asked if isinstance(asked, int) else asked.pk}"


def initial_of(said: Said) -> dict[str, Any]:
    values: dict[str, Any] = dict(said.texts)
    for answer in said.answers:
        value = NOT_RATABLE if answer.not_ratable else "" if answer.value is None else str(answer.value)
        for part, one in zip(PARTS, (value, answer.rationale, answer.backing), strict=True):
            values[name_of(part, answer.criterion)] = one
    return values


def fields_of(asked: RoundCriterion) -> dict[str, forms.Field]:
    """The three questions about one criterion."""
    levels: list[tuple[str, str]] = [
        (str(level), ChoiceLabel(f"{level}", words)) for level, words in asked.criterion.levels
    ]
    value = NeededChoice(
        label=asked.criterion.question,
        choices=[*levels, (NOT_RATABLE, ChoiceLabel("nicht bewertbar", "Dazu lässt sich zurzeit nichts sagen."))],
        widget=forms.RadioSelect,
    )
    rationale = NeededText(
        label="Begründung",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nötig bei 0, 1, 4 und „nicht bewertbar“. Nicht öffentlich.",
    )
    backing = NeededChoice(label="Worauf stützt sich das?", choices=[("", "bitte wählen"), *Backing.choices])
    made: tuple[forms.Field, ...] = (value, rationale, backing)
    return {name_of(part, asked): one for part, one in zip(PARTS, made, strict=True)}


class EvidenceForm(Form):
    file = forms.FileField(
        label="Datei",
        max_length=255,
        help_text=f"{uploads.ENDINGS}; höchstens 10 MB. Nicht öffentlich.",
    )

    def clean_file(self) -> uploads.Upload:
        return uploads.check(self.cleaned_data["file"])


class ReopenForm(Form):
    note = forms.CharField(
        label="Was soll ergänzt oder geändert werden?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Steht für den Akteur über dem Bogen und kommt per Mail.",
    )


class SheetFilter(Form):
    """What the office's working list shows; what cannot be read is passed over."""

    show = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[
            ("", "alle"),
            ("open", "von uns noch zu bewerten"),
            ("done", "von uns bewertet"),
            ("both", "beide Seiten abgegeben"),
            ("waiting", "Akteur steht aus"),
        ],
    )
    goal = forms.ChoiceField(label="Handlungsziel", required=False)

    def __init__(self, data: Any, *, goals: Any) -> None:
        super().__init__(data)
        choices = [(str(goal.number), f"{goal.number} {goal.title}".strip()) for goal in goals]
        self.fields["goal"].choices = [("", "alle"), *choices]  # type: ignore[attr-defined]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What narrows the list, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
