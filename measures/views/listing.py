"""The list of measures: filters in the address, counts beside them, fifty rows at a time."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from bildungsnetz import access
from bildungsnetz.web import keyset
from bildungsnetz.web.text import showable
from bildungsnetz.web.views import ListView, Public
from bildungsnetz.web.words import day_with_precision
from measures import figures
from measures.filters import KEYS_OF_PAGING, MeasureFilter
from measures.freshness import graded
from measures.models import ImportRun, Measure, Publication, Status, measure_number
from measures.options import NO_GOAL, filter_options
from measures.ordering import ORDERS
from measures.search import LIMIT
from measures.suggestions import suggestion
from measures.tones import STATUS_TONES

PAGE_SIZE = 50
SORTABLE = {"number": "Nr.", "title": "Maßnahme", "status": "Umsetzungsstand", "end": "geplantes Ende"}
FIRST = ("stage", "district", "sort")
MORE = ("freshness", "period", "target_group", "transition", "actor", "actor_kind", "publication")
CHECKS = ("overdue", "ongoing")
COLUMNS = (
    *("pk", "serial", "title", "status", "publication", "leading_goal_id", "lead__name"),
    *("planned_end_on", "planned_end_precision", "planned_end_words", "is_ongoing", "last_confirmed_on"),
)


class MeasureList(Public, ListView):
    """The measures one may see. With htmx only the results are sent, else the whole page: the address is the same."""

    model = Measure
    template_name = "measures/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any(value == "" for _, value in pairs(request.GET)):
            return redirect(f"{request.path}{address(request.GET)}")  # a form also sends what was left empty
        self.filters = MeasureFilter(request.GET, self.get_queryset(), user=request.user, options=filter_options())
        self.object_list: Any = self.filters.narrowed()
        return self.render_to_response(self.get_context_data())

    def get_template_names(self) -> list[str]:
        htmx: Any = self.request.htmx  # type: ignore[attr-defined]
        part = htmx and not htmx.history_restore_request
        return ["measures/list_results.html" if part else self.template_name]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        filters, query = self.filters, self.request.GET
        counts = figures.count(filters, self.request.user)
        page = self.get_page()
        ticks = access.may(self.request.user, "edit_many", Measure)
        searched = filters.chosen.get("q", "")
        guess = suggestion(searched) if searched and not page.rows else ""
        return super().get_context_data(
            filters=filters,
            may_import=access.may(self.request.user, "add", ImportRun),
            errors=filters.errors(),
            counts=counts,
            total=f"{LIMIT}+" if counts.capped else counts.total,
            page=page,
            rows=[row_for_page(row, filters, ticks) for row in page.rows],
            ticks=ticks,
            carried=[(key, one) for key, one in pairs(query) if key not in KEYS_OF_PAGING] if ticks else (),
            previous=address(query, **page.previous) if page.previous else "",
            following=address(query, **page.following) if page.following else "",
            goal_facets=goal_facets(filters, counts, query),
            status_facets=status_facets(filters, counts, query),
            chips=chips(filters, query),
            kept=[(name, one) for name in ("goal", "status") for one in filters.chosen.get(name, [])],
            form=form(filters),
            columns=columns(filters.order, query),
            guess=guess,
            guess_url=address(query, q=guess),
            download_query=address(query),
            **context,
        )

    def get_page(self) -> keyset.Page:
        sort = self.filters.order
        order = ORDERS[sort.removeprefix("-")]
        place = keyset.Place.read(self.request.GET, order)
        rows = self.object_list.values(*COLUMNS)
        return keyset.page(rows, order, descending=sort.startswith("-"), place=place, size=PAGE_SIZE)


def pairs(query: QueryDict) -> list[tuple[str, str]]:
    return [(key, value) for key, values in query.lists() for value in values]


def address(query: QueryDict, **changes: str | None) -> str:
    """This page's query with ``changes`` (None removes a key), without a place in the list and without empty values."""
    kept = [(key, value) for key, value in pairs(query) if value and key not in changes and key not in KEYS_OF_PAGING]
    return f"?{urlencode([*kept, *((key, value) for key, value in changes.items() if value)])}"


def toggled(query: QueryDict, key: str, value: str) -> str:
    """This page's query with ``value`` added to the values of ``key``, or taken from them."""
    kept = [pair for pair in pairs(query) if pair[0] not in KEYS_OF_PAGING]
    changed = [pair for pair in kept if pair != (key, value)] if (key, value) in kept else [*kept, (key, value)]
    return f"?{urlencode(changed)}"


class Row(NamedTuple):
    """A row of the table as it is shown; ``unreleased`` is the publication of what is not public."""

    number: str
    url: str
    title: str
    goal: int | None
    status: str
    lead: str
    end: str
    confirmed: str
    freshness: str
    unreleased: str
    ticks: bool = False  # for those who may change many at once


