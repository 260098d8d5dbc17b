"""Who may do what with papers, goals and indicators. What is not clearly public is not public."""

from django.db.models import Q

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_committee_office, is_coordination_office

from .models import (
    Committee,
    CommitteeName,
    Consultation,
    Goal,
    GoalRevision,
    GoalSuccession,
    Indicator,
    IndicatorValue,
    Meeting,
    Paper,
    Period,
    ResolutionItem,
)


def is_either_office(user: Person) -> bool:
    return is_coordination_office(user) or is_committee_office(user)


def is_insider(user: Person) -> bool:
    """Those who may read what is not public about papers: both offices and the council."""
    return is_either_office(user) or (user.is_authenticated and user.council_reader)


@rule(Committee, "view")
@rule(CommitteeName, "view")
@rule(Meeting, "view")
@rule(Period, "view")
def view_open_record(user: Person) -> Q:
    return EVERYTHING


@rule(Paper, "view")
def view_paper(user: Person) -> Q:
    return EVERYTHING if is_insider(user) else Q(is_public=True)


@rule(Consultation, "view")
@rule(ResolutionItem, "view")
def view_part_of_paper(user: Person) -> Q:
    return EVERYTHING if is_insider(user) else Q(paper__is_public=True)


@rule(Goal, "view")
@rule(Indicator, "view")
def view_public_record(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else Q(is_public=True)


@rule(GoalRevision, "view")
def view_revision(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else Q(goal__is_public=True)


@rule(GoalSuccession, "view")
def view_succession(user: Person) -> Q:
    if is_either_office(user):
        return EVERYTHING
    old, new = Q(predecessor=None) | Q(predecessor__is_public=True), Q(successor=None) | Q(successor__is_public=True)
    return old & new


@rule(IndicatorValue, "view")
def view_indicator_value(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else Q(indicator__is_public=True)


@rule(Indicator, "see_small_numbers")
@rule(Committee, "edit", "add", "history")
@rule(Meeting, "edit", "add", "delete", "history")
@rule(Paper, "edit", "add", "history")
def both_offices(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else NOTHING


@rule(Period, "edit", "add", "history")
@rule(Goal, "edit", "add", "revise", "history")
@rule(GoalSuccession, "edit", "add", "delete", "history")
@rule(Indicator, "edit", "add", "delete", "history")
@rule(Committee, "restore")
@rule(Meeting, "restore")
@rule(Paper, "restore")
@rule(Period, "restore")
@rule(Goal, "restore")
@rule(Indicator, "restore")
def coordination_office_only(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING
