"""The forms of reading a spreadsheet of measures: the file, its columns, the words that are not known."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from bildungsnetz.sheets.limits import MOST_BYTES, Refused
from bildungsnetz.sheets.reading import read
from bildungsnetz.web.forms import Form
from bildungsnetz.web.text import composed, showable
from measures.imports import lookalikes
from measures.imports.fallbacks import FIELDS
from measures.imports.grouping import APART, TOGETHER, Question
from measures.imports.heads import Understood, lacking
from measures.imports.known import Known
from measures.imports.note_columns import WHAT, WHEN
from measures.imports.unsaid import span_of
from measures.models import Actor, ActorKind, ImportRow

LEFT_OUT = "wird nicht eingelesen"
SPAN = "Beginn und Ende in einer Zelle"
OF_HEAD = "Die Überschrift nennt einen Teil davon"
OPEN = "offen lassen"
UNANSWERED = "Bitte antworten Sie."
NO_FILE = "Bitte wählen Sie eine Datei aus."
IN_SIGHT = 12  # columns; with more the buttons stay in sight
MOST_ASKED = 60  # words on one page; the others are asked when these are answered
NEW = "new:"
WITHOUT = {
    "lead": "ohne Federführung",
    "completed_on": "ohne Tag des Abschlusses",
    "status_reason": "ohne Grund für den Umsetzungsstand",
}
NO_WHEN = "Zum Sachstand gehört eine Spalte, die seinen Tag oder Zeitraum nennt."
ROWS = (
    (TOGETHER, "Sie ergänzen die Maßnahme: ihre Meilensteine, Mittel, Mitwirkenden und Sachstände kommen dazu"),
    (APART, "Jede Zeile steht für sich; was dieselbe Maßnahme noch einmal nennt, wird abgelehnt"),
)


class MeasureFileForm(Form):
    file = forms.FileField(
        label="Datei",
        max_length=255,
        help_text="Excel (.xlsx, .xls), LibreOffice (.ods) oder Text mit Trennzeichen (.csv), höchstens 10 MB und "
        "20.000 Zeilen. Noch wird nichts gespeichert.",
        error_messages={"required": NO_FILE},
    )

    def clean_file(self) -> bytes:
        """The bytes, which are readable; ``file_name`` is how the person calls them."""
        file = self.cleaned_data["file"]
        self.file_name = composed(showable(file.name or ""))[:200]
        content: bytes = file.read(MOST_BYTES + 1)
        try:
            self.workbook = read(content, self.file_name)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return content


class ColumnsForm(Form):
    """Which column of the sheet is which of ours."""

    def __init__(
        self,
        *args: Any,
        sheets: Sequence[str],
        sheet: str,
        columns: Sequence[Understood],
        titles: Mapping[str, str],
        needs: Sequence[Sequence[str]],
        samples: Mapping[int, str],
        told: Callable[[Understood], Mapping[str, str]] = lambda one: {},
        question: Question | None = None,
        answer: str = "",
        **options: Any,
    ) -> None:
        """``titles``: key -> title of our columns; of each group of keys in ``needs`` one must be there; ``samples``:
        position -> what the first rows say; ``told``: key -> title of what a heading says besides a column;
        ``answer``: to ``question``, as somebody gave it before."""
        super().__init__(*args, **options)
        self.chosen_sheet, self.columns, self.titles, self.needs = sheet, columns, titles, needs
        self.is_long = len(columns) > IN_SIGHT
        self.fields["sheet"] = forms.ChoiceField(label="Blatt", choices=[(name, name) for name in sheets])
        self.initial["sheet"] = sheet
        if len(sheets) < 2:
            self.fields["sheet"].widget = forms.HiddenInput()
        span = span_of(columns)
        for one in columns:
            sample = samples.get(one.position, "")
            choices: list[Any] = [("", SPAN if one is span else LEFT_OUT), *titles.items()]
            if across := told(one):
                choices.append((OF_HEAD, list(across.items())))
            self.fields[f"column-{one.position}"] = forms.ChoiceField(
                label=one.head, choices=choices, required=False, help_text=f"zum Beispiel: {sample}" if sample else ""
            )
            self.initial[f"column-{one.position}"] = one.key
        names: list[Any] = [f"column-{one.position}" for one in columns]
        self.groups = [
            ("Blatt", "", ["sheet"]),
            ("Spalten", "So wird die Liste verstanden. Was Sie hier ändern, wird für das nächste Mal gelernt.", names),
        ][len(sheets) < 2 :]
        if question:
            self.ask_about_rows(question, answer)

    def ask_about_rows(self, question: Question, answer: str) -> None:
        """What goes without saying is chosen already; the rest must be said."""
        self.fields["rows"] = forms.ChoiceField(
            label="Weitere Zeilen derselben Maßnahme", choices=ROWS, widget=forms.RadioSelect,
            help_text=about(question.numbers),
            error_messages={"required": "Bitte sagen Sie, wie diese Zeilen gelesen werden."},
        )  # fmt: skip
        self.initial["rows"] = answer or question.answer
        self.groups.append(("Mehrere Zeilen zu einer Maßnahme", "", ["rows"]))

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        taken: dict[str, str] = {}
        for one in self.columns:
            name = f"column-{one.position}"
            if (key := data.get(name) or "") in self.titles and taken.setdefault(key, name) != name:
                self.add_error(name, "Diese Angabe ist schon einer anderen Spalte zugeordnet.")
        missing = lacking(self.needs, taken, self.titles)
        if missing and data.get("sheet") == self.chosen_sheet:
            self.add_error(None, missing)
        if WHAT in taken and WHEN not in taken and WHEN in self.titles:
            self.add_error(taken[WHAT], NO_WHEN)
        return data

    def chosen(self) -> dict[str, str]:
        """Heading -> column, of what is not as it was understood, and of what somebody corrected before."""
        data = self.cleaned_data
        return {
            one.head: data[f"column-{one.position}"]
            for one in self.columns
            if data[f"column-{one.position}"] != one.key or one.how == "chosen"
        }


def about(numbers: Sequence[int]) -> str:
    some = " und ".join(map(str, numbers[:2]))
    return (
        f"Es geht um {len(numbers)} Zeilen, zum Beispiel {some}." if len(numbers) > 2 else f"Es geht um Zeile {some}."
    )


class SameForm(Form):
    """Whether rows that look like measures that are there are new, are these, or are to be passed over."""

    def __init__(
        self, *args: Any, rows: Sequence[ImportRow], measures: Mapping[int, str], more: int, **options: Any
    ) -> None:
        """``measures``: serial number -> what to call it; ``more`` rows are asked about after these."""
        super().__init__(*args, **options)
        self.rows = rows
        all_answered = not self.data.get("others")
        for row in rows:
            alike = [(str(one), f"ist {measures[one]}") for one in row.told["alike"] if one in measures]
            self.fields[f"row-{row.pk}"] = forms.ChoiceField(
                label=f"Zeile {row.number}: {row.title}", required=all_answered, widget=forms.RadioSelect,
                error_messages={"required": UNANSWERED},
                choices=[(lookalikes.NEW, "neue Maßnahme"), *alike, (lookalikes.SKIP, "Zeile überspringen")],
            )  # fmt: skip
            self.initial[f"row-{row.pk}"] = row.told["answer"]
        self.fields["others"] = forms.BooleanField(
            label="Was ich offen lasse, ist neu" if not more else f"Was ich offen lasse, ist neu, auch {more} weitere",
            required=False,
        )

    def decided(self) -> dict[str, str]:
        """Key of the row -> answer."""
        data, rest = self.cleaned_data, lookalikes.NEW if self.cleaned_data["others"] else ""
        said = {row.told["like"]: data[f"row-{row.pk}"] or rest for row in self.rows}
        return {key: answer for key, answer in said.items() if answer}


class FallbacksForm(Form):
    """What holds for rows that do not say it. Only what some lack is asked, and what was answered before."""

    lead = forms.ModelChoiceField(Actor.objects.none(), label="Federführung", required=False, empty_label=OPEN)
    completed_on = forms.DateField(label="abgeschlossen am", required=False)
    status_reason = forms.CharField(
        label="Grund für den Umsetzungsstand", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, lacks: Mapping[str, int], said: Mapping[str, str], today: date, **options: Any
    ) -> None:
        """``lacks``: name of a field -> in how many rows nothing is said; ``said``: what holds for them so far."""
        super().__init__(*args, **options)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["lead"].queryset = Actor.objects.active()
        for name in FIELDS:
            if name in said or lacks.get(name):
                self.initial[name] = said.get(name)
                if count := lacks.get(name):
                    self.fields[name].help_text = f"Gilt für {without(count, WITHOUT[name])}."
            else:
                del self.fields[name]

    def clean_completed_on(self) -> date | None:
        day: date | None = self.cleaned_data["completed_on"]
        if day and day > self.today:
            raise forms.ValidationError("Dieser Tag liegt in der Zukunft.")
        return day

    def said(self) -> dict[str, str]:
        """As it is kept with the run."""
        found = {name: self.cleaned_data.get(name) for name in FIELDS}
        return {name: str(getattr(value, "pk", value)) for name, value in found.items() if value}


def without(count: int, what: str) -> str:
    return f"{count} {'Zeile' if count == 1 else 'Zeilen'} {what}"


class ValuesForm(Form):
    """What words stand for that are not known, or could be several."""

    def __init__(
        self, *args: Any, unknown: Mapping[tuple[str, str], Sequence[str]], known: Known, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.asked = dict(list(unknown.items())[:MOST_ASKED])
        titles = {"actor": "Akteure", "goal": "Handlungsziele", "status": "Umsetzungsstand"}
        groups: dict[str, list[Any]] = {}
        for place, ((name, spelling), suggested) in enumerate(self.asked.items()):
            names = {"actor": known.actors, "goal": known.goals, "status": known.statuses, **known.words}[name]
            options_ = [(str(key), word) for key, word in names.names.items()]
            near = [(key, word) for key, word in options_ if word in suggested]
            choices: list[Any] = [("", OPEN), *([("Meinten Sie …?", near)] if near else [])]
            if name == "actor":
                choices.append(("Neu anlegen als …", [(f"{NEW}{key}", label) for key, label in ActorKind.choices]))
            choices.append(("Alle", [one for one in options_ if one not in near]))
            self.fields[f"value-{place}"] = forms.ChoiceField(label=f"„{spelling}“", choices=choices, required=False)
            groups.setdefault(titles.get(name, names.kind.split(" ", 1)[-1]), []).append(f"value-{place}")
        self.groups = [(title, "", fields) for title, fields in groups.items()]

    def decided(self) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
        """(field -> spelling -> key, spelling -> kind of the actor to make)."""
        values: dict[str, dict[str, str]] = {}
        create: dict[str, str] = {}
        for place, (name, spelling) in enumerate(self.asked):
            answer = self.cleaned_data.get(f"value-{place}", "")
            if answer.startswith(NEW):
                create[spelling] = answer.removeprefix(NEW)
            elif answer:
                values.setdefault(name, {})[spelling] = answer
        return values, create
