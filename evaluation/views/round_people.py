"""The actors of a Bewertungsrunde: what each has handed in, its people, and whom the mails of the round reach."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import DetailView
from evaluation import rating_circle, round_progress
from evaluation.forms.rounds import ActorFilter
from evaluation.models import EvaluationRound, RoundState
from evaluation.rating_circle import STOP_KIND
from evaluation.round_progress import Progress
from measures import circles
from measures.models import Actor
from measures.people import addressees

from .rounds import OfRound

PER_PAGE = 30
MOST = 30  # sheets that are named at an actor; all of them are in the list of sheets


def opened() -> Any:
    """Before the opening nobody was written to."""
    return EvaluationRound.objects.exclude(state=RoundState.PREPARED)


class RoundActors(OfRound, DetailView):
    """How the sheets of each actor stand, who owes most first."""

    template_name = "evaluation/round_actors.html"
    context_object_name = "round"

    def get_queryset(self) -> Any:
        return opened()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found, progress = self.object, round_progress.progress(self.object)
        form = ActorFilter(self.request.GET or None)
        show = form.cleaned_data["show"] if form.is_valid() else ""
        page = Paginator(shown(found, progress, show), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=form,
            page=page,
            lines=round_progress.lines(found, progress, page),
            **context,
        )


def shown(found: EvaluationRound, progress: Progress, show: str) -> list[int]:
    """The actors of the page, who owes most first; ``show`` is one of the filter's choices."""
    if show in ("unreachable", "bounced"):
        wanted = unreached(found, progress, show)
        return [actor for actor in progress.owing if actor in wanted]
    if show == "owing":
        return progress.owing
    if show == "done":
        return [actor for actor in progress.order if not progress.by_actor[actor].owing]
    return progress.order


def unreached(found: EvaluationRound, progress: Progress, show: str) -> set[int]:
    """The actors that owe something and whom no mail reaches, or at least one did not."""
    circle = rating_circle.people_of(progress.owing)
    if show == "unreachable":
        return {actor.pk for actor in circle.unreachable}
    contacts = circles.contacts_of(rating_circle.mails_of(found), circle.people, STOP_KIND)
    return {pk for pk, people in contacts.items() if any(one.bounced for one in people)}


class RoundMails(OfRound, DetailView):
    """Who would get a reminder today, who has not heard of the round, and whom no mail reaches."""

    template_name = "evaluation/round_mails.html"
    context_object_name = "round"

    def get_queryset(self) -> Any:
        return opened().select_related("period")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today, found = timezone.localdate(), self.object
        circle = rating_circle.people_of(round_progress.progress(found).owing)
        return super().get_context_data(
            today=today,
            is_open=found.takes_ratings_on(today),
            owing=len(circle.actors),
            nudges=rating_circle.nudges(found, circle, today),
            untold=sum(not asked.held_because for asked in rating_circle.still_to_tell(found, circle)),
            silent=circle.unreachable,
            latest_held=circles.held_back(rating_circle.mails_of(found)),
            **context,
        )


@require_safe
def round_actor(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """The people of one actor with what they were sent, and its sheets; the round's page loads it in place."""
    found = get_permitted(opened(), request.user, serial=serial)
    actor = get_object_or_404(Actor, pk=pk)
    sheets = list(round_progress.sheets_of(found, actor)[: MOST + 1])
    if not sheets:
        raise Http404
    contacts = circles.contacts_of(rating_circle.mails_of(found), addressees([pk]), STOP_KIND)
    context = {"round": found, "actor": actor, "sheets": sheets[:MOST], "more": len(sheets) > MOST}
    template = "evaluation/round_actor.html" if request.htmx else "evaluation/round_actor_page.html"  # type: ignore[attr-defined]
    return render(request, template, {**context, "contacts": contacts[pk]})
