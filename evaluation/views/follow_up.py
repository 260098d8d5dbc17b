"""What became of the recommendations of earlier rounds, and a goal's new wording that one of them asks for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from bildungsnetz import access
from bildungsnetz.web.views import Public, person
from evaluation.actions import recommendations as actions
from evaluation.models import EvaluationRound, Recommendation
from evaluation.recommendations import TONES, Standing, counts, previous_round, to_follow_up
from goals.models import Goal, GoalRevision
from goals.views.goals import GoalRevise


class FollowUp(Public, TemplateView):
    """Was aus der letzten Runde geworden ist: for whoever may read what this round finds."""

    template_name = "evaluation/follow_up.html"

    @cached_property
    def round(self) -> EvaluationRound:
        rows = EvaluationRound.objects.select_related("period").permitted("view_results", self.request.user)
        found = rows.filter(serial=self.kwargs["round"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        rows = to_follow_up(self.round, user)
        found = counts(rows, today)
        shown = {
            "round": self.round,
            "previous": previous_round(self.round),
            "recommendations": rows,
            "parts": [(str(one.label), TONES[one], found.get(one, 0)) for one in Standing],
            "may_see_round": access.may(user, "view", self.round),
            "today": today,
        }
        return super().get_context_data(**{**context, **shown})


class RecommendationRevise(GoalRevise):
    """The form of a Fortschreibung with reason and paper taken from the recommendation that asks for it."""

    @cached_property
    def recommendation(self) -> Recommendation:
        rows = Recommendation.objects.select_related("goal__period")
        serial = self.kwargs["recommendation"]
        found: Recommendation = access.get_permitted(rows, self.request.user, "revise_goal", serial=serial)
        return found

    def get_lookup(self) -> dict[str, Any]:
        return {"pk": self.recommendation.goal_id}

    def get_form_instance(self, row: Goal) -> GoalRevision:
        revision = super().get_form_instance(row)
        said = self.recommendation
        because = f"Empfehlung {said.number} aus „{said.round}“: {said.wording}"
        revision.reason = "\n\n".join(part for part in (because, said.reason) if part)
        revision.paper_id = said.paper_id
        return revision

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("intro", f"{self.recommendation.number}: {self.recommendation.wording}")
        return super().get_context_data(**context)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def save(self, form: Any) -> Goal:
        revision = form.save(commit=False)
        return actions.revise_goal(self.recommendation, self.object, revision, by=person(self.request)).goal

    def get_cancel_url(self) -> str:
        return self.recommendation.get_absolute_url()

    def get_back_label(self) -> str:
        return str(self.recommendation)
