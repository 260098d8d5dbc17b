"""What a committee paper of so many measures costs, beside one plain call of WeasyPrint; prints a row as JSON.

``python -m tests.benchmarks.papers SIZE [plain]``; each row in a process of its own, after a first small paper.
"""

import io
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")

import django

django.setup()

import pikepdf
from django.template.loader import render_to_string

from bildungsnetz.documents import chapters
from bildungsnetz.documents.chapter import Chapter
from bildungsnetz.documents.text import printable
from evaluation.reports import rendering
from evaluation.reports.kind import Values
from evaluation.reports.paper import document
from measures.models import Status

MEASURES_A_GOAL = 20


def measure(number: int) -> dict[str, Any]:
    status = Status.values[number % len(Status.values)]
    return {
        "number": f"M-{number:03d}",
        "title": f"Begleitung beim Übergang von der Kindertageseinrichtung in die Grundschule, Teil {number}",
        "lead": "Fachbereich Schule und Weiterbildung",
        "status": status,
        "status_label": str(Status(status).label),
        "reason": "Die Stelle ist noch nicht besetzt; das Verfahren läuft." if number % 3 == 0 else "",
        "from": "August 2024",
        "until": "Juli 2027",
        "confirmed_on": "2026-05-01",
        "marks": ["Beispiel: Stand"],
    }


def indicator(goal: int) -> dict[str, Any]:
    years = [
        {"label": str(year), "value": str(60 + year % 7), "text": f"{60 + year % 7},0 %", "note": "", "mark": ""}
        for year in range(2019, 2026)
    ]
    return {
        "title": f"Anteil der Kinder mit Sprachförderung, Ziel {goal}",
        "unit": "%",
        "decimals": 1,
        "values": years,
        "definition": "Anteil an allen Kindern des Jahrgangs",
        "marks": [],
        "sources": [],
        "baseline": None,
        "comparison": None,
        "target": None,
        "target_text": "75,0 %",
    }


def goal(number: int, measures: list[dict[str, Any]]) -> dict[str, Any]:
    counts = Counter(one["status"] for one in measures)
    return {
        "number": number,
        "title": "Übergänge gestalten",
        "plain_text": "",
        "marks": [],
        "related": [],
        "text": "Die Übergänge werden gemeinsam gestaltet, und niemand geht auf dem Weg verloren. " * 3,
        "counts": {status: counts[status] for status in Status.values},
        "measures": measures,
        "indicators": [indicator(number)],
    }


def values(size: int) -> Values:
    """A paper of ``size`` invented measures, at least five goals."""
    count = max(5, size // MEASURES_A_GOAL)
    measures = [measure(number) for number in range(1, size + 1)]
    goals = [goal(number + 1, measures[number::count]) for number in range(count)]
    words = "Die Verwaltung hat alle Bildungsakteure um eine Meldung zum Stand ihrer Maßnahmen gebeten. "
    return {
        "kind": "sachstandsbericht",
        "reference_on": "2026-06-01",
        "resolution": None,
        "is_demo": True,
        "period": {"key": "2023-2027", "label": "2023–2027", "ends_on": "2027-12-31"},
        "head": {
            "subject": "Sachstandsbericht zu den Handlungszielen",
            "paper_number": "2026/0042",
            "paper_type": "resolution",
            "paper_type_label": "Beschlussvorlage",
            "lead_department": "FB 31",
            "committee": "Schulausschuss",
            "session_on": "11.06.2026",
        },
        "consultations": [{"committee": "Schulausschuss", "role": "Entscheidung", "held_on": "2026-06-11"}],
        "finance": {"result_plan": [], "finance_plan": [], "years": [], "measures": []},
        "texts": {
            "proposed_resolution": "1. Der Ausschuss nimmt den Bericht zur Kenntnis.",
            "introduction": words * 3,
            "procedure": words * 4,
            "outlook": words * 2,
            "signature": "Der Oberbürgermeister\n\nStadtrat",
            **{f"goal-{one['number']}": words * 3 for one in goals},
        },
        "goals": goals,
        "round": None,
        "statements": [],
        "follow_up": [],
    }


class Memory:
    """A shelf without a database."""

    def __init__(self) -> None:
        self.kept: dict[str, Chapter] = {}

    def known(self, keys: Sequence[str]) -> dict[str, Chapter]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def keep(self, key: str, chapter: Chapter) -> None:
        self.kept[key] = chapter


def cpu() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def timed(work: Callable[[], bytes]) -> tuple[bytes, float, float]:
    """What it made, its CPU and its time in seconds."""
    before, started = cpu(), time.perf_counter()
    made = work()
    return made, cpu() - before, time.perf_counter() - started


def in_chapters(found: Values, shelf: Memory) -> bytes:
    paper = rendering.paper(found)
    return chapters.write(replace(paper, shelf=shelf) if paper.shelf else paper)


def in_one_call(found: Values) -> bytes:
    """The same paper as WeasyPrint alone makes it: one document, its pages as they come."""
    from bildungsnetz.documents import engine, pydyf_cure, typeface

    pydyf_cure.undo()
    html = render_to_string("pdf/report.html", {**document(found), "title": "Bericht"})
    page = engine.weasyprint.HTML(string=printable(html), base_url="paper:", url_fetcher=engine.Fetcher())
    pdf: bytes = page.write_pdf(font_config=typeface.font_configuration(), pdf_variant="pdf/ua-1")
    return pdf


def peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def row(size: int) -> dict[str, float]:
    found, shelf = values(size), Memory()
    pdf, used, took = timed(lambda: in_chapters(found, shelf))
    found["goals"][1]["measures"][0]["title"] = "Seit gestern heißt sie anders"
    _, used_again, took_again = timed(lambda: in_chapters(found, shelf))
    return {
        "pages": page_count(pdf),
        "seconds": took,
        "cpu": used,
        "again": used_again,
        "again_seconds": took_again,
        "press_mib": peak(resource.RUSAGE_CHILDREN),
        "own_mib": peak(resource.RUSAGE_SELF),
        "kib": len(pdf) / 1024,
    }


def plain(size: int) -> dict[str, float]:
    found = values(size)
    pdf, used, took = timed(lambda: in_one_call(found))
    return {"pages": page_count(pdf), "seconds": took, "cpu": used, "own_mib": peak(resource.RUSAGE_SELF)}


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


if __name__ == "__main__":
    in_chapters(values(5), Memory())
    chosen = plain if "plain" in sys.argv else row
    print(json.dumps(chosen(int(sys.argv[1]))))
