"""What is read of measures; each method is named like the sentence it makes."""

from datetime import date
from typing import Any, Self

from django.db.models import Q

from bildungsnetz.access import PermittedQuerySet


class MeasureQuerySet(PermittedQuerySet):
    def released(self) -> Self:
        return self.filter(publication="released")

    def for_goal(self, goal) -> Self:  # type: ignore[no-untyped-def]
        """Measures that hang on ``goal``, as leading or as a further goal."""
        through: Any = self.model._meta.get_field("further_goals").remote_field.through  # type: ignore[union-attr]
        further = through.objects.filter(goal=goal).values("measure")
        return self.filter(Q(leading_goal=goal) | Q(pk__in=further))

    def running(self) -> Self:
        return self.exclude(status__in=["done", "cancelled"])

    def overdue(self, today: date) -> Self:
        """Measures past their planned end that nobody has completed or stopped."""
        return self.running().filter(planned_end_on__lt=today)
