"""Reading sessions from a file: the file, and whose sessions they are where that is not certain."""

from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

from bildungsnetz.web.forms import Form
from goals.meeting_files import LARGEST, Reading, Session, read, readable
from goals.meeting_import import bodies, recognised, suggested
from goals.models import Committee

SALT = "goals.meeting_import"
HOURS = 12


class MeetingFileForm(Form):
    file = forms.FileField(
        label="Datei",
        max_length=255,
        help_text="Eine Kalenderdatei (iCalendar, .ics) oder Sitzungen aus der OParl-Schnittstelle (JSON: eine "
        "Sitzung, eine Liste oder eine Seite der Liste), höchstens 10 MB.",
    )

    def clean_file(self) -> Reading:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("Die Datei ist größer als 10 MB.")
        reading = read(file.read(LARGEST + 1), timezone.localdate())
        if not reading.sessions:
            raise ValidationError(f"Die Datei enthält keine Sitzung ab heute. {left_out(reading)}".strip())
        self.file_name = readable(file.name or "")
        return reading


def left_out(reading: Reading) -> str:
    """What of a file is not looked at, in words; empty where nothing is."""
    counts = (
        (reading.past, "vergangene"),
        (reading.series, "als nicht lesbare Serie"),
        (reading.undated, "ohne lesbares Datum"),
    )
    found = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"Nicht berücksichtigt: {found}." if found else ""


def carried(reading: Reading, file_name: str) -> str:
    """What was read, signed, so that the pages that follow need no file and nothing is kept meanwhile."""
    sessions = [
        (one.external_id, one.name, one.held_on.isoformat(), one.place, one.url, one.is_cancelled)
        for one in reading.sessions
    ]
    counts = (reading.past, reading.series, reading.undated)
    return signing.dumps((file_name, counts, sessions), salt=SALT, compress=True)


class BodiesForm(Form):
    """Whose sessions they are. What is certain is not asked; what is not chosen is left out."""

    sessions = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any, sessions: str) -> None:
        """Raises ``signing.BadSignature`` where ``sessions`` is not what ``carried`` wrote within the last hours."""
        super().__init__(data, initial={"sessions": sessions})
        self.file_name, counts, rows = signing.loads(sessions, salt=SALT, max_age=HOURS * 3600)
        self.reading = Reading(
            [Session(uid, name, date.fromisoformat(day), *rest) for uid, name, day, *rest in rows], *counts
        )
        self.committees = list(Committee.objects.prefetch_related("former_names"))
        self.certain = recognised(self.reading.sessions, self.committees)
        self.asked = {}
        choices = [("", "nicht übernehmen"), *((str(one.pk), one.name) for one in self.committees)]
        likely, others = [], []
        for place, (key, (name, count)) in enumerate(bodies(self.reading.sessions).items()):
            if key in self.certain:
                continue
            field = f"body-{place}"
            label = f"{name or 'ohne Namen'} ({count} Sitzung{'en' if count > 1 else ''})"
            self.fields[field] = forms.ChoiceField(label=label, choices=choices, required=False)
            best = suggested(key, self.committees)
            self.initial[field] = str(best.pk) if best else ""
            (likely if best else others).append(field)
            self.asked[field] = key
        self.groups = [
            ("Welches Gremium ist gemeint?", "Der Name ähnelt einem Gremium. Bitte prüfen Sie den Vorschlag.", likely),
            ("Andere Namen in der Datei", "Zu ihnen passt kein Gremium. Ohne Auswahl bleiben sie weg.", others),
        ]

    def assigned(self) -> dict[str, Committee]:
        """key of a body -> its committee, for all that are taken."""
        by_pk = {str(one.pk): one for one in self.committees}
        chosen = {key: by_pk[pk] for field, key in self.asked.items() if (pk := self.cleaned_data[field])}
        return {**self.certain, **chosen}
