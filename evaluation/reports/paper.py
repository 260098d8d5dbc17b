"""From a report's values to what its PDF template shows. Reads nothing but the values."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bildungsnetz.documents.paper import AttachmentRow, ConsultationRow, FinanceRow, Verification
from evaluation.sections import shortened
from goals.models import PaperType

from . import KINDS, answers, change_drawings
from .kind import Section, Values

CITY, OFFICE = "Stadt Herne", "Der Oberbürgermeister"
ONE_LINE = 85  # letters above each page


def document(values: Values) -> dict[str, Any]:
    """The context of pdf/report.html."""
    head, version, kind = values["head"], values.get("version"), KINDS[values["kind"]]
    sections, annexes = [*kind.sections(values), *answers.sections(values)], kind.annexes(values)
    verification = Verification(version["code"], version["address"]) if version else None
    return {
        "is_demo": values["is_demo"],
        "texts": values["texts"],
        "finance": values["finance"],
        "city": CITY,
        "office": f"{OFFICE} · {head['lead_department']}" if head["lead_department"] else OFFICE,
        "running_head": shortened(" · ".join(part for part in (paper_name(values), head["subject"]) if part), ONE_LINE),
        "draft": version is None,
        "foot": verification.line if verification else "",
        "verification": verification,
        "resolves": resolves(values),
        "kind_line": paper_type_words(values),
        "name": paper_name(values) or kind.label,
        "subject": head["subject"],
        "rows": head_rows(values),
        "consultations": [consultation(row) for row in values["consultations"]],
        "result_plan": [finance_row(row) for row in values["finance"]["result_plan"]],
        "finance_plan": [finance_row(row) for row in values["finance"]["finance_plan"]],
        "changes": change_drawings.changes(values),
        "sections": numbered(sections, first=3),
        "outlook_number": 3 + len(sections),
        "annexes": numbered(annexes, first=1),
        "attachments": [AttachmentRow(n, one.title, file="in dieser Datei") for n, one in enumerate(annexes, 1)],
        "signature": signature(values["texts"]["signature"]),
    }


def numbered(sections: list[Section], first: int) -> list[tuple[int, Section]]:
    return list(enumerate(sections, first))


def resolves(values: Values) -> bool:
    return bool(values["head"]["paper_type"] == PaperType.RESOLUTION)


def paper_name(values: Values) -> str:
    number = values["head"]["paper_number"]
    return f"Vorlage - {number}" if number else ""


def paper_type_words(values: Values) -> str:
    return "öffentliche Beschlussvorlage" if resolves(values) else "Berichtsvorlage"


def head_rows(values: Values) -> list[tuple[str, str]]:
    head = values["head"]
    rows = [
        ("Status", "öffentlich"),
        ("Vorlage-Art", paper_type_words(values)),
        ("Verfasser", "Kommunales Bildungsbüro"),
        ("Federführend", head["lead_department"]),
    ]
    return [(label, value) for label, value in rows if value]


def consultation(row: Mapping[str, str]) -> ConsultationRow:
    held_on = date.fromisoformat(row["held_on"]) if row["held_on"] else None
    return ConsultationRow(row["committee"], row["role"], held_on)


def finance_row(row: Mapping[str, str]) -> FinanceRow:
    names = {name: value for name, value in row.items() if name != "amount"}
    return FinanceRow(**names, amount=Decimal(row["amount"]))


def signature(text: str) -> dict[str, list[str]]:
    """The lines above and below the place to sign, which is the first blank line."""
    above, _, below = text.replace("\r\n", "\n").partition("\n\n")
    return {"above": above.split("\n") if above else [], "below": [line for line in below.split("\n") if line]}


def made_at(values: Values) -> datetime:
    """When the version was frozen; a draft is as old as the day it speaks of."""
    if version := values.get("version"):
        return datetime.fromisoformat(version["frozen_at"])
    return datetime.combine(date.fromisoformat(values["reference_on"]), time(), ZoneInfo("Europe/Berlin"))
