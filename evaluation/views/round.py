"""The page of one Bewertungsrunde: before the opening what it would begin, afterwards how far it is, and its steps."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from bildungsnetz import schooldays
from bildungsnetz.access import get_permitted
from bildungsnetz.history.kept import kept, version_of
from bildungsnetz.outbox import letters
from bildungsnetz.web.views import DetailView, person
from bildungsnetz.workflow import Transition, transitions_from
from evaluation import actions, rating_circle, rating_mails, round_progress
from evaluation.actions import rating_mails as mailing
from evaluation.models import AppliesTo, Criterion, EvaluationRound, RoundCriterion, RoundState, SheetState
from evaluation.sheets import of_office
from evaluation.workflow import ROUND

from .rounds import OfRound

# What a step means, beside its button.
CONSEQUENCES = {
    (RoundState.RATING, RoundState.REFLECTION): "Danach nimmt die Runde keine Bewertungen mehr an, und alle Stimmen "
    "stehen nebeneinander. Was fehlt, zeigt die Liste der Abweichungen.",
    (RoundState.REFLECTION, RoundState.RATING): "Akteure und Bildungsbüro können ihre Bögen wieder ändern; die Akteure "
    "bis zur Frist.",
    (RoundState.REFLECTION, RoundState.CLOSED): "Danach ändert sich nichts mehr. Der Rat liest die Ergebnisse sofort, "
    "alle anderen von dem Tag an, den Sie festlegen.",
    (RoundState.CLOSED, RoundState.REFLECTION): "Die Ergebnisse sind dann nicht mehr öffentlich, bis die Runde wieder "
    "abgeschlossen ist.",
}
DONE = {
    RoundState.REFLECTION: "Die Runde ist jetzt in der Reflexion.",
    RoundState.RATING: "Die Bewertung läuft wieder.",
    RoundState.CLOSED: "Die Runde ist abgeschlossen.",
}


class RoundPage(OfRound, DetailView):
    context_object_name = "round"

    def get_queryset(self) -> Any:
        return EvaluationRound.objects.select_related("period")

    def get_template_names(self) -> list[str]:
        return ["evaluation/round_preview.html" if self.object.is_prepared else "evaluation/round.html"]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today, found = timezone.localdate(), self.object
        return super().get_context_data(
            today=today,
            doubt=schooldays.doubt(found.closes_on),
            **(prepared(found) if found.is_prepared else standing_of(found, self.request, today)),
            **context,
        )


def prepared(found: EvaluationRound) -> dict[str, Any]:
    questions = questions_of(found)
    for_measures = [row for row in questions if row.criterion.applies_to == AppliesTo.MEASURE]
    counts_nothing = not any(row.weight for row in for_measures)
    return {**preview_of(found), "questions": questions, "counts_nothing": counts_nothing}


def questions_of(found: EvaluationRound) -> list[RoundCriterion]:
    return list(found.round_criteria.select_related("criterion").order_by("position", "pk"))


def drawn_questions(found: EvaluationRound) -> SafeString:
    """What an opened round asks, as HTML: fixed since its opening, so it is drawn once."""

    def draw() -> SafeString:
        return render_to_string("evaluation/round_questions.html", {"round": found, "questions": questions_of(found)})

    return kept(f"round-questions-{found.pk}", version_of(Criterion, EvaluationRound), draw)


def preview_of(found: EvaluationRound) -> dict[str, Any]:
    preview = rating_circle.preview(found)
    letter = rating_mails.example(found, preview.example) if preview.example else None
    return {"preview": preview, "letter": letter}


def standing_of(found: EvaluationRound, request: HttpRequest, today: date) -> dict[str, Any]:
    actors, office = round_progress.shares(found)
    return {
        "is_open": found.takes_ratings_on(today),
        "actors": actors,
        "office": office,
        "next_sheet": of_office(found).exclude(state=SheetState.SUBMITTED).first() if found.is_rating else None,
        "ways": ways(found, request),
        "questions": drawn_questions(found),
    }


def ways(found: EvaluationRound, request: HttpRequest) -> list[tuple[Transition, str]]:
    """The steps that can be taken now, each with what it means; opening stands on the preview."""
    possible = transitions_from(ROUND, found.state, found, request.user)
    return [(way, CONSEQUENCES.get((RoundState(way.source), RoundState(way.target)), "")) for way in possible]


def step(request: HttpRequest, serial: int, take: Any) -> HttpResponse:
    """One press on the desk: ``take`` gets the round and leads to where it says, or back with what it refuses."""
    found = get_permitted(EvaluationRound.objects.all(), request.user, "run", serial=serial)
    try:
        target = take(found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        target = found
    return redirect(target or found)


@require_POST
def move_round(request: HttpRequest, serial: int) -> HttpResponse:
    """Leads a round on, or back with a reason. Opening it has everybody written to."""
    target, now = request.POST.get("target", ""), timezone.now()

    def move(found: EvaluationRound) -> Any:
        if target == RoundState.RATING and found.is_prepared:
            return mailing.open_round(found, by=person(request), now=now)
        reason = request.POST.get("reason", "")
        moved = actions.move_round(found, target, reason=reason, by=person(request), now=now)
        messages.success(request, DONE[RoundState(moved.state)])
        return moved

    return step(request, serial, move)


@require_POST
def write_late(request: HttpRequest, serial: int) -> HttpResponse:
    """Writes to people who came later, or whom no mail reached before."""
    today = timezone.localdate()
    return step(request, serial, lambda found: mailing.write_to_people(found, by=person(request), today=today))


@require_POST
def nudge(request: HttpRequest, serial: int) -> HttpResponse:
    today = timezone.localdate()
    return step(request, serial, lambda found: mailing.nudge(found, by=person(request), today=today))


@require_POST
def send_test(request: HttpRequest, serial: int) -> HttpResponse:
    """The mail as the example person would get it, sent to whoever presses the button."""

    def send(found: EvaluationRound) -> None:
        letter = preview_of(found)["letter"]
        if letter is None:
            raise ValidationError("Es gibt niemanden, dem diese Mail geschickt würde.")
        letters.post_test(letter, person(request).email)
        messages.success(request, f"Die Testmail ist unterwegs an {person(request).email}.")

    return step(request, serial, send)
