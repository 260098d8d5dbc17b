"""What is read of measures; each method is named like the sentence it makes."""

from datetime import date
from typing import Self

from django.db.models import Q

from bildungsnetz.access import PermittedQuerySet


class MeasureQuerySet(PermittedQuerySet):
    def released(self) -> Self:
        return self.filter(publication="released")

    def for_goal(self, goal) -> Self:  # type: ignore[no-untyped-def]
        """Measures that hang on ``goal``, as leading or as a further goal."""
        return self.filter(Q(leading_goal=goal) | Q(further_goals=goal)).distinct()

    def running(self) -> Self:
        return self.exclude(status__in=["done", "cancelled"])

    def overdue(self, today: date) -> Self:
        """Measures past their planned end that nobody has completed or stopped."""
        return self.running().filter(planned_end_on__lt=today)
