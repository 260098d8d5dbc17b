"""The one list of columns that a spreadsheet of measures can have: export, templates, import and their explanations.

    resource = MeasureResource(user)
    for row in resource.rows(measures, resource.columns(["number", "title"])): …

Rows are read in batches, with a query each for what hangs on measures in rows of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from import_export.resources import Resource

from bildungsnetz import access
from bildungsnetz.access import Person
from goals.models import Goal

from . import columns as kinds
from .columns import Column, Rendered, goal_words
from .gathering import GATHERERS
from .models import BudgetPlan, FundingKind, Measure, Publication, Status

BATCH = 1_000
ROUGH_DATES = (
    "Ein Tag (01.09.2026), ein Monat (September 2026), ein Schuljahr (Schuljahr 2026/27) oder ein Jahr (2026)."
)
ONE_A_LINE = "Mehrere untereinander in einer Zelle (Alt+Eingabe)."
EXAMPLE = "Beispiel"  # stands for the number in a row that shows how to fill in the others
BEGINNINGS = ("planned_start", "started")
SIGNED_IN = "view_unreleased"  # who reads more than what is public, and so what state it is in


def rough(title: str, name: str, *, synonyms: Sequence[str], **options: Any) -> Column:
    reads = (f"{name}_on", f"{name}_precision")
    ends = ("bis zum", "bis spätestens", "bis", "spätestens")
    lead_in = ("seit dem", "seit", "ab dem", "ab", "vom", "von") if name in BEGINNINGS else ends
    return Column(title, kinds.Rough(*lead_in), reads=reads, synonyms=synonyms, width=18, **options)


def original(title: str, name: str) -> Column:
    return Column(
        f"{title} (Wortlaut)",
        reads=(f"{name}_words",),
        explanation="Wie es in der Quelle steht, zum Beispiel „ab Sommer 2025“.",
        width=18,
    )


def names(title: str, name: str, *, synonyms: Sequence[str], example: str) -> Column:
    return Column(
        title, kinds.Names(), gathers=name, fields=(name,), synonyms=synonyms, example=example, width=28,
        explanation=f"Wörter aus der Liste. {ONE_A_LINE}",
    )  # fmt: skip


def prose(title: str, name: str, explanation: str, *synonyms: str, **options: Any) -> Column:
    return Column(title, reads=(name,), explanation=explanation, synonyms=synonyms, **{"width": 50, **options})


class MeasureResource(Resource):
    """Columns in their order. ``user`` decides which there are, and of which goals a row may tell."""

    number = Column(
        "Nr.", kinds.Number(), reads=("serial",), width=9, example="",
        synonyms=("Nummer", "Maßnahmennummer", "Maßnahmen-Nr.", "Nr", "Lfd. Nr.", "laufende Nummer", "ID", "M-Nr."),
        explanation="Die Nummer im Bildungsnetz, zum Beispiel M-017. Bei neuen Maßnahmen leer lassen.",
    )  # fmt: skip
    title = prose(
        "Maßnahme", "title", "So, wie die Maßnahme heißt, höchstens 200 Zeichen.",
        "Titel", "Name", "Maßnahmentitel", "Titel der Maßnahme", "Name der Maßnahme", "Bezeichnung", "Projekt",
        "Projektname", "Angebot", "Vorhaben", required=True, example="Leseclub am Nachmittag",
    )  # fmt: skip
    summary = prose(
        "Kurzbeschreibung", "summary", "Zwei oder drei Sätze: Was geschieht, für wen, wozu?",
        "Beschreibung", "Inhalt", "Zusammenfassung", "Erläuterung", "Kurzbeschreibung der Maßnahme",
        example="Kinder lesen zweimal in der Woche mit Ehrenamtlichen.",
    )  # fmt: skip
    leading_goal = Column(
        "Handlungsziel", reads=("leading_goal_id",), width=34, example="",
        synonyms=("Ziel", "Handlungsziel Nr.", "Zielnummer", "Ziel Nr.", "Leitziel", "führendes Handlungsziel"),
        explanation="Das Ziel, unter dem die Maßnahme berichtet wird: „Ziel 3“, mit Zeitraum „2023-2027 Ziel 3“.",
    )  # fmt: skip
    further_goals = names(
        "Weitere Handlungsziele", "further_goals",
        synonyms=("weitere Ziele", "trägt auch bei zu", "Nebenziele", "weiteres Ziel", "weiteres Handlungsziel",
                  "Nebenziel", "zweites Ziel"), example="",
    )  # fmt: skip
    lead = Column(
        "Federführung", reads=("lead__name",), fields=("lead",), width=30, required=True,
        synonyms=("federführend", "federführender Akteur", "Träger", "verantwortlich", "Verantwortliche",
                  "Verantwortung", "Zuständigkeit", "zuständig", "Akteur", "Einrichtung", "Institution", "Lead"),
        explanation="Der Akteur, der die Maßnahme verantwortet, mit dem Namen aus dem Bildungsnetz.",
    )  # fmt: skip
    participations = Column(
        "Mitwirkung", kinds.Shares(("actor", kinds.TEXT), ("contribution", kinds.TEXT), needs=("actor",)),
        gathers="participations", fields=("participations",), width=36,
        synonyms=("Mitwirkende", "Beteiligte", "weitere Akteure", "Partner", "Kooperationspartner", "Kooperation",
                  "beteiligte Akteure", "Netzwerkpartner"),
        explanation=f"Wer mitmacht, und womit: „Akteur | Beitrag“. {ONE_A_LINE}",
    )  # fmt: skip
    status = Column(
        "Umsetzungsstand", kinds.Choice(Status.choices), reads=("status",), width=16, example="im Plan",
        synonyms=("Status", "Stand", "Stand der Umsetzung", "Umsetzungsstatus", "Bearbeitungsstand", "Ampel"),
        explanation="Ein Wort aus der Liste.",
    )  # fmt: skip
    status_reason = prose(
        "Grund für den Umsetzungsstand", "status_reason",
        "Nötig bei „gefährdet“, „verzögert“, „ruht“ und „eingestellt“.",
        "Grund", "Begründung", "Statusgrund", "Grund für Status", width=34,
    )  # fmt: skip
    planned_start = rough(
        "Geplanter Beginn", "planned_start", explanation=ROUGH_DATES, example="Schuljahr 2026/27",
        synonyms=("Beginn", "Start", "Startdatum", "von", "Laufzeit von", "Beginn geplant", "Projektbeginn", "ab",
                  "Umsetzung ab", "Umsetzung von", "Anfang", "Starttermin", "Zeitraum von"),
    )  # fmt: skip
    planned_start_words = original("Geplanter Beginn", "planned_start")
    planned_end = rough(
        "Geplantes Ende", "planned_end", explanation=f"{ROUGH_DATES} Bei einer Daueraufgabe leer.",
        synonyms=("Ende", "Enddatum", "bis", "Laufzeit bis", "Ende geplant", "Projektende", "Fertigstellung", "Frist",
                  "Umsetzung bis", "Zieldatum", "Termin", "Endtermin", "Zeitraum bis", "Fertig bis"),
    )  # fmt: skip
    planned_end_words = original("Geplantes Ende", "planned_end")
    is_ongoing = Column(
        "Daueraufgabe", kinds.Flag(), reads=("is_ongoing",), width=14, example="ja",
        synonyms=("dauerhaft", "fortlaufend", "Dauerangebot", "unbefristet"),
        explanation="ja, wenn die Maßnahme auf Dauer läuft; sonst nein.",
    )  # fmt: skip
    started = rough(
        "Begonnen", "started", explanation=ROUGH_DATES,
        synonyms=("begonnen am", "tatsächlicher Beginn", "gestartet", "gestartet am", "Beginn tatsächlich"),
    )  # fmt: skip
    started_words = original("Begonnen", "started")
    completed = rough(
        "Abgeschlossen", "completed", explanation=f"Nur bei „abgeschlossen“. {ROUGH_DATES}",
        synonyms=("abgeschlossen am", "beendet am", "tatsächliches Ende", "erledigt am"),
    )  # fmt: skip
    completed_words = original("Abgeschlossen", "completed")
    reach = prose(
        "Reichweite", "reach", "Zum Beispiel: 12 Grundschulen, rund 400 Kinder im Jahr.",
        "erreichte Personen", "Teilnehmende", "Anzahl Teilnehmende", "Zahl der Teilnehmenden", width=30,
        example="3 Grundschulen, rund 60 Kinder im Jahr",
    )  # fmt: skip
    stages = names(
        "Bildungsphasen", "stages", example="Primarstufe",
        synonyms=("Bildungsphase", "Phase", "Bildungsbereich", "Bildungsstufe"),
    )  # fmt: skip
    transitions = names(
        "Übergänge", "transitions", synonyms=("Übergang", "Bildungsübergang"), example="Kita – Grundschule"
    )  # fmt: skip
    target_groups = names(
        "Zielgruppen", "target_groups", example="Kinder im Grundschulalter\nFamilien",
        synonyms=("Zielgruppe", "Adressaten", "für wen"),
    )  # fmt: skip
    districts = names(
        "Stadtbezirke", "districts", example="Wanne\nEickel",
        synonyms=("Stadtbezirk", "Bezirk", "Ort", "Stadtteil", "Sozialraum", "Stadtteile", "wo"),
    )  # fmt: skip
    input_text = prose("Ressourcen (Input)", "input_text", "Was setzen wir ein?", "Input", "Ressourcen")
    output_text = prose("Leistungen (Output)", "output_text", "Was tun wir, und wen erreichen wir?", "Output")
    outcome_text = prose(
        "Wirkung bei der Zielgruppe (Outcome)", "outcome_text", "Was ändert sich bei ihr?", "Outcome", "Wirkung"
    )
    impact_text = prose(
        "Gesellschaftliche Wirkung (Impact)", "impact_text", "Was ändert sich auf lange Sicht?", "Impact"
    )
    milestones = Column(
        "Meilensteine",
        kinds.Steps(("title", kinds.TEXT), ("due", kinds.ROUGH), ("reached_on", kinds.DAY), ("due_words", kinds.TEXT),
                    needs=("title", "due")),
        gathers="milestones", fields=("milestones",), width=44, synonyms=("Meilenstein", "Schritte"),
        explanation=f"„Schritt | geplant für | erreicht am“, das Letzte nur, wenn er erreicht ist. {ONE_A_LINE}",
        example="Auftakt | 01.09.2026 | 03.09.2026\nZwischenbericht | Juni 2027",
    )  # fmt: skip
    funding = Column(
        "Finanzierung",
        kinds.Funding(("source", kinds.TEXT), ("kind", kinds.choice(FundingKind.choices)), ("year", kinds.YEAR),
                    ("amount", kinds.MONEY), ("note", kinds.TEXT), needs=("source",)),
        gathers="funding_items", fields=("funding",), width=44,
        synonyms=("Fördermittel", "Mittel", "Kosten", "Budget", "Mittelgeber", "Förderung"),
        explanation="„Mittelgeber | Herkunft | Jahr | Betrag | Anmerkung“; kein Betrag heißt: nicht geplant. "
        f"Herkunft: {', '.join(str(label) for label in FundingKind.labels)}. {ONE_A_LINE}",
        example="Beispielstiftung | Stiftung oder Spende | 2026 | 1.500,00 €",
    )  # fmt: skip
    budget = Column(
        "Haushaltszeilen",
        kinds.Parts(("plan", kinds.choice(BudgetPlan.choices)), ("year", kinds.YEAR), ("product_number", kinds.TEXT),
                    ("product_name", kinds.TEXT), ("account_group_number", kinds.TEXT),
                    ("account_group_name", kinds.TEXT), ("amount", kinds.MONEY), needs=("plan", "amount")),
        gathers="budget_lines", fields=("budget",), width=44, synonyms=("Haushalt", "Haushaltszeile", "Produkt"),
        explanation="„Plan | Jahr | Produkt Nr. | Produkt Bez. | Kontengruppe Nr. | Kontengruppe Bez. | Betrag“. Plan: "
        f"{' oder '.join(str(label) for label in BudgetPlan.labels)}; Aufwand mit Minus. {ONE_A_LINE}",
    )  # fmt: skip
    source_urls = prose(
        "Quellen", "source_urls", "Adressen von Seiten, eine je Zeile.", "Quelle", "Link", "Links", width=34
    )
    last_confirmed_on = Column(
        "Zuletzt bestätigt", kinds.Day(), reads=("last_confirmed_on",), width=16, readonly=True,
        explanation="Wird beim Einlesen nicht gebraucht.",
    )  # fmt: skip
    publication = Column(
        "Veröffentlichungsstand", kinds.Choice(Publication.choices), reads=("publication",), width=20, readonly=True,
        action=SIGNED_IN, explanation="Wird beim Einlesen nicht gebraucht: Freigeben geschieht auf der Seite.",
    )  # fmt: skip
    internal_note = prose(
        "Interne Notiz", "internal_note", "Sieht nur das Bildungsbüro.", "Notiz", "interne Notiz des Bildungsbüros",
        "Bemerkung", "Bemerkungen", "Anmerkung", "Kommentar", action="see_internal",
    )  # fmt: skip

    def __init__(self, user: Person) -> None:
        super().__init__()
        self.user = user
        for key, column in self.fields.items():
            column.key = key

    def _shows(self, column: Column) -> bool:
        if column.action == SIGNED_IN:
            return self.user.is_authenticated
        return not column.action or access.may(self.user, column.action, Measure)

    def columns(self, keys: Iterable[str] | None = None) -> list[Column]:
        """The columns of these keys that ``user`` may see, in the order of the list; without ``keys`` all."""
        wanted = None if keys is None else set(keys)
        return [one for one in self.fields.values() if self._shows(one) and (wanted is None or one.key in wanted)]

    def rows(self, measures: Any, columns: Sequence[Column]) -> Iterator[tuple[Rendered, ...]]:
        """The rendered cells of each measure, in the order of ``measures`` (a queryset)."""
        for batch in self.batches(measures, columns):
            yield from zip(*batch, strict=True)

    def batches(self, measures: Any, columns: Sequence[Column]) -> Iterator[list[Sequence[Rendered]]]:
        """The same column by column, which is three times as fast: of each batch of rows a list for each column."""
        reads = list(dict.fromkeys(("pk", *(name for column in columns for name in column.reads))))
        stored = measures.values_list(*reads).iterator(chunk_size=BATCH)
        goals = self._goals() if any(column.key == "leading_goal" for column in columns) else {}
        while batch := list(islice(stored, BATCH)):
            held = dict(zip(reads, zip(*batch, strict=True), strict=True))
            yield [self._rendered(column, held, goals) for column in columns]

    def _rendered(self, column: Column, held: Mapping[str, Sequence[Any]], goals: dict[int, str]) -> Sequence[Rendered]:
        """The cells of one column; ``held`` are the values of the batch by what they were read as."""
        render = column.widget.render
        if column.gathers:
            found = GATHERERS[column.gathers](list(held["pk"]), self.user)
            return [render(found.get(pk)) for pk in held["pk"]]
        if column.key == "leading_goal":
            return [goals.get(pk, "") for pk in held["leading_goal_id"]]
        values = [held[name] for name in column.reads]
        return column.widget.render_all(values[0] if len(values) == 1 else list(zip(*values, strict=True)))

    def _goals(self) -> dict[int, str]:
        """The words of every goal that ``user`` may see."""
        goals = Goal.objects.permitted("view", self.user).values_list("pk", "period__key", "number", "title")
        return {pk: goal_words(period, number, title) for pk, period, number, title in goals.order_by()}
