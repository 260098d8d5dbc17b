"""The list as a file: a page that asks which format and columns, and the files themselves."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from bildungsnetz import access
from bildungsnetz.access import Person
from bildungsnetz.sheets import csv_writing, ods, writing
from bildungsnetz.web.views import Public
from measures import exports, figures
from measures.columns import Column
from measures.exports import AS_LISTED, Export
from measures.filters import MeasureFilter
from measures.models import Measure
from measures.options import filter_options
from measures.resources import MeasureResource
from measures.search import LIMIT
from measures.sheet_template import Template, of_measures

from .listing import address, pairs

OF_EXPORT = ("columns", "column", "plain")
ALL, LISTED, CHOSEN = "all", "list", "chosen"


def narrowed(query: QueryDict, user: Person) -> MeasureFilter:
    measures = Measure.objects.permitted("view", user)
    return MeasureFilter(query, measures, user=user, options=filter_options())


def chosen_columns(query: QueryDict, user: Person) -> list[Column]:
    """The columns that the address asks for; those of the page where it asks for none."""
    resource, which = MeasureResource(user), query.get("columns")
    if which == ALL:
        return resource.columns()
    wanted = query.getlist("column") if which == CHOSEN else AS_LISTED
    return resource.columns(wanted) or resource.columns(AS_LISTED)


def export_of(request: HttpRequest) -> Export:
    filters, user = narrowed(request.GET, request.user), request.user
    return Export(
        filters=filters,
        user=user,
        columns=chosen_columns(request.GET, user),
        total=in_words(filters, user),
        address=address_of_list(filters, request.GET),
        made_at=timezone.now(),
    )


def address_of_list(filters: MeasureFilter, query: QueryDict) -> str:
    return f"{filters.list_path}{address(query, **dict.fromkeys(OF_EXPORT))}"


def in_words(filters: MeasureFilter, user: Person) -> str:
    counts = figures.count(filters, user)
    return f"mehr als {LIMIT}" if counts.capped else str(counts.total)


def too_large(request: HttpRequest, export: Export) -> HttpResponse | None:
    """A page instead of a workbook that would keep everybody waiting; CSV is sent while it is read."""
    if not export.is_too_large():
        return None
    response = Download.as_view()(request, refused=True)
    response.status_code = 400
    return response


class Download(Public, TemplateView):
    """Which format, which columns. The filters of the list come along in the address."""

    template_name = "measures/download.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        query, user = self.request.GET, self.request.user
        filters = narrowed(query, user)
        resource = MeasureResource(user)
        chosen = query.getlist("column") or AS_LISTED
        return super().get_context_data(
            filters=filters,
            errors=filters.errors(),
            narrowed_by=[words for _, _, words in filters.told()],
            total=in_words(filters, user),
            carried=[(key, value) for key, value in pairs(query) if value and key not in OF_EXPORT],
            back=address_of_list(filters, query),
            columns=[(column.key, column.title, column.key in chosen) for column in resource.columns()],
            listed=len(AS_LISTED),
            may_read_in=access.may(user, "edit_many", Measure),
            **context,
        )


def attached(content: Iterable[bytes] | bytes, kind: str, name: str) -> HttpResponseBase:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    if isinstance(content, bytes):
        return HttpResponse(content, content_type=kind, headers=headers)
    return StreamingHttpResponse(content, content_type=kind, headers=headers)


@login_not_required
@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    export = export_of(request)
    if page := too_large(request, export):
        return page
    return attached(exports.xlsx(export), writing.CONTENT_TYPE, f"{export.file_name}.xlsx")


@login_not_required
@require_safe
def as_ods(request: HttpRequest) -> HttpResponseBase:
    export = export_of(request)
    if page := too_large(request, export):
        return page
    return attached(exports.as_ods(export), ods.CONTENT_TYPE, f"{export.file_name}.ods")


@login_not_required
@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """As German Excel opens it; with ``plain`` as programs read it."""
    export = export_of(request)
    content = exports.csv(export, plain=bool(request.GET.get("plain")))
    return attached(content, csv_writing.CONTENT_TYPE, f"{export.file_name}.csv")


@require_safe
def template(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The empty spreadsheet to fill in, for those who read spreadsheets in."""
    access.require(request.user, "edit_many", Measure)
    return to_fill_in(of_measures(request.user), "massnahmen", ending)


def to_fill_in(template: Template, name: str, ending: str) -> HttpResponseBase:
    content, kind = (template.ods(), ods.CONTENT_TYPE) if ending == "ods" else (template.xlsx(), writing.CONTENT_TYPE)
    return attached(content, kind, f"{name}-vorlage.{ending}")
