"""What a browser sends for a rating sheet."""

from typing import Any

from evaluation.models import RatingSheet
from tests import make


def typed(sheet: RatingSheet, *values: Any, do: str = "submit", **more: Any) -> dict[str, Any]:
    """The fields of a sheet, complete for each of ``values``; ``n`` is "nicht bewertbar"."""
    sheet = RatingSheet.objects.get(pk=sheet.pk)
    data: dict[str, Any] = {"do": do, "revision_no": sheet.revision_no}
    for asked, value in zip(make.measure_criteria(sheet.rated.round), values, strict=False):
        data |= {f"value_{asked.pk}": value, f"rationale_{asked.pk}": "Weil es so ist."}
        data[f"backing_{asked.pk}"] = "" if value == "n" else "figure"
    return data | more
