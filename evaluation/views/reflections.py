"""Sessions: which there are, when and where, and the working page while one is held."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.access import Allowed, get_permitted
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, UpdateView, person
from evaluation import agenda
from evaluation.actions import reflections as actions
from evaluation.census import Census, Progress, progress
from evaluation.forms.reflections import ReflectionForm
from evaluation.models import EvaluationRound, Reflection
from evaluation.points import Point
from evaluation.rules.rounds import REVEALED


class OfRound:
    """Finds a session by its round and its key."""

    kwargs: dict[str, Any]
    model = Reflection

    def get_lookup(self) -> dict[str, Any]:
        return {"round__serial": self.kwargs["serial"], "pk": self.kwargs["pk"]}

    def get_queryset(self) -> Any:
        return Reflection.objects.select_related("round__period")


class ReflectionAdd(CreateView):
    model = Reflection
    form_class = ReflectionForm
    heading = "Reflexion anlegen"
    submit_label = "Anlegen"
    done_message = "Die Reflexion ist angelegt."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For people outside the offices there is no round to hold it in."""
        if request.user.is_authenticated:
            rows = EvaluationRound.objects.all()
            self.round: EvaluationRound = get_permitted(rows, request.user, "reflect", serial=self.kwargs["serial"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        new = Reflection(round=self.round, held_on=timezone.localdate())
        return {**super().get_form_kwargs(), "instance": new}

    def save(self, form: Any) -> Reflection:
        return actions.save_reflection(form.instance, bodies=form.cleaned_data["bodies"], by=person(self.request))

    def get_back_label(self) -> str:
        return "Abweichungen"

    def get_cancel_url(self) -> str:
        return reverse("evaluation:round_gaps", args=[self.round.serial])


class ReflectionEdit(OfRound, UpdateView):
    form_class = ReflectionForm
    heading = "Angaben zur Reflexion"

    def save(self, form: Any) -> Reflection:
        return actions.save_reflection(form.instance, bodies=form.cleaned_data["bodies"], by=person(self.request))


class ReflectionDelete(OfRound, DeleteView):
    heading = "Reflexion löschen"
    consequence = "Nur eine Reflexion, in der noch nichts festgehalten ist, lässt sich löschen."
    done_message = "Die Reflexion ist gelöscht."

    def delete_object(self) -> None:
        actions.delete_reflection(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:round_gaps", args=[self.object.round.serial])


class ReflectionPage(OfRound, DetailView):
    """The agenda and the point that is being talked about, with the form for its result."""

    template_name = "evaluation/reflection.html"
    context_object_name = "session"
    asks = ("edit", "delete")

    def get_queryset(self) -> Any:
        return Reflection.objects.select_related("round", "stage")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.round.state not in REVEALED:
            return HttpResponseRedirect(reverse("evaluation:round_gaps", args=[self.object.round.serial]))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**desk(self.object, self.request.GET, Allowed(self.object)["edit"]), **context)


def desk(session: Reflection, query: Any, editable: bool, form: Any = None, at: str = "") -> dict[str, Any]:
    """What the working page shows: agenda, the point at hand with its form, goals, what is on the projector."""
    found = agenda.read(session.round, query)
    done = progress(session.round, found.census)
    before = query.get("after", "")
    point = chosen(session.round, found, at or query.get("point", ""), before)
    settled = settled_at(session.round, found, before)
    stage = getattr(session, "stage", None)
    return {
        "round": session.round,
        "agenda": found,
        "point": point,
        "form": form,
        "settled": settled,
        "on_stage": bool(stage and point and (stage.rated_id, stage.criterion_id) == (point.rated, point.criterion)),
        "equal": editable and equal_left(found.census, done),
        "adopted": session.pk in done.by,
        "kept": kept(query),
        "way": address(query),
    }


def kept(query: Any) -> str:
    """The filter of the agenda as it goes along from point to point."""
    copy = query.copy()
    for name in ("point", "after"):
        copy.pop(name, None)
    return copy.urlencode()


def key_of(text: str) -> tuple[int, int] | None:
    """ "12-3" -> the keys of a measure of the round and a criterion; None for anything else."""
    first, _, second = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 16 for part in (first, second)):
        return None
    return int(first), int(second)


def address(query: Any) -> str:
    """The query of the agenda's page, to which a point is added."""
    rest = kept(query)
    return f"?{rest}&" if rest else "?"


def chosen(evaluation_round: EvaluationRound, found: agenda.Agenda, at: str, before: str) -> Point | None:
    """The point that the address names, else the next open one after ``before``, else the first open one."""
    if keys := key_of(at):
        shown = next((point for point in found.points if (point.rated, point.criterion) == keys), None)
        return shown or agenda.point_at(evaluation_round, *keys, found.census)
    places = [point.key for point in found.points]
    start = places.index(before) + 1 if before in places else 0
    ahead = [*found.points[start:], *found.points[:start]]
    return next((point for point in ahead if point.item is None), ahead[0] if ahead else None)


def settled_at(evaluation_round: EvaluationRound, found: agenda.Agenda, key: str) -> Point | None:
    """The point that was just settled, also where the agenda shows it no more."""
    keys = key_of(key)
    shown = next((point for point in found.points if point.key == key), None)
    point = shown or (agenda.point_at(evaluation_round, *keys, found.census) if keys else None)
    return point if point and point.item else None


def equal_left(known: Census, done: Progress) -> bool:
    """Whether there are points that both voices value alike and nobody has settled."""
    return any(n > done.settled(cell) for cell, n in known.points.items() if cell[1] == 0)