def row_for_page(row: dict[str, Any], filters: MeasureFilter, ticks: bool) -> Row:
    number = measure_number(row["serial"])
    goal = filters.goals_by_pk.get(row["leading_goal_id"])
    end = day_with_precision(row["planned_end_on"], row["planned_end_precision"], row["planned_end_words"])
    return Row(
        number=number,
        url=f"{filters.list_path}{number}/",
        title=row["title"],
        goal=goal.number if goal else None,
        status=row["status"],
        lead=row["lead__name"],
        end="fortlaufend" if row["is_ongoing"] else end,
        confirmed=day(row["last_confirmed_on"]),
        freshness=graded(row["status"], row["last_confirmed_on"], filters.limits),
        unreleased="" if row["publication"] == Publication.RELEASED else row["publication"],
        ticks=ticks,
    )


def day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else "noch nie"


def goal_facets(filters: MeasureFilter, counts: figures.Counts, query: QueryDict) -> list[dict[str, Any]]:
    """The goals of the chosen or current period, and whatever else is chosen, each with what choosing it would give."""
    chosen = filters.chosen.get("goal", [])
    period = filters.chosen.get("period") or filters.options.current
    shown = [goal for goal in filters.goals.values() if goal.period == period or goal.key in chosen]
    facets = [
        {
            "number": goal.number,
            "label": goal.title,
            "count": None if counts.by_goal is None else counts.by_goal.get(goal.pk, 0),
            "url": toggled(query, "goal", goal.key),
            "chosen": goal.key in chosen,
        }
        for goal in shown
    ]
    if (counts.by_goal or {}).get(None) or NO_GOAL in chosen:
        facets.append(
            {
                "number": None,
                "label": "ohne Handlungsziel",
                "count": (counts.by_goal or {}).get(None, 0),
                "url": toggled(query, "goal", NO_GOAL),
                "chosen": NO_GOAL in chosen,
            }
        )
    return facets


def status_facets(filters: MeasureFilter, counts: figures.Counts, query: QueryDict) -> list[dict[str, Any]]:
    chosen = filters.chosen.get("status", [])
    return [
        {
            "tone": STATUS_TONES[status],
            "label": status.label,
            "count": None if counts.by_status is None else counts.by_status.get(status, 0),
            "url": toggled(query, "status", status),
            "chosen": status in chosen,
        }
        for status in Status
        if counts.by_status is None or counts.by_status.get(status) or status in chosen
    ]


def chips(filters: MeasureFilter, query: QueryDict) -> list[dict[str, str]]:
    """What the list is narrowed by, each with the address without it."""
    several = {name for name, value in filters.chosen.items() if isinstance(value, list)}
    return [
        {"label": words, "url": toggled(query, name, one) if name in several else address(query, **{name: None})}
        for name, one, words in filters.told()
    ]


def form(filters: MeasureFilter) -> dict[str, Any]:
    """The filter bar: what stands in its one line, what behind "Weitere Filter", and whether that is open."""
    more = [name for name in MORE if name in filters.filters]
    return {
        "words": showable(filters.data.get("q", "")),
        "first": [select(filters, name) for name in FIRST],
        "more": [select(filters, name) for name in more],
        "checks": [(name, filters.filters[name].label, name in filters.chosen) for name in CHECKS],
        "open": any(name in filters.chosen for name in (*more, *CHECKS)),
    }


class Select(NamedTuple):
    """A choice of the filter bar; ``options`` are HTML."""

    name: str
    label: str
    options: SafeString


def select(filters: MeasureFilter, name: str) -> Select:
    """One select. Its options are joined here: a hundred actors as widget templates take longer than the page."""
    chosen = filters.order if name == "sort" else filters.chosen.get(name, "")
    choices = tuple(filters.filters[name].extra["choices"]())
    html = options_html(choices if name == "sort" else (("", "alle"), *choices))
    if chosen:
        html = html.replace(f'value="{escape(chosen)}"', f'value="{escape(chosen)}" selected', 1)
    return Select(name, str(filters.filters[name].label), SafeString(html))


@lru_cache(maxsize=64)
def options_html(choices: tuple[tuple[str, str], ...]) -> str:
    return str(format_html_join("", '<option value="{}">{}</option>', choices))


def columns(sort: str, query: QueryDict) -> list[dict[str, str]]:
    """The headings that sort: by ascending, then by descending order."""
    made = []
    for key, label in SORTABLE.items():
        direction = "ascending" if sort == key else "descending" if sort == f"-{key}" else ""
        url = address(query, sort=f"-{key}" if direction == "ascending" else key)
        made.append({"label": label, "direction": direction, "url": url})
    return made
