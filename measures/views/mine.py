"""What an actor's people have to do, and their measures."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from bildungsnetz import access
from measures.freshness import freshness_of
from measures.models import (
    Actor,
    FreshnessPolicy,
    Measure,
    Proposal,
    ProposalState,
    Publication,
    ReportingRequest,
    open_on,
)
from measures.windows import OWED

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
            asked=asked_of(actors, today),
            **self.proposals(user, actors),
            may_add=access.may(user, "add", Measure),
            today=today,
            **context,
        )

    def proposals(self, user: Any, actors: list[Actor]) -> dict[str, list[Proposal]]:
        """What our people have proposed and nobody has settled yet: first what is ours to do."""
        rows = Proposal.objects.open().filter(measure__lead__in=[actor.pk for actor in actors])
        found = list(rows.select_related("measure", "author").with_allowed(user, "submit").order_by("pk"))
        return {
            "returned_proposals": [one for one in found if one.state == ProposalState.RETURNED],
            "prepared_proposals": [one for one in found if one.state == ProposalState.DRAFT],
            "waiting_proposals": [one for one in found if one.state == ProposalState.WAITING],
        }


def asked_of(actors: list[Actor], today: date) -> list[ReportingRequest]:
    """What the office asks about these actors' measures and nobody has answered, the most urgent first."""
    rows = ReportingRequest.objects.filter(OWED, open_on(today, "window__"), measure__lead__in=actors)
    return list(rows.select_related("window", "measure").order_by("window__closes_on", "measure__serial"))
