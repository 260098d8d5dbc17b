"""Many measures at once, each as if its form had been sent."""

from datetime import date

from django.db import transaction

from bildungsnetz.accounts.models import User
from bildungsnetz.history.authors import acting_as
from measures.many import Plan

from .measure import update_measure


@transaction.atomic
def change_many(plan: Plan, *, by: User, today: date, reason: str) -> int:
    """Saves what ``plan`` would change, all or nothing, and returns how many. Each measure's history says ``reason``.

    The caller holds locks on the measures and has made the plan under them.
    """
    with acting_as(by, reason):
        for one in plan.changed:
            update_measure(one.form, by=by, today=today)
    return len(plan.changed)
