"""The office's desk of a Sachstandsabfrage: prepare, open, see who still owes what, remind, close."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bildungsnetz import schooldays
from bildungsnetz.access import get_permitted
from bildungsnetz.outbox import letters
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, ForViewers, ListView, UpdateView, person
from measures import actions, asking, window_mails, windows
from measures.forms.window import ExtendForm, RequestFilter, WindowForm
from measures.models import ReportingRequest, ReportingWindow
from measures.windows import RequestState

PER_PAGE = 50
STATE_TONES = {
    RequestState.OWED: "late",
    RequestState.OPENED: "watch",
    RequestState.RETURNED: "watch",
    RequestState.WAITING: "info",
    RequestState.ANSWERED: "good",
    RequestState.DROPPED: "off",
}


class OfWindow:
    """Finds the window by the number in the address; for people outside the offices there are none."""

    kwargs: dict[str, Any]
    model = ReportingWindow

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["window"]}


class WindowList(ForViewers, ListView):
    model = ReportingWindow
    template_name = "measures/window_list.html"
    context_object_name = "windows"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return windows.with_counts(super().get_queryset()).select_related("meeting__committee")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(today=timezone.localdate(), **context)


class WindowCreate(ForViewers, CreateView):
    model = ReportingWindow
    form_class = WindowForm
    heading = "Sachstandsabfrage vorbereiten"
    submit_label = "Weiter zur Vorschau"
    done_message = "Die Abfrage ist vorbereitet. Noch hat niemand eine Mail bekommen."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def save(self, form: Any) -> ReportingWindow:
        return actions.save_window(form, by=person(self.request))

    def get_initial(self) -> dict[str, Any]:
        """The return address is the same as last time."""
        last = ReportingWindow.objects.exclude(return_address="").order_by("-serial").first()
        return {"return_address": last.return_address if last else ""}


class WindowEdit(OfWindow, UpdateView):
    form_class = WindowForm
    heading = "Sachstandsabfrage bearbeiten"
    submit_label = "Weiter zur Vorschau"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def save(self, form: Any) -> ReportingWindow:
        return actions.save_window(form, by=person(self.request))


class WindowExtend(OfWindow, UpdateView):
    """Moves the end; of a window that is closed, this is how it opens again."""

    action = "run"
    form_class = ExtendForm
    heading = "Frist ändern"
    submit_label = "Frist speichern"
    done_message = "Die neue Frist gilt. Wer schon einen Link hat, kann ihn bis dahin benutzen."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def save(self, form: Any) -> ReportingWindow:
        return actions.extend_window(form, by=person(self.request))


class WindowDelete(OfWindow, DeleteView):
    heading = "Sachstandsabfrage löschen"
    done_message = "Die Sachstandsabfrage ist gelöscht."

    def delete_object(self) -> None:
        actions.delete_window(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("measures:window_list")


class WindowPage(OfWindow, DetailView):
    """Before the opening whom it would ask and with which words; afterwards who has answered and who owes what."""

    context_object_name = "window"

    def get_queryset(self) -> Any:
        return ReportingWindow.objects.select_related("meeting__committee").prefetch_related("goals__period")

    def get_template_names(self) -> list[str]:
        return ["measures/window_preview.html" if self.object.is_prepared else "measures/window.html"]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found = preview_of(self.object) if self.object.is_prepared else standing_of(self.object, self.request)
        return super().get_context_data(
            today=today,
            is_open=self.object.is_open(today),
            doubt=schooldays.doubt(self.object.closes_on),
            **found,
            **context,
        )


def preview_of(window: ReportingWindow) -> dict[str, Any]:
    preview = asking.preview(window)
    letter = window_mails.example(window, preview.example) if preview.example else None
    return {"preview": preview, "letter": letter}


def standing_of(window: ReportingWindow, request: HttpRequest) -> dict[str, Any]:
    counts = windows.counts(window)
    form = RequestFilter(request.GET or None)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    page = Paginator(shown(window, show), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "parts": [(str(one.label), STATE_TONES[one], counts.get(one, 0), link_to(one)) for one in RequestState],
        "owing": sum(counts.get(state, 0) for state in windows.OWING),
        "total": sum(counts.values()),
        "filter": form,
        "page": page,
        "rows": [(row, STATE_TONES[RequestState(row.state)]) for row in page],
    }


def link_to(state: RequestState) -> str:
    """The page narrowed to a state."""
    return f"?show={'owing' if state in windows.OWING else state.value}#anfragen"


def shown(window: ReportingWindow, show: str) -> Any:
    """The requests of the page, those that owe something first; ``show`` is one of the filter's choices."""
    rows = windows.with_state(ReportingRequest.objects.filter(window=window)).select_related("measure__lead")
    if show in RequestState.values:
        rows = rows.filter(state=show)
    elif show:
        rows = rows.filter(state__in=windows.OWING)
    if show == "bounced":
        rows = rows.filter(measure__lead__in=asking.actors_with_bounces(window, asking.owing_circle(window)))
    elif show == "unreachable":
        rows = rows.filter(measure__lead__in=[actor.pk for actor in asking.owing_circle(window).unreachable])
    return rows.order_by("place", "measure__lead__sort_key", "measure__serial")


