"""Values in, PDF out: the same values always give the same bytes."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bildungsnetz.documents.pdf import render_template_pdf

from . import KINDS
from .kind import Values
from .paper import document

ISSUER = "Stadt Herne"


def render(values: Values) -> bytes:
    """The paper that ``values`` describe: a draft, or the frozen version that they name."""
    return render_template_pdf(
        "pdf/report.html",
        document(values),
        title=values["head"]["subject"],
        created_at=made_at(values),
        author=ISSUER,
        subject=about(values),
    )


def about(values: Values) -> str:
    """What the properties of the file say beside its title."""
    return f"{KINDS[values['kind']].label} {values['period']['label']}, {values['head']['committee']}"


def made_at(values: Values) -> datetime:
    """When the version was frozen; a draft is as old as the day it speaks of."""
    if version := values.get("version"):
        return datetime.fromisoformat(version["frozen_at"])
    return datetime.combine(date.fromisoformat(values["reference_on"]), time(), ZoneInfo("Europe/Berlin"))
