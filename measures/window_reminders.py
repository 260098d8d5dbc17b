"""Who is reminded of a Sachstandsabfrage that ends, or that has ended without an answer."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from bildungsnetz.outbox.notices import NewNotice, in_batches, source
from bildungsnetz.web.words import ahead

from .links import mail_token
from .models import ReportingMail, ReportingRequest
from .reminders import Matter, Stage, running, to_office, told
from .windows import OWED, STOP_KIND

CLOSING = timedelta(days=7)
TO_OFFICE = timedelta(days=14)
GIVEN_UP = timedelta(days=84)  # after which an unanswered window is history


@source
def windows_closing(today: date) -> Iterator[NewNotice]:
    """What is still owed a week before the end of a window, by a link that needs no account."""
    soon = ReportingRequest.objects.filter(
        OWED, window__closed_at=None, window__opens_on__lt=today, window__closes_on__range=(today, today + CLOSING)
    )
    for batch in in_batches(soon.select_related("window", "measure__lead")):
        links = links_of(batch)
        yield from told((closing(row, today) for row in batch), links)


def closing(row: ReportingRequest, today: date) -> Matter:
    until = row.window.closes_on
    text = f"„{row.window.title}“ endet {ahead(until, today)}: Wie steht es um {row.measure}?"
    return Matter(row.measure, STOP_KIND, f"window_closing:{row.pk}:{until}", text)


def links_of(requests: list[ReportingRequest]) -> dict[tuple[int, str], str]:
    """(measure, address) -> the path of the signed link that the latest mail to this address brought."""
    by_pk = {request.pk: request for request in requests}
    brought = ReportingMail.requests.through.objects.filter(reportingrequest__in=by_pk).order_by("reportingmail")
    rows = brought.select_related("reportingmail")
    return {
        (request.measure_id, row.reportingmail.address): reverse(
            "measures:answer", args=[mail_token(request, row.reportingmail)]
        )
        for row in rows
        if (request := by_pk[row.reportingrequest_id])
    }


@source
def windows_missed(today: date) -> Iterator[NewNotice]:
    """What was not answered in time: the Redaktion can still report signed in; after two weeks the office is told."""
    late = ReportingRequest.objects.filter(OWED, window__closed_at=None, window__opens_on__isnull=False)
    recent = late.filter(window__closes_on__lt=today, window__closes_on__gt=today - TO_OFFICE)
    for batch in in_batches(recent.select_related("window", "measure__lead")):
        yield from told(missed(row) for row in batch)
    old = late.filter(window__closes_on__range=(today - GIVEN_UP, today - TO_OFFICE)).order_by()
    measures = running().filter(pk__in=old.values("measure"))
    text = "Die Antwort auf eine Sachstandsabfrage fehlt seit mehr als zwei Wochen."
    yield from to_office(STOP_KIND, today, measures, text, reverse("measures:window_list"))


def missed(row: ReportingRequest) -> Matter:
    text = (
        f"Zu „{row.window.title}“ fehlt noch, wie es um {row.measure} steht. Die Frist endete am "
        f"{row.window.closes_on:%d.%m.%Y}; melden können Sie den Sachstand weiterhin."
    )
    return Matter(row.measure, STOP_KIND, f"window_missed:{row.pk}:{row.window.closes_on}", text, Stage.EDITORS)
