"""Recommendations: the list, one with its decision and what became of it, and the steps that lead there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from bildungsnetz import access
from bildungsnetz.web.views import CreateView, DeleteView, DetailView, ListView, Public, UpdateView, person
from evaluation.actions import recommendations as actions
from evaluation.filters import RecommendationFilter, list_url
from evaluation.forms.recommendations import DecisionForm, FollowUpForm, RecommendationForm
from evaluation.models import EvaluationRound, Recommendation
from evaluation.recommendations import TONES, Standing, counts, visible
from goals.models import GoalRevision, Paper

PER_PAGE = 50


class RecommendationList(Public, ListView):
    """What was recommended and what became of it, as far as the reader may see it; the newest first."""

    model = Recommendation
    context_object_name = "recommendations"
    template_name = "evaluation/recommendation_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self) -> Any:
        self.today = timezone.localdate()
        self.filter = RecommendationFilter(self.request.GET, self.request.user, self.today)
        self.found = self.filter.qs if self.filter.is_valid() else self.filter.queryset.none()
        shown = visible(self.request.user).filter(pk__in=self.found.order_by().values("pk"))
        return shown.order_by("-serial")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found = counts(self.found, self.today)
        parts = [(str(one.label), TONES[one], found.get(one, 0), list_url(standing=one.value)) for one in Standing]
        return super().get_context_data(
            **context, filter=self.filter, active=self.filter.active(), parts=parts, today=self.today
        )


class OneRecommendation:
    """Finds a recommendation by the number in its address."""

    kwargs: dict[str, Any]
    model = Recommendation

    def get_lookup(self) -> dict[str, Any]:
        return {"serial": self.kwargs["recommendation"]}

    def get_queryset(self) -> Any:
        return Recommendation.objects.select_related("round__period", "goal__period", "measure")


class RecommendationPage(Public, OneRecommendation, DetailView):
    """The wording, the decision, who does it, and what became of it."""

    template_name = "evaluation/recommendation.html"

    def get_queryset(self) -> Any:
        return visible(self.request.user).select_related("reflection")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        papers, revisions = Paper.objects.permitted("view", user), GoalRevision.objects.permitted("view", user)
        return super().get_context_data(
            **context,
            paper=papers.filter(pk=row.paper_id).first() if row.paper_id else None,
            revision=revisions.filter(pk=row.goal_revision_id).first() if row.goal_revision_id else None,
            may_see_round=access.may(user, "view", row.round),
            today=timezone.localdate(),
        )


class RecommendationAdd(CreateView):
    """A new one, from the page of a round, a goal or a session, which the query may name."""

    model = Recommendation
    form_class = RecommendationForm
    heading = "Empfehlung aufnehmen"
    submit_label = "Empfehlung speichern"
    done_message = "Die Empfehlung ist aufgenommen."

    @cached_property
    def round(self) -> EvaluationRound:
        rows = EvaluationRound.objects.select_related("period")
        found: EvaluationRound = access.get_permitted(rows, self.request.user, "recommend", serial=self.kwargs["round"])
        return found

    def get_initial(self) -> dict[str, Any]:
        """The keys that the address names, as far as they are numbers."""
        named = {name: self.request.GET.get(name, "") for name in ("goal", "measure", "reflection")}
        return {name: key for name, key in named.items() if key.isascii() and key.isdigit() and len(key) < 19}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Recommendation(round=self.round)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def save(self, form: Any) -> Recommendation:
        return actions.save_recommendation(form.save(commit=False), by=person(self.request))

    def get_cancel_url(self) -> str:
        return list_url(round=self.round.serial)


class RecommendationEdit(OneRecommendation, UpdateView):
    form_class = RecommendationForm
    heading = "Empfehlung bearbeiten"

    def save(self, form: Any) -> Recommendation:
        return actions.save_recommendation(form.save(commit=False), by=person(self.request))


class RecommendationDelete(OneRecommendation, DeleteView):
    heading = "Empfehlung löschen"
    consequence = "Ihre Nummer wird nicht noch einmal vergeben."
    done_message = "Die Empfehlung ist gelöscht."

    def delete_object(self) -> None:
        actions.delete_recommendation(self.object, by=person(self.request))

    def get_success_url(self) -> str:
        return reverse("evaluation:recommendations")


class RecommendationDecide(OneRecommendation, UpdateView):
    """Writes down what a committee or another body decided."""

    action = "decide"
    form_class = DecisionForm
    heading = "Entscheidung eintragen"
    submit_label = "Entscheidung speichern"
    done_message = "Die Entscheidung ist eingetragen."

    def get_initial(self) -> dict[str, Any]:
        """Who leads the measure most often carries out what is recommended about it."""
        row: Recommendation = self.object
        lead = row.measure.lead_id if row.measure else None
        return {"decided_on": timezone.localdate(), **({"responsible": lead} if lead else {})}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(intro=f"{self.object.number}: {self.object.text}", **context)

    def save(self, form: Any) -> Recommendation:
        return actions.decide(form.save(commit=False), by=person(self.request))


class RecommendationFollowUp(OneRecommendation, UpdateView):
    """Writes down how far it is and what became of it."""

    action = "follow_up"
    form_class = FollowUpForm
    heading = "Umsetzung festhalten"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(intro=f"{self.object.number}: {self.object.wording}", **context)

    def save(self, form: Any) -> Recommendation:
        return actions.follow_up(form.save(commit=False), by=person(self.request))


@require_POST
def undo_decision(request: HttpRequest, recommendation: int) -> HttpResponse:
    """Takes a decision back as long as nothing followed from it."""
    rows = Recommendation.objects.all()
    found = access.get_permitted(rows, request.user, "undo_decision", serial=recommendation)
    try:
        actions.undo_decision(found, by=person(request))
        messages.success(request, "Die Entscheidung ist zurückgenommen. Was sie sagte, steht im Verlauf.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(found)
