"""What is written during a session: one result after another, goals, what the projector shows."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import UpdateView, person
from evaluation import agenda
from evaluation.actions import reflections as actions
from evaluation.forms.reflections import GoalForm, ItemForm, StageForm, new_item
from evaluation.models import GoalReflection, RatedMeasure, Reflection, ReflectionItem, RoundCriterion
from evaluation.points import Point

from .reflections import desk, key_of


def session_of(request: HttpRequest, serial: int, pk: int) -> Reflection:
    """The session of the address, for whoever may write in it: a closed round refuses."""
    rows = Reflection.objects.select_related("round__period")
    return get_permitted(rows, request.user, "edit", round__serial=serial, pk=pk)


def page_of(session: Reflection, query: str = "") -> str:
    return session.get_absolute_url() + (f"?{query}" if query else "")


class ItemView(UpdateView):
    """Stores the result of one point. Two people may hold the same one open, also before there is a result."""

    model = ReflectionItem
    form_class = ItemForm
    template_name = "evaluation/reflection.html"
    submit_label = "Festhalten"

    @cached_property
    def session(self) -> Reflection:
        return session_of(self.request, self.kwargs["serial"], self.kwargs["pk"])

    @cached_property
    def point(self) -> Point:
        found = agenda.point_at(self.session.round, self.kwargs["rated"], self.kwargs["criterion"])
        if found is None:
            raise Http404("kein Punkt dieser Runde")
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(page_of(self.session, f"point={self.point.key}"))

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions.lock_round(self.session.round)
        stored = ReflectionItem.objects.filter(rated=self.point.rated, criterion=self.point.criterion)
        self.object = stored.first() or new_item(self.point)
        form = ItemForm(self.point, request.POST, item=self.object)
        if self.is_stale():
            return self.conflict(form, {})
        if form.is_valid():
            return self.form_valid(form)
        query = self.query()
        context = desk(self.session, query, editable=True, form=form, at=self.point.key)
        return self.render_to_response({**context, "session": self.session, "allowed": {"edit": True}})

    def query(self) -> Any:
        """The filter of the agenda that came along with the form."""
        return QueryDict(self.request.POST.get("kept", "")[:500], mutable=True)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.settle(form.instance, reflection=self.session, by=person(self.request))
        query = self.query()
        for name in ("point", "after"):
            query.pop(name, None)
        query["after"] = self.point.key
        return redirect(page_of(self.session, query.urlencode()))

    def conflict(self, form: Any, current: dict[str, Any]) -> HttpResponse:
        response = super().conflict(form, current)
        if self.request.headers.get("HX-Request"):  # htmx shows the whole page of both texts in place of this one
            response.status_code = 200
            for name, value in (("Retarget", "#inhalt"), ("Reselect", "#inhalt"), ("Reswap", "outerHTML")):
                response[f"HX-{name}"] = value
        return response

    def stored_form(self, form_class: Any, stored: Any) -> ItemForm:
        return ItemForm(self.point, item=stored)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """For the page that shows both texts."""
        point = f"{self.point.number}, {self.point.asked}"
        back = page_of(self.session, f"point={self.point.key}")
        carried = {"kept": self.request.POST.get("kept", "")[:500]}
        own = {"heading": point, "cancel_url": back, "back_label": str(self.session), "carried": carried}
        return {"submit_label": self.submit_label, **own, **context}


class GoalView(UpdateView):
    """What the session says about one goal."""

    model = GoalReflection
    form_class = GoalForm
    template_name = "evaluation/reflection_goal.html"
    done_message = "Das Ergebnis zum Handlungsziel ist gespeichert."

    @cached_property
    def session(self) -> Reflection:
        return session_of(self.request, self.kwargs["serial"], self.kwargs["pk"])

    def get_lookup(self) -> dict[str, Any]:
        return {"round": self.session.round, "goal__number": self.kwargs["number"]}

    def get_queryset(self) -> Any:
        return GoalReflection.objects.select_related("goal__period", "round")

    def save(self, form: Any) -> GoalReflection:
        return actions.save_goal_reflection(
            form.instance, answers=form.answers(), reflection=self.session, by=person(self.request)
        )

    def get_success_url(self) -> str:
        return self.session.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.session.get_absolute_url()

    def get_back_label(self) -> str:
        return str(self.session)

    def get_heading(self) -> str:
        return f"Handlungsziel {self.object.goal.number}"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        goal = self.object.goal
        recommendations = self.session.round.recommendations.filter(goal=goal).select_related("measure")
        return super().get_context_data(session=self.session, goal=goal, recommendations=recommendations, **context)


@require_POST
def undo(request: HttpRequest, serial: int, pk: int, rated: int, criterion: int) -> HttpResponse:
    """Takes back the result of one point, unless somebody has changed it since the page was shown."""
    session = session_of(request, serial, pk)
    with transaction.atomic():
        actions.lock_round(session.round)
        rows = ReflectionItem.objects.filter(rated__round=session.round, rated=rated, criterion=criterion)
        item = rows.first()
        if item is None or request.POST.get("revision_no") != str(item.revision_no):
            messages.error(request, "Inzwischen hat jemand dieses Ergebnis geändert. Es wurde nichts zurückgenommen.")
        else:
            actions.unsettle(item, reflection=session, by=person(request))
            messages.success(request, "Das Ergebnis ist zurückgenommen, der Punkt ist wieder offen.")
    return redirect(page_of(session, f"point={rated}-{criterion}"))


@require_POST
def adopt(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """Takes over what both voices value alike."""
    session = session_of(request, serial, pk)
    count = actions.adopt_equal(session, by=person(request))
    words = "Eine Bewertung ist" if count == 1 else f"{count} Bewertungen sind"
    messages.success(request, f"{words} übernommen, weil beide Stimmen übereinstimmen.")
    return redirect(session)


@require_POST
def drop(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    session = session_of(request, serial, pk)
    count = actions.drop_adopted(session, by=person(request))
    messages.success(request, f"{count} übernommene Bewertung{'' if count == 1 else 'en'} zurückgenommen.")
    return redirect(session)


@require_POST
def stage(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """Shows a point or a goal on the projector; what names neither clears it."""
    session = session_of(request, serial, pk)
    form = StageForm(request.POST)
    wanted = form.cleaned_data if form.is_valid() else {}
    goals = session.round.goal_reflections.select_related("goal")
    goal = get_object_or_404(goals, goal__number=wanted["goal"]).goal if wanted.get("goal") else None
    keys = key_of(wanted.get("point") or "")
    point = None
    if keys:
        rated = get_object_or_404(RatedMeasure, round=session.round, pk=keys[0])
        point = rated, get_object_or_404(RoundCriterion, round=session.round, pk=keys[1])
    actions.put_on_stage(session, point=point, goal=goal, by=person(request))
    return redirect(page_of(session, f"point={wanted['point']}" if keys else ""))
