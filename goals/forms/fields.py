"""Fields that several forms share."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator

from bildungsnetz.web.widgets import DecimalInput
from goals.models import Goal, Paper

SOURCES_HELP = "Eine Internetadresse je Zeile. Sie steht als Quelle auf der Seite."


class PaperField(forms.ModelChoiceField):
    """A council paper, told apart by number and subject."""

    def label_from_instance(self, paper: Paper) -> str:  # type: ignore[override]
        return f"{paper.number} – {Truncator(paper.subject).chars(90)}"


class GoalField(forms.ModelChoiceField):
    """A goal with its period: numbers begin anew in each."""

    def __init__(self, queryset: object = None, **options: object) -> None:
        super().__init__(Goal.objects.select_related("period") if queryset is None else queryset, **options)  # type: ignore[arg-type]

    def label_from_instance(self, goal: Goal) -> str:  # type: ignore[override]
        return f"{goal.period}, Ziel {goal.number}: {Truncator(goal.title).chars(80)}"


def check_sources(text: str) -> str:
    """The addresses of ``text``, one a line. Raises ValidationError for a line that is not one."""
    for line in text.split():
        try:
            parts = urlsplit(line)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValidationError(f"„{Truncator(line).chars(60)}“ ist keine Internetadresse (https://…).")
    return "\n".join(text.split())


class FigureInput(DecimalInput):
    """A measured number without the zeros that only fill its column: 36,1 instead of 36,1000."""

    def format_value(self, value: Any) -> str | None:
        shown = super().format_value(value)
        return shown.rstrip("0").rstrip(",") if shown and "," in shown else shown


class SourcedForm:
    """Mixed into the forms of records that name their sources."""

    cleaned_data: dict
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source_urls"].label = "Quellen"

    def clean_source_urls(self) -> str:
        return check_sources(self.cleaned_data["source_urls"])
