"""What an actor's people have to do, and their measures."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from bildungsnetz import access
from measures.freshness import freshness_of
from measures.models import Actor, FreshnessPolicy, Measure, Publication

WANTED = (Publication.RETURNED, Publication.DRAFT)


class MyMeasures(TemplateView):
    """First what is wanted from us, then all that our actors lead."""

    template_name = "measures/mine.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user, today, policy = self.request.user, timezone.localdate(), FreshnessPolicy.current()
        actors = list(Actor.objects.of_user(user))
        rows = Measure.objects.filter(lead__in=[actor.pk for actor in actors]).select_related("lead", "leading_goal")
        measures = list(rows.with_allowed(user, "edit", "submit").order_by("serial"))
        for measure in measures:
            measure.freshness = freshness_of(measure, today, policy)  # type: ignore[attr-defined]
        return super().get_context_data(
            actors=actors,
            returned=[measure for measure in measures if measure.publication == Publication.RETURNED],
            drafts=[measure for measure in measures if measure.publication == Publication.DRAFT],
            others=[measure for measure in measures if measure.publication not in WANTED],
            may_add=access.may(user, "add", Measure),
            today=today,
            **context,
        )
