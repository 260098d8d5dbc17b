"""What is read of measures; each method is named like the sentence it makes."""

from datetime import date
from typing import Any, Self

from django.db import connection
from django.db.models import F, Q

from bildungsnetz.access import PermittedQuerySet
from bildungsnetz.words import search_words

from . import search
from .freshness import OVER, Policy, condition, limits


class MeasureQuerySet(PermittedQuerySet):
    def released(self) -> Self:
        return self.filter(publication="released")

    def for_goal(self, goal) -> Self:  # type: ignore[no-untyped-def]
        """Measures that hang on ``goal``, as leading or as a further goal."""
        through: Any = self.model._meta.get_field("further_goals").remote_field.through  # type: ignore[union-attr]
        further = through.objects.filter(goal=goal).values("measure")
        return self._walking_goals().filter(Q(walked_goal=goal.pk) | Q(pk__in=further))

    def running(self) -> Self:
        return self.exclude(status__in=OVER)

    def overdue(self, today: date) -> Self:
        """Measures past their planned end that nobody has completed or stopped."""
        return self.running().filter(planned_end_on__lt=today)

    def fresh_as(self, kind: str, today: date, policy: Policy) -> Self:
        """Measures of which ``freshness_of`` says ``kind``."""
        return self.filter(condition(kind, limits(today, policy)))

    def with_leading_goals(self, goals: set[int | None]) -> Self:
        """Measures whose leading goal is one of ``goals`` (ids; None stands for "none yet")."""
        chosen = Q(walked_goal__in=goals - {None})
        return self._walking_goals().filter(chosen | Q(leading_goal=None) if None in goals else chosen)

    def _walking_goals(self) -> Self:
        """With the leading goal as ``walked_goal``.

        The sum keeps SQLite from collecting and sorting all measures of a goal by the goal's index: a list walks along
        the index of its order, which has the goal in it. PostgreSQL knows by itself, and would lose its way with a sum.
        """
        goal = F("leading_goal_id")
        return self.alias(walked_goal=goal + 0 if connection.vendor == "sqlite" else goal)

    def of_actor(self, actor: int) -> Self:
        """Measures that the actor leads or takes part in."""
        part: Any = self.model._meta.get_field("participations").related_model
        taking_part = part.objects.filter(actor=actor)
        return self.filter(Q(lead=actor) | Q(pk__in=taking_part.values("measure")))

    def matching(self, query: str) -> Self:
        """Measures with every word of ``query``; a query without any word finds nothing."""
        words = search_words(query)
        return self.filter(search.condition(self.model, words)) if words else self.none()
