"""The measures of a round: the office's working list, and one measure with all voices that may be seen."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from bildungsnetz import access
from bildungsnetz.web import keyset
from bildungsnetz.web.views import DetailView
from evaluation.forms.ratings import SheetFilter
from evaluation.models import EvaluationRound, RatedMeasure, RatingSheet, RoundState, SheetState, Voice
from evaluation.side_by_side import side_by_side
from measures.models import Publication

PER_PAGE = 50
BY_NUMBER = keyset.Order("measure__serial", keyset.whole, unique=True)


class Sheets(TemplateView):
    """What the office has rated and what not; of the actors' sheets only whether they are there."""

    template_name = "evaluation/sheets.html"

    @cached_property
    def round(self) -> EvaluationRound:
        rows = EvaluationRound.objects.exclude(state=RoundState.PREPARED).select_related("period")
        found: EvaluationRound = access.get_permitted(rows, self.request.user, serial=self.kwargs["number"])
        return found

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        everything = RatedMeasure.objects.filter(round=self.round)
        form = SheetFilter(self.request.GET, goals=self.round.period.goals.order_by("number"))
        chosen = form.chosen
        found = narrowed(everything, chosen)
        place = keyset.Place.read(self.request.GET, BY_NUMBER)
        page = keyset.page(found.values("pk"), BY_NUMBER, descending=False, place=place, size=PER_PAGE)
        return super().get_context_data(
            round=self.round,
            counts=counts(everything),
            filter=form,
            chosen=f"?{urlencode(chosen)}" if chosen else "",
            total=found.count(),
            page=page,
            rows=rows_of(self.request, [row["pk"] for row in page.rows]),
            previous=page.previous and f"?{urlencode(chosen | page.previous)}",
            following=page.following and f"?{urlencode(chosen | page.following)}",
            **context,
        )


def narrowed(rows: Any, chosen: dict[str, str]) -> Any:
    """The rated measures that a filter leaves."""
    if goal := chosen.get("goal"):
        rows = rows.filter(goal__number=int(goal))
    public, done = Q(measure__publication=Publication.RELEASED), Q(state=SheetState.SUBMITTED)
    handed_in = RatingSheet.objects.filter(done)
    ours = Q(pk__in=handed_in.filter(voice=Voice.OFFICE).values("rated"))
    theirs = Q(pk__in=handed_in.filter(voice=Voice.LEAD).values("rated"))
    conditions = {"open": public & ~ours, "done": ours, "both": ours & theirs, "waiting": public & ~theirs}
    return rows.filter(conditions[chosen["show"]]) if "show" in chosen else rows


def counts(rows: QuerySet[RatedMeasure]) -> dict[str, int]:
    """How many measures there are to rate, and on how many each side has handed in."""
    public = Q(measure__publication=Publication.RELEASED)
    submitted = public & Q(sheets__state=SheetState.SUBMITTED)
    return rows.aggregate(
        all=Count("pk", filter=public, distinct=True),
        office=Count("sheets", filter=submitted & Q(sheets__voice=Voice.OFFICE)),
        lead=Count("sheets", filter=submitted & Q(sheets__voice=Voice.LEAD)),
    )


def rows_of(request: HttpRequest, pks: list[int]) -> list[dict[str, Any]]:
    """The measures with the state of each sheet; of what stands on them nothing is read."""
    states = RatingSheet.objects.only("rated", "voice", "actor", "state", "submitted_at").select_related("actor")
    sheets = states.with_allowed(request.user, "edit", "reopen").order_by("pk")
    rated = RatedMeasure.objects.filter(pk__in=pks).select_related("measure__lead", "goal", "lead", "round")
    found = []
    for one in rated.prefetch_related(Prefetch("sheets", sheets)).order_by("measure__serial"):
        own = next(sheet for sheet in one.sheets.all() if sheet.voice == Voice.OFFICE)
        lead = next(sheet for sheet in one.sheets.all() if sheet.voice == Voice.LEAD)
        others = [sheet for sheet in one.sheets.all() if sheet.voice == Voice.PARTICIPANT]
        there = sum(1 for sheet in others if sheet.is_submitted)
        out = not one.measure.is_released
        found.append({"rated": one, "own": own, "lead": lead, "others": others, "there": there, "is_out": out})
    return found


class RatedMeasurePage(DetailView):
    template_name = "evaluation/rated_measure.html"
    context_object_name = "rated"

    def get_queryset(self) -> Any:
        return RatedMeasure.objects.select_related("round__period", "measure__lead", "goal", "lead")

    def get_lookup(self) -> dict[str, Any]:
        return {"round__serial": self.kwargs["number"], "measure__serial": self.kwargs["serial"]}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        found = side_by_side(self.object, user)
        mine = RatingSheet.objects.with_parts().filter(rated=self.object).permitted("edit", user).first()
        if not found.shown and mine is None and not access.may(user, "view", EvaluationRound):
            raise Http404
        return super().get_context_data(
            voices=found,
            mine=mine,
            may_see_round=access.may(user, "view", EvaluationRound),
            notes=list(self.object.measure.progress_notes.all()[:3]),
            **context,
        )
