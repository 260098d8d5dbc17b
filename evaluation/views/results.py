"""What the joint evaluation found: over the rounds for everybody, and of one round in figures."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from bildungsnetz.access import may
from bildungsnetz.documents.charts.shares import VALUE_STEPS
from bildungsnetz.web.views import Public
from evaluation import attainment, result_tables
from evaluation.disclosure import LEAST_ACTORS, LEAST_MEASURES, for_readers
from evaluation.models import EvaluationRound
from evaluation.result_tables import Rows
from evaluation.results import Figures, RoundResults, results
from goals.rules import is_either_office


class Results(Public, TemplateView):
    """Attainment of the goals of one period; ``?period=`` names another than the last that has results."""

    template_name = "evaluation/results.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rounds = attainment.visible_rounds(self.request.user)
        periods = {one.period.key: one.period for one in rounds}
        latest = max(periods, default="")
        key = self.request.GET.get("period", latest)
        period = periods.get(key) or periods.get(latest)
        of_period = [one for one in rounds if one.period_id == period.pk] if period else []
        tabs = [{"label": str(one), "url": f"?period={key}", "current": one == period} for key, one in periods.items()]
        return super().get_context_data(
            course=attainment.course(period, of_period, self.request.user) if period else None,
            periods=tabs if len(tabs) > 1 else [],
            is_office=is_either_office(self.request.user),
            **context,
        )


class RoundResultsPage(Public, TemplateView):
    """All figures of one round; offices see every number and the way to its ratings, readers what is large enough."""

    template_name = "evaluation/round_results.html"

    def get_round(self) -> EvaluationRound:
        rows = EvaluationRound.objects.permitted("view_results", self.request.user).select_related("period")
        found = rows.filter(serial=self.kwargs["serial"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        evaluation_round = context["round"] = self.get_round()
        inside = context["inside"] = may(self.request.user, "view", evaluation_round)
        if not (evaluation_round.in_reflection or evaluation_round.is_closed):
            return super().get_context_data(**context)
        goal = self.chosen_goal(evaluation_round) if inside else None
        everything = results(evaluation_round, goal)
        total = everything.total or Figures()
        return super().get_context_data(
            submitted=total.submitted,
            owed=total.submitted + total.owing,
            drawn=drawn(Drawing((evaluation_round.pk, inside, everything.key), evaluation_round, everything, goal)),
            **context,
        )

    def chosen_goal(self, evaluation_round: EvaluationRound) -> Any:
        """The goal of ``?goal=`` (its number), whose criteria are shown alone."""
        wanted = self.request.GET.get("goal", "")
        rows = evaluation_round.goal_reflections.select_related("goal")
        found = rows.filter(goal__number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 5 else None
        return found.goal if found else None


@dataclass(frozen=True)
class Drawing:
    """What the figures of a page are drawn from. Those of equal keys look alike."""

    key: tuple[Any, ...]
    round: EvaluationRound = field(compare=False)
    everything: RoundResults = field(compare=False)
    goal: Any = field(compare=False)

    @property
    def inside(self) -> bool:
        return bool(self.key[1])


@lru_cache(maxsize=50)
def drawn(drawing: Drawing) -> SafeString:
    """The figures as HTML. They are read anew for each visitor, but the same figures are drawn once."""
    return render_to_string("evaluation/round_results_figures.html", figures(drawing))


def figures(drawing: Drawing) -> dict[str, Any]:
    """The parts of the page, with the addresses of the ratings for the offices alone."""
    inside, total = drawing.inside, drawing.everything.total or Figures()
    found = drawing.everything if inside else for_readers(drawing.everything)
    rows = Rows(reverse("evaluation:round_ratings", args=[drawing.round.serial]) if inside else "")
    return {
        "inside": inside,
        "results": found,
        "withheld": withheld(found),
        "least_measures": LEAST_MEASURES,
        "least_actors": LEAST_ACTORS,
        "goals": goal_lines(found, rows),
        "goal": drawing.goal,
        "criteria": result_tables.criteria(found, rows, drawing.goal),
        "answers": result_tables.legend(VALUE_STEPS),
        "backing": result_tables.backing(found, rows),
        "backings": result_tables.legend(result_tables.BACKING_STEPS),
        "firm": result_tables.firm(found.total) if found.total else None,
        "coverage": result_tables.coverage(total, rows),
        "standings": [one.label for one in result_tables.STANDINGS],
        "settled": total.settled if inside else None,
        "agreed_url": rows.url(outcome="agreed"),
        "dissent_url": rows.url(outcome="dissent"),
    }


def withheld(found: RoundResults) -> bool:
    """Whether readers do not get to see everything."""
    shown = [found.total, *(one.figures for one in found.goals), *(one.figures for one in found.criteria)]
    return None in shown


def goal_lines(found: RoundResults, rows: Rows) -> list[dict[str, Any]]:
    """Per goal what the session said, and where it may be shown how the answers divide."""
    return [
        {
            "goal": one.goal,
            "reflection": one.reflection,
            "figures": one.figures,
            "distribution": result_tables.distribution(
                one.figures, f"Bewertungen zu Ziel {one.goal.number}", rows, goal=one.goal.number
            )
            if one.figures
            else None,
            "firm": result_tables.firm(one.figures) if one.figures else None,
            "url": rows.url(goal=one.goal.number),
        }
        for one in found.goals
    ]
