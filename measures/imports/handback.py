"""The rows of a run that were refused, as a workbook."""

from typing import Any

from django.http import Http404

from bildungsnetz.accounts.models import User
from bildungsnetz.sheets.handback import Fault, annotated
from bildungsnetz.sheets.reading import read
from measures.models import ImportRun, Outcome

from . import files


def refused_rows(run: ImportRun, user: User) -> bytes:
    """Raises Http404 where none was refused."""
    told: dict[int, Any] = dict(run.rows.filter(outcome=Outcome.REFUSED).values_list("number", "told"))
    if not told:
        raise Http404("nothing was refused")
    heads = files.heads_of(run, user)
    _, table = files.choose(read(bytes(run.content), run.file_name), run.sheet, heads)
    rows = [row for row in table.rows if row.number in told]
    faults = [Fault(row.number, *error) for row in rows for error in told[row.number]["errors"]]
    return annotated("Abgelehnt", table.columns, rows, faults)
