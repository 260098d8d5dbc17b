"""The start of a report: of which kind, about what, for which committees."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bildungsnetz.web.forms import Form, prepare
from evaluation.models import Report, ReportVariant
from evaluation.reports import ReportKind
from evaluation.reports.choices import LABELS, possible
from goals.dates import due_of
from goals.models import Committee, ConsultationRole, Meeting, PaperType, Period

COMMITTEE = "schulausschuss"
ABOUT = "Worüber berichtet wird"
COMMITTEES, OTHERS = "Gremien und ihre nächste Sitzung", "Weitere Gremien"
WITHOUT_SESSION = "Für diese Gremien ist keine kommende Sitzung eingetragen."
WITHOUT = {
    "carry_over": "Mit ihr bekommt der Bericht die Synopse der bisherigen und der neuen Ziele; sonst leer lassen.",
    "goal": "Leer: Maßnahmen aller Ziele.",
}
FOR_WHOM = "Jedes Gremium bekommt seine eigene Fassung mit eigenem Wortlaut. Weitere können später dazukommen."


class StartForm(Form):
    """Everything that the first paper of ``kind`` needs. The period follows from what the report is about."""

    paper_type = forms.ChoiceField(
        label="Vorlage-Art",
        choices=[(one.value, one.label) for one in (PaperType.REPORT, PaperType.RESOLUTION)],
        widget=forms.RadioSelect,
        initial=PaperType.REPORT,
        help_text="Eine Beschlussvorlage enthält zusätzlich die finanziellen Auswirkungen, einen Beschlussvorschlag "
        "und die Unterzeichnung.",
    )

    def __init__(self, *args: Any, kind: ReportKind, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today or timezone.localdate()
        self.committees = list(Committee.objects.filter(is_active=True).order_by("position", "name"))
        about = self.add_subject()
        upcoming = reversed(Meeting.objects.upcoming(self.today).select_related("committee"))
        self.sessions = {one.committee_id: one for one in upcoming}
        rows: list[list[str | tuple[str, ...]]] = [[], []]
        for committee in self.committees:
            rows[committee.pk not in self.sessions].append(self.add_committee(committee))
        for field in self.fields.values():
            prepare(field)
        self.groups = [(ABOUT, "", about), ("Vorlage", "", ["paper_type"])]
        self.groups += [(COMMITTEES, FOR_WHOM, rows[0]), (OTHERS, WITHOUT_SESSION, rows[1])]

    def add_subject(self) -> list[str | tuple[str, ...]]:
        """One field for what the kind needs, else the period; then what it takes and offers."""
        names = [*(self.kind.needs or ("period",)), *self.kind.takes]
        for name in names:
            rows = possible(name)
            taken = name in self.kind.takes
            without = WITHOUT.get(name, "") if taken else ""
            field = forms.ModelChoiceField(rows, label=LABELS[name], required=not taken, help_text=without)
            field.label_from_instance = OF_PERIOD.get(name, str)  # type: ignore[method-assign]
            self.fields[name] = field
            if name == "period":
                self.initial[name] = Period.objects.current(self.today).first()
            elif field.required:
                self.initial[name] = rows.first()
        for name in self.kind.offers:
            label = Report._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = forms.BooleanField(label=label, required=False)
        return [*names, *self.kind.offers]

    def add_committee(self, committee: Committee) -> tuple[str, ...]:
        """Three fields, side by side: whether the committee gets the report, when, and as what."""
        names = tuple(f"{part}-{committee.key}" for part in ("chosen", "session", "role"))
        session = self.sessions.get(committee.pk)
        self.fields[names[0]] = forms.BooleanField(label=committee.name, required=False)
        self.fields[names[1]] = forms.DateField(label="Sitzungstag", required=False, help_text=self.due_words(session))
        self.fields[names[2]] = forms.ChoiceField(
            label="Rolle", required=False, choices=[("", "keine Angabe"), *ConsultationRole.choices]
        )
        for name in names[1:]:
            self.fields[name].widget.attrs["aria-label"] = f"{self.fields[name].label}: {committee.name}"
        self.initial[names[0]] = committee.key == COMMITTEE
        self.initial[names[1]] = session and session.held_on
        return names

    def due_words(self, session: Meeting | None) -> str:
        due = session and due_of(session)
        if not due:
            return ""
        return f"Vorlagenschluss {'war am ' if due < self.today else ''}{due:%d.%m.%Y}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.kind.takes:
            if cleaned.get(name) and cleaned.get("period") and cleaned[name].period != cleaned["period"]:
                self.add_error(name, "Das gehört zu einer anderen Zielperiode als der gewählten.")
        chosen = [one for one in self.committees if cleaned.get(f"chosen-{one.key}")]
        if not chosen:
            raise ValidationError("Bitte wählen Sie mindestens ein Gremium.")
        for one in chosen:
            name = f"session-{one.key}"
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, f"Bitte nennen Sie den Sitzungstag ({one.name}).")
        return cleaned

    def variants(self) -> list[ReportVariant]:
        """The variants, not stored yet, in the order of their sessions."""
        found = [
            ReportVariant(
                committee=one,
                session_on=self.cleaned_data[f"session-{one.key}"],
                role=self.cleaned_data[f"role-{one.key}"] or None,
                paper_type=self.cleaned_data["paper_type"],
            )
            for one in self.committees
            if self.cleaned_data[f"chosen-{one.key}"]
        ]
        return sorted(found, key=lambda variant: variant.session_on)

    def about(self) -> dict[str, Any]:
        """The fields of the report: the period, and what it is about besides."""
        filled = {name: self.cleaned_data[name] for name in self.kind.about if self.cleaned_data[name] is not None}
        period = next((filled[name].period for name in self.kind.needs), self.cleaned_data.get("period"))
        return {"period": period, **filled}


OF_PERIOD = {
    "goal": lambda goal: f"{goal.period}, Ziel {goal.number}: {goal.title}",
    "round": lambda one: f"{one.title} ({one.period})",
}
