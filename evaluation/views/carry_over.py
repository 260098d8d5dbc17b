"""The desk of the next period: begin, see what is decided and what is open, adopt, discard."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bildungsnetz.access import get_permitted, may
from bildungsnetz.operations import jobs
from bildungsnetz.operations.models import Job
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, ListView, UpdateView, person
from evaluation import actions
from evaluation.carrying import desk_of, measures_of, measures_url, to_be_closed
from evaluation.forms.carry_over import AdoptForm, CarryOverForm, next_period
from evaluation.models import CarryOver
from goals.models import Goal, Paper, Period

WORDS = "Übertragung in die neue Periode"
DIRECTLY = 200  # measures that are carried over while the page waits: about 5 ms each


class ForOffices:
    """Pages that exist for the offices alone: everybody else gets a 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not may(request.user, "view", CarryOver):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def carry_over_of(request: HttpRequest, key: str, action: str = "view") -> CarryOver:
    """The carry-over of the period in the address, if the person may do ``action`` to it."""
    rows = CarryOver.objects.select_related("period", "paper", "new_period")
    found: CarryOver = get_permitted(rows, request.user, action, period__key=key)
    return found


class OneCarryOver:
    """Finds the carry-over by the period that it leaves."""

    kwargs: dict[str, Any]
    model = CarryOver

    def get_lookup(self) -> dict[str, Any]:
        return {"period__key": self.kwargs["key"]}

    def get_queryset(self) -> Any:
        return CarryOver.objects.select_related("period", "paper", "new_period")


class OfCarryOver:
    """Below the address of a carry-over; ``carry_over_action`` is what one must be allowed to do to it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    carry_over_action = "edit"

    @cached_property
    def carry_over(self) -> CarryOver:
        return carry_over_of(self.request, self.kwargs["key"], self.carry_over_action)

    def get_cancel_url(self) -> str:
        return self.carry_over.get_absolute_url()

    def get_success_url(self) -> str:
        return self.carry_over.get_absolute_url()

    def get_back_label(self) -> str:
        return WORDS


class CarryOverList(ForOffices, ListView):
    """All carry-overs, the newest first, and which period waits for one."""

    model = CarryOver
    template_name = "evaluation/carry_over_list.html"
    context_object_name = "carry_overs"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("period", "new_period")


class CarryOverAdd(ForOffices, CreateView):
    model = CarryOver
    form_class = CarryOverForm
    heading = "Nächste Periode vorbereiten"
    submit_label = "Entwurf beginnen"
    done_message = "Der Entwurf ist begonnen. Bis zum Beschluss ändert er nichts an Zielen und Maßnahmen."
    way_back = WORDS, ".."

    def get_initial(self) -> dict[str, Any]:
        """The span after the period that runs, as long as that is."""
        period = Period.objects.filter(carry_over=None).current(timezone.localdate()).first()  # type: ignore[attr-defined]
        return next_period(period) if period else {}

    def save(self, form: Any) -> CarryOver:
        return actions.save_carry_over(form.instance, by=person(self.request))


class CarryOverEdit(OneCarryOver, UpdateView):
    form_class = CarryOverForm
    heading = "Titel und Zeitraum der neuen Periode"

    def save(self, form: Any) -> CarryOver:
        return actions.save_carry_over(form.instance, by=person(self.request))


class CarryOverDelete(OneCarryOver, DeleteView):
    heading = "Entwurf verwerfen"
    consequence = (
        "Alle Ziele und Entscheidungen des Entwurfs gehen verloren. Die Ziele und Maßnahmen der laufenden Periode"
        " bleiben, wie sie sind."
    )
    done_message = "Der Entwurf ist verworfen."

    def delete_object(self) -> None:
        actions.discard_carry_over(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:carry_overs")


class CarryOverDesk(OneCarryOver, DetailView):
    """What is, what becomes of it, and what is still open."""

    template_name = "evaluation/carry_over.html"
    context_object_name = "carry_over"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        carry_over = self.object
        return super().get_context_data(
            desk=desk_of(carry_over),
            measures_url=measures_url(carry_over),
            unclosed=to_be_closed().filter(carry_over=carry_over).count() if not carry_over.is_draft else 0,
            **context,
        )


class CarryOverAdopt(OneCarryOver, DetailView):
    """Asks for paper and day, and once more whether all is right."""

    action = "adopt"
    template_name = "evaluation/carry_over_adopt.html"
    context_object_name = "carry_over"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("form", AdoptForm(today=timezone.localdate()))
        return super().get_context_data(desk=desk_of(self.object), **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = AdoptForm(request.POST, today=timezone.localdate())
        if form.is_valid():
            try:
                return redirect(self.adopt(**form.cleaned_data))
            except ValidationError as error:
                form.add_error(None, error)
        return self.render_to_response(self.get_context_data(form=form))

    def adopt(self, paper: Paper, adopted_on: date, **answers: Any) -> CarryOver | Job:
        """Adopts at once or, where that takes long, lets a worker do it; returns whose page comes next."""
        by = person(self.request)
        if desk_of(self.object).is_complete and measures_of(self.object).count() > DIRECTLY:
            arguments = {"carry_over": self.object.pk, "paper": paper.pk, "adopted_on": adopted_on.isoformat()}
            return jobs.start("carry_over_adopt", f"Beschluss: {self.object}"[:200], {**arguments, "by": by.pk}, by=by)
        period = actions.adopt(self.object, paper=paper, adopted_on=adopted_on, by=by)
        messages.success(self.request, f"Die Zielperiode {period} gilt. Ihre Ziele und Maßnahmen stehen bereit.")
        return self.object


def goal_of(carry_over: CarryOver, request: HttpRequest, number: int) -> Goal:
    """The old goal of that number."""
    rows = Goal.objects.filter(period=carry_over.period_id).select_related("period")
    found: Goal = get_permitted(rows, request.user, number=number)
    return found


def back_to_goal(carry_over: CarryOver, number: int) -> HttpResponse:
    return redirect(f"{carry_over.get_absolute_url()}#ziel-{number}")


@require_POST
def continue_goal(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One press: this goal goes on as it is."""
    carry_over = carry_over_of(request, key, "edit")
    try:
        actions.continue_goal(carry_over, goal_of(carry_over, request, number), by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Ziel {number} wird fortgeführt, seine laufenden Maßnahmen folgen ihm.")
    return back_to_goal(carry_over, number)


@require_POST
def reset_goal(request: HttpRequest, key: str, number: int) -> HttpResponse:
    carry_over = carry_over_of(request, key, "edit")
    goal = goal_of(carry_over, request, number)
    plan = carry_over.goal_plans.select_related("carry_over").filter(goal=goal).first()
    if plan is None:
        raise Http404
    actions.reset_goal(plan, by=person(request))
    messages.success(request, f"Ziel {number} ist wieder offen. Sein Ziel im Entwurf bleibt, bis Sie es löschen.")
    return back_to_goal(carry_over, number)
