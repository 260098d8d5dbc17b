"""A whole paper of invented, neutral data; every part of the layout is in it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from bildungsnetz.documents import charts, paper
from bildungsnetz.documents.pdf import render_pdf

CREATED_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TITLE = "Vorlage 2026/0042: Sachstandsbericht Bildungsnetzwerk"

FACTS = """Die Verwaltung hat alle Bildungsakteure um eine Meldung zum Stand ihrer Maßnahmen gebeten. Die Meldungen \
wurden gemeinsam mit den Netzwerken ausgewertet; abweichende Einschätzungen sind im Text kenntlich gemacht.

Ausgewertet wurden:
- die Sachstandsmeldungen der Akteure zum Stichtag,
- die Ergebnisse der gemeinsamen Bewertung und
- die Kennzahlen der amtlichen Statistik.

Die Bildungsübergangsbegleitung und die Berufsorientierungsveranstaltungen im Stadtbezirk wurden fortgeführt.
"""

RESOLUTION = """1. Der Ausschuss nimmt den Bericht zur Umsetzung der Handlungsziele zur Kenntnis.
2. Die Verwaltung wird beauftragt, die Maßnahmen im Dialog mit den Bildungsakteuren weiterzuentwickeln.
3. Über den Stand ist erneut zu berichten.
"""


def status_bar() -> charts.StatusBar:
    counts = [("im Plan", 5, "good"), ("gefährdet", 1, "watch"), ("verzögert", 2, "late"), ("abgeschlossen", 3, "done")]
    segments = tuple(charts.Segment(label, count, tone) for label, count, tone in counts)
    return charts.StatusBar("Maßnahmen nach Umsetzungsstand", segments, width=620)


def indicator_chart(goal: int) -> charts.IndicatorChart:
    values = [Decimal("61.4"), Decimal("63.0"), None, Decimal("66.2"), Decimal("68.9")]
    points = tuple(charts.Point(f"20{18 + year}/{19 + year}", value) for year, value in enumerate(values))
    return charts.IndicatorChart(
        "Anteil der Kinder mit Sprachförderung", points, "%", 1, Decimal(75), Decimal("61.4"), goal=goal, width=620
    )


def goal_bars() -> charts.GoalBars:
    titles = [
        "Übergänge gestalten",
        "Teilhabe stärken",
        "Übergang von der Schule in den Beruf",
        "Sprache",
        "Vernetzung",
    ]
    bars = tuple(charts.GoalBar(number, title, 3 * number) for number, title in enumerate(titles, start=1))
    return charts.GoalBars("Maßnahmen je Handlungsziel", bars, width=620)


def section(number: int, measures: int) -> dict[str, Any]:
    rows = [
        {
            "number": f"M-{number}{index:02}",
            "title": "Begleitung beim Übergang von der Kindertageseinrichtung in die Grundschule",
            "lead": "Fachbereich Schule und Weiterbildung",
            "status": "im Plan",
        }
        for index in range(1, measures + 1)
    ]
    scale = charts.AttainmentScale("Zielerreichung", Decimal("2.6"), Decimal("2.1"), goal=number, width=420)
    return {
        "heading": f"Handlungsziel {number}",
        "text": FACTS,
        "charts": [status_bar(), indicator_chart(number), scale],
        "measures": rows,
    }


def context(*, draft: bool = False, measures: int = 7, goals: int = 2) -> dict[str, Any]:
    """What specimen.html asks for."""
    address = "https://bildungsnetz.example/pruefen/7KQM-42XD-9TRA/"
    verification = None if draft else paper.Verification("7KQM-42XD-9TRA", address)
    return {
        "title": TITLE,
        "city": "Stadt Beispiel",
        "office": "Der Oberbürgermeister · Fachbereich Schule und Weiterbildung",
        "running_head": "Vorlage 2026/0042 · Sachstandsbericht Bildungsnetzwerk",
        "draft": draft,
        "foot": verification.line if verification else "",
        "kind": "Öffentliche Beschlussvorlage",
        "number": "2026/0042",
        "subject": "Handlungsziele des Bildungsnetzwerks: Stand der Umsetzung",
        "rows": [
            ("Status", "öffentlich"),
            ("Vorlage-Art", "öffentliche Beschlussvorlage"),
            ("Federführend", "FB 31 – Schule und Weiterbildung"),
            ("Datum", "24.11.2026"),
        ],
        "consultations": [
            paper.ConsultationRow("Schulausschuss", "Vorberatung", date(2026, 12, 3), "zur Kenntnis genommen"),
            paper.ConsultationRow("Ausschuss für Kinder, Jugend und Familie", "Entscheidung", date(2026, 12, 10)),
        ],
        "result_plan": [
            paper.FinanceRow(
                "21 08", "Zentrale Leistungen", "2", "Zuwendungen und allgemeine Umlagen", Decimal(170000)
            ),
            paper.FinanceRow(
                "21 08", "Zentrale Leistungen", "16", "Sonstige ordentliche Aufwendungen", Decimal(-25000)
            ),
        ],
        "finance_plan": [],
        "proposed_resolution": RESOLUTION,
        "facts": FACTS,
        "bars": goal_bars(),
        "sections": [section(number, measures) for number in range(1, goals + 1)],
        "attachments": [
            paper.AttachmentRow(1, "Übersicht der Maßnahmen", file="PDF, 120 KB"),
            paper.AttachmentRow(2, "Gegenüberstellung der Ziele alt und neu"),
        ],
        "verification": verification,
    }


def html(values: dict[str, Any]) -> str:
    source = (Path(__file__).parent / "specimen.html").read_text()
    return Engine.get_default().from_string(source).render(Context(values))


def pdf(values: dict[str, Any] | None = None) -> bytes:
    return render_pdf(html(values or context()), title=TITLE, created_at=CREATED_AT, author="Stadt Beispiel")
