"""Who sees the voices side by side, and who leads a session."""

from django.db.models import Q

from bildungsnetz.access import NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office
from evaluation.models import Comparison, ReflectionStage, RoundPaper, RoundState
from goals.rules import is_either_office

from .rounds import REVEALED


@rule(Comparison, "view")
def view_comparison(user: Person) -> Q:
    """Both voices at once, so only once nobody can rate any more."""
    return Q(round__state__in=REVEALED) if is_either_office(user) else NOTHING


@rule(RoundPaper, "view")
def view_paper(user: Person) -> Q:
    """They hold both voices and what a session said."""
    return Q(round__state__in=REVEALED) if is_either_office(user) else NOTHING


@rule(ReflectionStage, "view")
def view_stage(user: Person) -> Q:
    return Q(reflection__round__state__in=REVEALED) if is_either_office(user) else NOTHING


@rule(ReflectionStage, "edit")
def edit_stage(user: Person) -> Q:
    return Q(reflection__round__state=RoundState.REFLECTION) if is_coordination_office(user) else NOTHING
