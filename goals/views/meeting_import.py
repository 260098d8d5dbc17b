"""Reading the committees' sessions from a file: upload, say whose they are, look at what would change, confirm."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from bildungsnetz import access
from bildungsnetz.web.views import person
from goals import actions, meeting_runs
from goals.forms.meeting_import import BodiesForm, MeetingFileForm, carried, left_out
from goals.meeting_import import WRITTEN, Line, Step, digest, plan
from goals.models import Meeting

PAGE = reverse_lazy("goals:meeting_import")
TOO_OLD = "Diese Vorschau ist abgelaufen. Bitte laden Sie die Datei noch einmal hoch."
MOVED = "Inzwischen hat sich etwas geändert. Bitte prüfen Sie die Vorschau noch einmal."


class MeetingImport(FormView):
    """Between the steps nothing is stored: each page carries, signed, what was read from the file."""

    template_name = "goals/meeting_import.html"
    form_class: Any = MeetingFileForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            access.require(request.user, "add", Meeting)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(runs=meeting_runs.latest_runs(), **context)

    def form_valid(self, form: Any) -> HttpResponse:
        sessions = carried(form.cleaned_data["file"], form.file_name)
        bodies = BodiesForm(None, sessions)
        return self.ask(bodies) if bodies.asked else self.preview(BodiesForm({"sessions": sessions}, sessions))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "sessions" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            form = BodiesForm(request.POST, request.POST["sessions"])
        except signing.BadSignature:
            messages.error(request, TOO_OLD)
            return redirect(PAGE)
        if request.POST.get("step") == "names" or not form.is_valid():
            return self.ask(form)
        return self.confirm(form) if request.POST.get("step") == "import" else self.preview(form)

    def ask(self, form: BodiesForm) -> HttpResponse:
        return self.shown("goals/meeting_import_bodies.html", form)

    def preview(self, form: BodiesForm) -> HttpResponse:
        form.is_valid()
        lines = plan(form.reading.sessions, form.assigned(), Meeting.objects.all())
        return self.shown_lines(form, lines)

    def confirm(self, form: BodiesForm) -> HttpResponse:
        """Writes exactly what was shown; if that is not what it would be now, it is shown anew."""
        try:
            with transaction.atomic():
                lines = plan(form.reading.sessions, form.assigned(), Meeting.objects.select_for_update(of=("self",)))
                if digest(lines) == self.request.POST.get("shown"):
                    actions.import_meetings(lines, file_name=form.file_name, by=person(self.request))
                    messages.success(self.request, f"Eingelesen: {words(lines)}.")
                    return redirect(PAGE)
        except IntegrityError:  # somebody has entered a session for one of the days
            lines = plan(form.reading.sessions, form.assigned(), Meeting.objects.all())
        messages.warning(self.request, MOVED)
        return self.shown_lines(form, lines)

    def shown_lines(self, form: BodiesForm, lines: list[Line]) -> HttpResponse:
        groups = [(step, [line for line in lines if line.step == step]) for step in Step]
        taken = set(form.assigned())
        return self.shown(
            "goals/meeting_import_preview.html",
            form,
            groups=[(step, found) for step, found in groups if found],
            counted=words(lines),
            shown=digest(lines),
            skipped=[
                name
                for name, key in ((form[field].label, key) for field, key in form.asked.items())
                if key not in taken
            ],
        )

    def shown(self, template: str, form: BodiesForm, **context: Any) -> HttpResponse:
        context |= {"form": form, "file_name": form.file_name, "left_out": left_out(form.reading)}
        return self.response_class(self.request, [template], context, using=self.template_engine)


def words(lines: list[Line]) -> str:
    """What a run writes: "5 neu, 1 geändert"; empty where it is nothing."""
    counts = ((step, sum(line.step == step for line in lines)) for step in WRITTEN)
    return ", ".join(f"{count} {step.label}" for step, count in counts if count)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    access.require(person(request), "add", Meeting)
    if not meeting_runs.rows_of(number).exists():
        raise Http404
    try:
        count = actions.take_import_back(number, by=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"Zurückgenommen: {count} Sitzung{'en' if count > 1 else ''}.")
    return redirect(PAGE)
