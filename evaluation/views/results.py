"""What the joint evaluation found: over the rounds for everybody, and of one round in figures."""

from typing import Any, NamedTuple

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from bildungsnetz.access import Person, may
from bildungsnetz.documents.charts.shares import VALUE_STEPS
from bildungsnetz.history.kept import kept, version_of
from bildungsnetz.web.views import Public
from evaluation import attainment, result_tables
from evaluation.agenda import goals_of
from evaluation.disclosure import LEAST_ACTORS, LEAST_MEASURES, for_readers
from evaluation.models import Criterion, EvaluationRound, GoalReflection, Recommendation, ReflectionItem
from evaluation.result_tables import Rows
from evaluation.results import Figures, RoundResults, results
from evaluation.rules.rounds import is_insider
from goals.models import Goal, GoalSuccession, Period
from goals.rules import is_either_office

# What the course over the rounds is made of.
COURSE_FROM = (EvaluationRound, GoalReflection, Recommendation, Goal, GoalSuccession, Period)
# What the figures of a round follow from; the ratings themselves are fixed when it leaves their state.
DRAWN_FROM = (EvaluationRound, ReflectionItem, GoalReflection, Goal, Criterion)


class Drawn(NamedTuple):
    """The figures of a round as HTML, and how many sheets were handed in of those that were owed."""

    html: SafeString
    submitted: int
    owed: int


class Results(Public, TemplateView):
    """Attainment of the goals of one period; ``?period=`` names another than the last that has results."""

    template_name = "evaluation/results.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rounds = attainment.visible_rounds(self.request.user)
        periods = {one.period.key: one.period for one in rounds}
        latest = max(periods, default="")
        key = self.request.GET.get("period", latest)
        period = periods.get(key) or periods.get(latest)
        tabs = [{"label": str(one), "url": f"?period={key}", "current": one == period} for key, one in periods.items()]
        return super().get_context_data(
            period=period,
            drawn=drawn_course(period, [one for one in rounds if one.period == period], self.request.user),
            periods=tabs if len(tabs) > 1 else [],
            **context,
        )


def drawn_course(period: Period | None, rounds: list[EvaluationRound], user: Person) -> SafeString | None:
    """What ``rounds`` of a period say about its goals as HTML; drawn once for all who may see the same of them."""
    if period is None:
        return None

    def draw_course() -> SafeString:
        return render_to_string("evaluation/results_course.html", {"course": attainment.course(period, rounds, user)})

    readers = "offices" if is_either_office(user) else "council" if is_insider(user) else "everybody"
    version = f"{version_of(*COURSE_FROM)}:{timezone.localdate()}"
    return kept(f"course-{period.pk}-{readers}", version, draw_course)


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
        if evaluation_round.in_reflection or evaluation_round.is_closed:
            context |= {"drawn": drawn(evaluation_round, inside, self.request.GET.get("goal", "") if inside else "")}
        return super().get_context_data(**context)


def drawn(evaluation_round: EvaluationRound, inside: bool, number: str) -> Drawn:
    """The figures as HTML; the same figures are drawn once. ``number`` is that of the goal whose criteria are shown."""
    goal = next((one.pk for one in goals_of(evaluation_round) if str(one.number) == number), None)
    name = f"results-{evaluation_round.pk}-{inside}-{goal}"
    return kept(name, version_of(*DRAWN_FROM), lambda: draw(evaluation_round, inside, goal))


def draw(evaluation_round: EvaluationRound, inside: bool, goal_pk: int | None) -> Drawn:
    goal = Goal.objects.get(pk=goal_pk) if goal_pk else None
    everything = results(evaluation_round, goal)
    total = everything.total or Figures()
    shown = figures(evaluation_round, everything, inside, goal)
    html = render_to_string("evaluation/round_results_figures.html", shown)
    return Drawn(html, total.submitted, total.submitted + total.owing)


def figures(evaluation_round: EvaluationRound, everything: RoundResults, inside: bool, goal: Any) -> dict[str, Any]:
    """The parts of the page, with the addresses of the ratings for the offices alone."""
    total = everything.total or Figures()
    found = everything if inside else for_readers(everything)
    rows = Rows(reverse("evaluation:round_ratings", args=[evaluation_round.serial]) if inside else "")
    return {
        "inside": inside,
        "results": found,
        "withheld": withheld(found),
        "least_measures": LEAST_MEASURES,
        "least_actors": LEAST_ACTORS,
        "goals": goal_lines(found, rows),
        "goal": goal,
        "criteria": result_tables.criteria(found, rows, goal),
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