def step(request: HttpRequest, window: int, take: Any) -> HttpResponse:
    """One press on the desk: ``take`` gets the window and leads to where it says, or back with what it refuses."""
    found = get_permitted(ReportingWindow.objects.all(), request.user, "run", serial=window)
    try:
        target = take(found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        target = found
    return redirect(target or found)


@require_POST
def open_window(request: HttpRequest, window: int) -> HttpResponse:
    today = timezone.localdate()
    return step(request, window, lambda found: actions.open_window(found, by=person(request), today=today))


@require_POST
def add_late(request: HttpRequest, window: int) -> HttpResponse:
    """Asks about measures that were released meanwhile, and writes to people who came later."""
    today = timezone.localdate()
    return step(request, window, lambda found: actions.write_to_people(found, by=person(request), today=today))


@require_POST
def nudge(request: HttpRequest, window: int) -> HttpResponse:
    today = timezone.localdate()
    return step(request, window, lambda found: actions.nudge(found, by=person(request), today=today))


@require_POST
def close_window(request: HttpRequest, window: int) -> HttpResponse:
    def close(found: ReportingWindow) -> None:
        actions.close_window(found, by=person(request), now=timezone.now())
        messages.success(request, "Die Abfrage ist geschlossen. Die Links nehmen keine Antworten mehr an.")

    return step(request, window, close)


@require_POST
def send_test(request: HttpRequest, window: int) -> HttpResponse:
    """The mail as the example person would get it, sent to whoever presses the button."""

    def send(found: ReportingWindow) -> None:
        letter = preview_of(found)["letter"]
        if letter is None:
            raise ValidationError("Es gibt niemanden, dem diese Mail geschickt würde.")
        letters.post_test(letter, person(request).email)
        messages.success(request, f"Die Testmail ist unterwegs an {person(request).email}.")

    return step(request, window, send)


def settling(request: HttpRequest, window: int, serial: int) -> ReportingRequest:
    """The request of the address; where there are no windows for somebody, there are no requests in them either."""
    found = get_permitted(ReportingWindow.objects.all(), request.user, "run", serial=window)
    rows = ReportingRequest.objects.filter(window=found).select_related("window")
    return get_permitted(rows, request.user, "settle", measure__serial=serial)


@require_POST
def settle(request: HttpRequest, window: int, serial: int) -> HttpResponse:
    """Takes a request for answered without an entry."""
    found = settling(request, window, serial)
    actions.settle_request(found, by=person(request), now=timezone.now())
    messages.success(request, "Die Anfrage ist als beantwortet vermerkt.")
    return redirect(found.window)


@require_POST
def unsettle(request: HttpRequest, window: int, serial: int) -> HttpResponse:
    found = settling(request, window, serial)
    actions.unsettle_request(found, by=person(request))
    messages.success(request, "Die Antwort steht wieder aus.")
    return redirect(found.window)
