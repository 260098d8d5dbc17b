"""Preparing a Sachstandsabfrage, and moving its end."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bildungsnetz import schooldays
from bildungsnetz.web.forms import ModelForm
from goals.dates import REVIEW_DAYS, countdown
from goals.models import Goal, Meeting
from measures.models import ActorKind, ReportingWindow, Status

from .choices import by_period

RUNNING = [status for status in Status if status not in (Status.DONE, Status.CANCELLED)]
DEFAULT_TEXT = (
    "für den nächsten Bericht an die Ausschüsse brauchen wir kurz Ihre Hilfe: Wie steht es um Ihre Maßnahmen? "
    "Die Antwort dauert keine zwei Minuten."
)


class EndsOnSchoolDay:
    """For forms with ``closes_on``; ``today`` is the form's."""

    today: date
    cleaned_data: dict[str, Any]

    def clean_closes_on(self) -> date | None:
        day: date | None = self.cleaned_data["closes_on"]
        if day is None:
            return None
        if day < self.today:
            raise ValidationError("Dieser Tag ist schon vorbei.")
        if not schooldays.is_school_day(day):
            better = schooldays.on_or_before(day)
            better = better if better >= self.today else schooldays.on_or_after(day)
            raise ValidationError(
                f"Am {day:%d.%m.%Y} ist kein Schultag. Der nächste passende Tag ist der {better:%d.%m.%Y}."
            )
        return day


class WindowForm(EndsOnSchoolDay, ModelForm):
    actor_kinds = forms.MultipleChoiceField(label="Art des Akteurs", choices=ActorKind.choices, required=False)
    statuses = forms.MultipleChoiceField(
        label="Umsetzungsstand", choices=[(status.value, status.label) for status in RUNNING], required=False
    )
    groups = [
        ("Wozu und bis wann", "", ["title", "meeting", "closes_on"]),
        (
            "Wer wird gefragt?",
            "Ohne Auswahl alle freigegebenen Maßnahmen, die noch laufen. Jede Auswahl engt den Kreis ein.",
            ["goals", "actor_kinds", "statuses"],
        ),
        ("Was steht in der Mail?", "", ["text"]),
        ("Briefe für Akteure ohne E-Mail-Adresse", "", ["return_address"]),
    ]

    class Meta:
        model = ReportingWindow
        fields = ("title", "meeting", "closes_on", "goals", "actor_kinds", "statuses", "text", "return_address")
        help_texts = {
            "title": "Zum Beispiel „Sachstand Frühjahr 2027“. Steht in Mail und Brief.",
            "meeting": "Für welche Sitzung werden die Antworten gebraucht?",
            "closes_on": "Ein Schultag. Bleibt das Feld leer, wird er aus der Sitzung errechnet: "
            f"{REVIEW_DAYS} Schultage vor dem Vorlagenschluss.",
            "text": "Folgt auf die Anrede. Darunter stehen von selbst die Maßnahmen mit ihren Links, die Frist und der "
            "Weg, Mails abzubestellen.",
            "return_address": "Wohin ein ausgefüllter Brief zurückgeht, eine Zeile je Zeile.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 6}), "return_address": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        goals, meeting = self.fields["goals"], self.fields["meeting"]
        goals.queryset = Goal.objects.select_related("period").order_by("-period__starts_on", "number")  # type: ignore[attr-defined]
        goals.choices = by_period(goals.queryset.filter(period__ends_on__gte=today))  # type: ignore[attr-defined]
        goals.widget.choices = goals.choices  # type: ignore[attr-defined]
        meeting.queryset = Meeting.objects.upcoming(today).select_related("committee")  # type: ignore[attr-defined]
        meeting.empty_label = "ohne Sitzung"  # type: ignore[attr-defined]
        self.fields["closes_on"].required = False
        if not self.instance.pk:
            self.initial.setdefault("text", DEFAULT_TEXT)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("closes_on") or "closes_on" in self.errors:
            return data
        meeting = data.get("meeting")
        if meeting is None:
            self.add_error("closes_on", "Bitte nennen Sie den letzten Tag für Antworten oder wählen Sie eine Sitzung.")
        elif (day := countdown(meeting).window_closes_on) < self.today:
            self.add_error("closes_on", "Für diese Sitzung ist es dafür zu spät. Bitte nennen Sie selbst einen Tag.")
        else:
            data["closes_on"] = day
        return data


class ExtendForm(EndsOnSchoolDay, ModelForm):
    class Meta:
        model = ReportingWindow
        fields = ("closes_on",)
        help_texts = {"closes_on": "Ein Schultag. Bis zu diesem Tag einschließlich werden Antworten angenommen."}

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today


class RequestFilter(forms.Form):
    """What the requests of a window are narrowed by; unknown values are as good as none."""

    CHOICES = (
        ("owing", "Antwort steht aus"),
        ("bounced", "Mail nicht zustellbar"),
        ("unreachable", "per Mail nicht erreichbar"),
        ("waiting", "beim Bildungsbüro"),
        ("answered", "erledigt"),
        ("dropped", "entfällt"),
    )
    show = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *CHOICES])
