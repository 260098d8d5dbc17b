"""The steps of a report as forms: committee and session, content, freezing, publication, checking a code."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bildungsnetz.web.forms import Form, ModelForm
from evaluation.actions import proposed_values
from evaluation.models import Report, ReportVariant
from evaluation.reports import KINDS, frame
from evaluation.reports.choices import possible
from evaluation.reports.kind import COLUMNS
from goals.models import Committee, Meeting, Paper, PaperType

LARGEST_FILE = 60 * 2**20
LISTS_HINT = "Eine Leerzeile beginnt einen Absatz; Zeilen mit „- “ oder „1. “ werden eine Liste."


class SessionForm(ModelForm):
    """Committee, session and kind of paper of a variant."""

    instance: ReportVariant

    groups = [
        ("Gremium und Sitzung", "", ["committee", "session_on"]),
        ("Vorlage", "", ["paper_type", "role", "paper"]),
    ]

    class Meta:
        model = ReportVariant
        fields = ("committee", "session_on", "paper_type", "role", "paper")
        widgets = {"paper_type": forms.RadioSelect}
        help_texts = {
            "paper_type": "Eine Beschlussvorlage enthält zusätzlich die finanziellen Auswirkungen, einen "
            "Beschlussvorschlag und die Unterzeichnung.",
            "role": "Steht nur bei einer Beschlussvorlage in der Beratungsfolge.",
            "paper": "Sobald die Vorlage eine Nummer hat: Nummer und Beratungsfolge werden dann von dort übernommen.",
        }

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today or timezone.localdate()
        committees = Committee.objects.filter(is_active=True).order_by("position", "name")
        papers = Paper.objects.filter(paper_type__in=[PaperType.REPORT, PaperType.RESOLUTION]).newest_first()
        self.set_choices(committee=committees, paper=papers)
        self.fields["session_on"].required = False
        self.fields["session_on"].help_text = sessions_hint(self.today)

    def set_choices(self, **querysets: Any) -> None:
        for name, rows in querysets.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Without a date the next session of the committee is meant."""
        cleaned = super().clean() or {}
        committee = cleaned.get("committee")
        if committee and not cleaned.get("session_on") and "session_on" not in self.errors:
            meeting = next_meeting(committee, self.today)
            if meeting is None:
                raise ValidationError({"session_on": "Zu diesem Gremium ist keine Sitzung eingetragen."})
            cleaned["session_on"] = meeting.held_on
        return cleaned


def next_meeting(committee: Committee, today: date) -> Meeting | None:
    return Meeting.objects.filter(committee=committee).upcoming(today).first()


def sessions_hint(today: date) -> str:
    """The next session of each committee, so that nobody has to look it up."""
    upcoming = Meeting.objects.upcoming(today).select_related("committee")
    first = {meeting.committee_id: f"{meeting.committee} {meeting.held_on:%d.%m.%Y}" for meeting in reversed(upcoming)}
    listed = "; ".join(sorted(first.values()))
    return f"Leer lassen für die nächste eingetragene Sitzung. {listed}" if listed else "Der Tag der Sitzung."


class VariantForm(SessionForm):
    """The report for one more committee."""

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.report = report
        taken = report.variants.values("committee")
        self.set_choices(committee=Committee.objects.filter(is_active=True).exclude(pk__in=taken))


class ContentForm(ModelForm):
    """Everything that is written in a variant, as its kind of report asks. An empty text starts from its proposal."""

    instance: ReportVariant

    class Meta:
        model = ReportVariant
        fields = ("subject", "lead_department", *COLUMNS)

    appears = {"subject": "Titel des Berichts, auch öffentlich"}
    is_long = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        variant, today = copy_of(self.instance), timezone.localdate()
        self.values = proposed_values(variant, today, frame.stored_sections(self.instance))
        self.written = KINDS[variant.report.kind].written(self.values)
        self.groups = [("Kopf der Vorlage", "", ["subject", "lead_department"])]
        for one in self.written:
            self.fields[one.key] = forms.CharField(
                label=one.label, required=False, widget=forms.Textarea({"rows": one.rows})
            )
            self.initial[one.key] = self.values["texts"][one.key]
            if self.groups[-1][0] != one.group:
                self.groups.append((one.group, LISTS_HINT, []))
            self.groups[-1][2].append(one.key)
        for name in COLUMNS:
            if name not in self.sections_and_columns:
                del self.fields[name]

    @property
    def sections_and_columns(self) -> set[str]:
        return {one.key for one in self.written}

    def sections(self) -> dict[str, str]:
        """Key -> text, as typed, of all that is not a column of the variant."""
        return {key: self.cleaned_data[key] for key in self.sections_and_columns if key not in COLUMNS}


def copy_of(variant: ReportVariant) -> ReportVariant:
    """The same row in a second object, for trying things out."""
    names = [field.attname for field in variant._meta.concrete_fields]
    other = ReportVariant(**{name: getattr(variant, name) for name in names})
    other.report = variant.report
    return other


class TakeTextsForm(Form):
    """Another variant of the report, whose texts are taken over."""

    source = forms.ModelChoiceField(ReportVariant.objects.none(), label="Fassung für")

    def __init__(self, *args: Any, variant: ReportVariant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = variant.report.variants.exclude(pk=variant.pk).select_related("committee")
        source.label_from_instance = lambda other: other.committee.name
        source.empty_label = None


class AnnexesForm(ModelForm):
    """What a report brings along besides what its kind always has."""

    instance: Report

    class Meta:
        model = Report
        fields = ("carry_over", "with_profiles")
        labels = {"carry_over": "Synopse der Handlungsziele als Anlage"}
        help_texts = {"carry_over": "Aus der Übertragung in die nächste Zielperiode; leer: ohne Synopse."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["carry_over"]
        field.queryset = possible("carry_over").filter(period=self.instance.period)


class FreezeForm(Form):
    """Why there is another version. The first needs no reason."""

    reason = forms.CharField(
        label="Grund der Berichtigung",
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        help_text="Steht auf der Prüfseite und im Verzeichnis der Fassungen. Bitte keine Namen.",
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number == 1:
            del self.fields["reason"]


class PublishForm(ModelForm):
    instance: ReportVariant

    class Meta:
        model = ReportVariant
        fields = ("public_from",)
        help_texts = {
            "public_from": "Ab diesem Tag liest jede und jeder die ausgefertigten Fassungen. Leer: nur der Rat. "
            "Vorgeschlagen ist der Tag nach der Sitzung."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.public_from is None:
            self.initial["public_from"] = self.instance.session_on + timedelta(days=1)


class CodeForm(Form):
    code = forms.CharField(
        label="Prüfcode",
        max_length=60,
        help_text="Er steht am Fuß jeder Seite, zum Beispiel K7QF-3MPX-9TRA-HW2C.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "size": "24"}),
    )


class FileForm(Form):
    """A file that somebody has; it is compared and not kept."""

    file = forms.FileField(
        label="Datei",
        help_text=f"Die PDF- oder Word-Datei, höchstens {LARGEST_FILE // 2**20} MB. Sie wird nur verglichen und nicht "
        "gespeichert.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError("Diese Datei ist zu groß. Bitte prüfen Sie den Ausdruck über seinen Prüfcode.")
        return file
