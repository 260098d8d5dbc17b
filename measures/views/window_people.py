"""Whom the mails of a Sachstandsabfrage reach: all of them on one page, and the people behind a single request."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import DetailView
from measures import asking, windows
from measures.models import ReportingRequest, ReportingWindow
from measures.people import addressees

from .window import OfWindow


class WindowMails(OfWindow, DetailView):
    """Who would get a reminder today, who has not heard of everything, and who gets a letter instead."""

    template_name = "measures/window_mails.html"
    context_object_name = "window"

    def get_queryset(self) -> Any:
        """Before the opening nobody was written to."""
        return ReportingWindow.objects.filter(opens_on__isnull=False)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today, window = timezone.localdate(), self.object
        circle, is_open = asking.owing_circle(window), window.is_open(today)
        return super().get_context_data(
            today=today,
            is_open=is_open,
            owing=len(circle.pairs),
            nudges=asking.nudges(window, circle, today),
            untold=sum(not asked.held_because for asked in asking.still_to_tell(window, circle)),
            unasked=windows.not_asked_yet(window).count() if is_open else 0,
            silent=circle.unreachable,
            latest_held=asking.held_back(window),
            **context,
        )


@require_safe
def request_people(request: HttpRequest, window: int, serial: int) -> HttpResponse:
    """The people of the actor that is asked about one measure; the window's page loads them in place."""
    found = get_permitted(ReportingWindow.objects.all(), request.user, serial=window)
    rows = ReportingRequest.objects.filter(window=found).select_related("measure__lead")
    asked = get_permitted(rows, request.user, measure__serial=serial)
    contacts = asking.contacts_of(found, addressees([asked.measure.lead_id]))
    template = "measures/window_people.html" if request.htmx else "measures/window_people_page.html"  # type: ignore[attr-defined]
    context = {"window": found, "measure": asked.measure, "contacts": contacts[asked.measure.lead_id]}
    return render(request, template, context)
