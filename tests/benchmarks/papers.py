"""What a committee paper of so many measures costs, beside one plain call of WeasyPrint; prints a row as JSON.

``python -m tests.benchmarks.papers SIZE [dossier] [plain]``; each row in a process of its own, after a first small
paper. The paper is a Sachstandsbericht, a few measures a page, or a dossier with a Steckbrief for each.
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
from random import Random
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
SENTENCE = 105  # letters
TEXT = """die der das eine und mit für bei von zwischen Angebote Beratung Beteiligung Bewegung Eltern Ergebnisse
Erfahrungen Fachkräfte Familien Förderung Fortbildung Ganztag Gruppe Herbst Jugendliche Kinder Kita Klasse Kooperation
Lesepaten Lernen Material Nachmittag Netzwerk Planung Quartier Räume Schule Sprache Stadtteil Träger Übergang
Vereinbarung Verwaltung Zusammenarbeit begleitet bleibt erprobt erreicht erweitert gemeinsam gestaltet jährlich legt
lernen neue offen planen regelmäßig sucht trifft verabredet vorbereitet weitere wird wöchentlich zusammen"""


def prose(key: str, sentences: int) -> str:
    """Words as no other measure has them: what stands equal on every page could be set once for all."""
    random, words, found = Random(key), TEXT.split(), []
    for _ in range(sentences):
        sentence = random.choice(words)
        while len(sentence) < SENTENCE:
            sentence += " " + random.choice(words)
        found.append(sentence[0].upper() + sentence[1:])
    return ". ".join(found) + "."


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


def profile(one: dict[str, Any], goal: int) -> dict[str, Any]:
    """A Steckbrief as the offices of a city fill it: a page; of each third measure two."""
    key = one["number"]
    long = int(key[2:]) % 3 == 0
    return {
        "number": key,
        "title": one["title"],
        "summary": prose(f"{key} summary", 2),
        "facts": [
            ["Handlungsziel", f"{goal} – Übergänge gestalten"],
            ["Federführung", one["lead"]],
            [
                "Umsetzungsstand",
                f"{one['status_label']} – {prose(f'{key} status', 1)[:30]}.\nGrund: {one['reason'] or 'keiner'}",
            ],
            ["Zuletzt bestätigt", "01.05.2026"],
            ["Geplanter Beginn", one["from"]],
            ["Geplantes Ende", one["until"]],
            ["Bildungsphasen", "Frühe Bildung, Primarstufe"],
            ["Zielgruppen", "Kinder von drei bis zehn Jahren, Eltern, Fachkräfte"],
            ["Stadtbezirke", "Wanne, Eickel, Sodingen, Herne-Mitte"],
        ],
        "participations": ["Stadtbibliothek: Räume und Medien", "Familienbildungsstätte"],
        "chain": [
            {"name": name, "question": "Was ändert sich?", "text": prose(f"{key} {name}", 1)}
            for name in ("Input", "Output")[: 1 + long]
        ],
        "milestones": [
            {"title": f"Schritt {step} der Umsetzung", "due": "Schuljahr 2025/26", "reached": "–"}
            for step in (1, 2, 3)[: 1 + 2 * long]
        ],
        "funding": [{"year": "2026", "source": "Land", "kind": "Drittmittel", "amount": "12.000,00 €"}] if long else [],
        "funding_total": "12.000,00 €",
        "budget_plans": [],
        "notes": [
            {"heading": f"01.0{month}.2026: im Plan", "text": prose(f"{key} {month}", 2), "reason": ""}
            for month in ((5, 3, 1) if long else (5,))
        ],
        "marked": [],
        "sources": ["https://example.org/vorlage/2022-1106"],
        "earlier": [],
        "statement": None,
    }


def dossier(size: int) -> Values:
    """The Maßnahmendossier of the same measures."""
    found = values(size)
    pairs = [(one, goal["number"]) for goal in found["goals"] for one in goal["measures"]]
    profiles = sorted((profile(*pair) for pair in pairs), key=lambda one: int(one["number"][2:]))
    texts = {**found["texts"], "measures": "In der Anlage sind die Steckbriefe."}
    return {**found, "kind": "massnahmendossier", "texts": texts, "profiles": profiles, "narrowed": None}


def change(found: Values) -> None:
    """What is edited between two drafts: the title of one measure, wherever it stands."""
    rows = [*found["goals"][1]["measures"], *found.get("profiles", ())]
    number = found["goals"][1]["measures"][0]["number"]
    for one in rows:
        if one["number"] == number:
            one["title"] = "Seit gestern heißt sie anders"


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
    from bildungsnetz.documents import cures, engine, typeface

    cures.undo()
    html = render_to_string("pdf/report.html", {**document(found), "title": "Bericht"})
    page = engine.weasyprint.HTML(string=printable(html), base_url="paper:", url_fetcher=engine.Fetcher())
    pdf: bytes = page.write_pdf(font_config=typeface.font_configuration(), pdf_variant="pdf/ua-1")
    return pdf


def peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def row(found: Values) -> dict[str, float]:
    shelf = Memory()
    pdf, used, took = timed(lambda: in_chapters(found, shelf))
    change(found)
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


def plain(found: Values) -> dict[str, float]:
    pdf, used, took = timed(lambda: in_one_call(found))
    return {"pages": page_count(pdf), "seconds": took, "cpu": used, "own_mib": peak(resource.RUSAGE_SELF)}


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


if __name__ == "__main__":
    in_chapters(values(5), Memory())
    chosen = plain if "plain" in sys.argv else row
    paper = dossier if "dossier" in sys.argv else values
    print(json.dumps(chosen(paper(int(sys.argv[1])))))
