"""The list of a round's ratings, and of its sheets: what stands behind the figures of its results. For the offices."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from bildungsnetz.web import keyset
from evaluation import rating_rows
from evaluation.forms.rating_rows import RatingFilter
from evaluation.models import Backing, EvaluationRound, Voice
from evaluation.ratings import Standing
from measures.models import measure_number

BACKINGS = dict(Backing.choices)
VOICES = dict(Voice.choices)
STANDINGS = dict(Standing.choices)
MOST_LETTERS = 160  # of a rationale in a row


@require_safe
def round_ratings(request: HttpRequest, serial: int) -> HttpResponse:
    """Ratings narrowed by goal, criterion, voice, value, backing and outcome, or, with ``standing``, sheets."""
    if any(value == "" for value in request.GET.values()):
        return redirect(f"{request.path}{address(request.GET)}")  # a form also sends what was left empty
    rounds = EvaluationRound.objects.select_related("period")
    evaluation_round = get_object_or_404(rounds.permitted("view", request.user), serial=serial)
    form = RatingFilter(request.GET, evaluation_round=evaluation_round)
    chosen = form.chosen()
    context = sheet_page(request, evaluation_round, chosen) if "standing" in chosen else None
    context = context or rating_page(request, evaluation_round, chosen)
    page: keyset.Page = context["page"]
    context |= {
        "round": evaluation_round,
        "filter": drawn(Drawing((address(request.GET), *form.offered), form)),
        "chips": [
            {"label": form.label_of(name, value), "url": address(request.GET, **{name: None})}
            for name, value in chosen.items()
        ],
        "previous": address(request.GET, **page.previous) if page.previous else "",
        "following": address(request.GET, **page.following) if page.following else "",
    }
    return render(request, "evaluation/rating_rows.html", context)


@dataclass(frozen=True)
class Drawing:
    """A filter to be drawn; what is typed and what is offered make its key."""

    key: tuple[Any, ...]
    form: RatingFilter = field(compare=False)


@lru_cache(maxsize=50)
def drawn(drawing: Drawing) -> SafeString:
    """The filter as HTML. Seven selects cost as much as the rows, and they mostly look the same."""
    return SafeString(drawing.form)


class RatingLine(NamedTuple):
    """One rating as it is listed; ``url`` leads to all that was said about the measure."""

    url: str
    measure: str
    goal: int
    speaker: str
    role: str
    criterion: str
    value: str
    backing: str
    rationale: str


def rating_page(request: HttpRequest, evaluation_round: EvaluationRound, chosen: dict[str, str]) -> dict[str, Any]:
    rows = rating_rows.ratings(evaluation_round, request.user, chosen)
    page = rating_rows.page(rows, rating_rows.RATING_ORDER, rating_rows.RATING_COLUMNS, request.GET)
    voices_url = address_of_voices(evaluation_round)
    return {
        "page": page,
        "total": rating_rows.total(evaluation_round, chosen, rows),
        "ratings": [
            RatingLine(
                f"{voices_url}{number}/",
                f"{number} {row['sheet__rated__measure__title']}",
                row["sheet__rated__goal__number"],
                *spoken_by(row["sheet__actor__name"], row["sheet__voice"]),
                row["criterion__criterion__title"],
                "nicht bewertbar" if row["value"] is None else str(row["value"]),
                str(BACKINGS.get(row["backing"], "")),
                shortened(row["rationale"]) or "–",
            )
            for row in page.rows
            if (number := measure_number(row["sheet__rated__measure__serial"]))
        ],
    }


class SheetLine(NamedTuple):
    """One sheet as it is listed."""

    url: str
    measure: str
    goal: int
    speaker: str
    role: str
    standing: str
    submitted_at: datetime | None


def sheet_page(request: HttpRequest, evaluation_round: EvaluationRound, chosen: dict[str, str]) -> dict[str, Any]:
    rows = rating_rows.sheets(evaluation_round, chosen)
    page = rating_rows.page(rows, rating_rows.SHEET_ORDER, rating_rows.SHEET_COLUMNS, request.GET)
    voices_url, standing = address_of_voices(evaluation_round), str(STANDINGS[chosen["standing"]])
    return {
        "page": page,
        "total": rating_rows.total(evaluation_round, chosen, rows),
        "sheets": [
            SheetLine(
                f"{voices_url}{number}/",
                f"{number} {row['rated__measure__title']}",
                row["rated__goal__number"],
                *spoken_by(row["actor__name"], row["voice"]),
                standing,
                row["submitted_at"],
            )
            for row in page.rows
            if (number := measure_number(row["rated__measure__serial"]))
        ],
    }


def spoken_by(actor: str | None, voice: str) -> tuple[str, str]:
    """Who speaks, and as what where that is not said yet."""
    return actor or str(VOICES[voice]), f"({VOICES[voice]})" if actor else ""


def shortened(text: str) -> str:
    """The beginning of a rationale; all of it stands with the measure."""
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()} …"


def address_of_voices(evaluation_round: EvaluationRound) -> str:
    """What stands before a measure's number in the address of all that was said about it; asked once for fifty rows."""
    of_one = reverse("evaluation:rated_measure", args=[evaluation_round.serial, 1])
    return of_one.removesuffix(f"{measure_number(1)}/")


def address(query: QueryDict, **changes: str | None) -> str:
    """This page's query with ``changes`` (None removes a key), without a place in the list and without empty values."""
    kept = {key: value for key, value in query.items() if value and key not in ("after", "before", "at")}
    return f"?{urlencode({key: value for key, value in {**kept, **changes}.items() if value})}"
