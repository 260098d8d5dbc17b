"""The page behind a signed link: one question, three answers."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz.web.forms import Form, prepare
from bildungsnetz.web.widgets import ChoiceLabel
from measures import uploads
from measures.models import STATUSES_WITH_REASON, Measure, Milestone, Status

UNCHANGED, PROGRESS, STUCK = "unchanged", "progress", "stuck"
MOST_MILESTONES = 3
LONGEST = 2000
PUBLIC_LATER = "Öffentlich, sobald das Bildungsbüro die Meldung übernommen hat; ohne Ihren Namen"


def suggested_status(measure: Measure, answer: str) -> str:
    """Which status an answer means; the office decides when it takes the report over."""
    if answer == PROGRESS:
        return Status.ON_TRACK.value
    if answer == STUCK and measure.status not in STATUSES_WITH_REASON:
        return Status.AT_RISK.value
    return measure.status


class NeededSometimes(forms.CharField):
    """Not called voluntary, because two of the three answers need it: the form asks where it is missing."""

    def validate(self, value: Any) -> None:
        """Nothing to ask of the text alone."""


class AnswerForm(Form):
    use_required_attribute = False
    answer = forms.ChoiceField(
        label="Wie steht es heute?",
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie eine der drei Antworten."},
    )
    text = NeededSometimes(
        label="Ein Satz dazu",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bei „Unverändert“ freiwillig.",
    )
    help = forms.CharField(
        label="Was würde helfen?",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Das liest nur das Bildungsbüro.",
    )
    file = forms.FileField(
        label="Datei", required=False, max_length=255, help_text=f"{uploads.ENDINGS}; höchstens 10 MB."
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    appears = {"text": PUBLIC_LATER}

    def __init__(self, *args: Any, measure: Measure, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure, self.today = measure, today
        self.fields["answer"].choices = choices_for(measure)  # type: ignore[attr-defined]
        open_ones = measure.milestones.filter(reached_on=None)
        self.milestones = list(open_ones[:MOST_MILESTONES])
        for milestone in self.milestones:
            field = forms.DateField(label=milestone.title, required=False, initial=milestone.due_on)
            prepare(field)
            self.fields[name_of(milestone)] = field

    @property
    def dates(self) -> list[Any]:
        """The fields for new dates."""
        return [self[name_of(milestone)] for milestone in self.milestones]

    @property
    def has_date_errors(self) -> bool:
        return any(field.errors for field in self.dates)

    def clean_file(self) -> uploads.Upload | None:
        file = self.cleaned_data["file"]
        return uploads.check(file) if file else None

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("answer") == PROGRESS and not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Bitte schreiben Sie in einem Satz, was sich getan hat.")
        if data.get("answer") == STUCK and not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Bitte schreiben Sie in einem Satz, woran es klemmt.")
        for milestone in self.milestones:
            day = data.get(name_of(milestone))
            if day and day != milestone.due_on and day < self.today:
                self.add_error(name_of(milestone), ValidationError("Dieser Tag ist schon vorbei."))
        return data

    @property
    def report(self) -> dict[str, str]:
        """What a valid form reports, as a proposal keeps it."""
        said, measure = self.cleaned_data, self.measure
        status = suggested_status(measure, said["answer"])
        reason = said["text"] if said["answer"] == STUCK else measure.status_reason
        return {
            "answer": said["answer"],
            "status": status,
            "reason": reason if status in STATUSES_WITH_REASON else "",
            "text": said["text"],
            "help": said["help"] if said["answer"] == STUCK else "",
            "reported_on": self.today.isoformat(),
            "completed_on": "",
        }

    @property
    def changes(self) -> dict[str, Any]:
        """The report, with the milestones that got another day."""
        moved = [
            moved_milestone(milestone, day)
            for milestone in self.milestones
            if (day := self.cleaned_data.get(name_of(milestone))) and day != milestone.due_on
        ]
        return {"report": self.report, **({"rows": {"milestones": moved}} if moved else {})}


def name_of(milestone: Milestone) -> str:
    return f"milestone_{milestone.pk}"


def moved_milestone(milestone: Milestone, day: date) -> dict[str, Any]:
    """A new day for a milestone, in the notation of its form's row; a day is exact, whatever was known before."""
    old = {"due_on": [milestone.due_on.isoformat()], "due_precision": [milestone.due_precision]}
    new = {"due_on": [day.isoformat()], "due_precision": ["day"]}
    if milestone.due_words:
        old["due_words"], new["due_words"] = [milestone.due_words], []
    if old["due_precision"] == new["due_precision"]:
        del old["due_precision"], new["due_precision"]
    return {"id": milestone.pk, "old": old, "new": new}


def choices_for(measure: Measure) -> list[tuple[str, ChoiceLabel]]:
    """The three answers, each with what it means for this measure."""
    label = Status(measure.status).label
    return [
        (UNCHANGED, ChoiceLabel("Unverändert", f"Es bleibt bei „{label}“.")),
        (PROGRESS, ChoiceLabel("Es geht voran", "Etwas ist geschafft oder hat begonnen.")),
        (STUCK, ChoiceLabel("Es klemmt", "Zeit, Geld oder Menschen fehlen; etwas verzögert sich.")),
    ]
