"""Who may prepare, freeze and read reports."""

from django.db.models import Q
from django.utils import timezone

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_committee_office
from evaluation.models import (
    CommitteeQuestion,
    Report,
    ReportPreview,
    ReportSection,
    ReportVariant,
    ReportVersion,
    ResolutionCheck,
    WordTemplate,
)
from goals.rules import is_either_office


@rule(Report, "view", "edit", "add", "delete", "history")
@rule(ReportVariant, "view", "edit", "add", "history")
@rule(ReportSection, "view", "edit")
@rule(ReportPreview, "view")
def prepare_report(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else NOTHING


@rule(ReportVariant, "freeze", "correct", "publish")
def freeze_report(user: Person) -> Q:
    return EVERYTHING if is_committee_office(user) else NOTHING


@rule(ReportVersion, "view")
def view_version(user: Person) -> Q:
    """The council reads what is frozen at once, everybody else from the day of publication."""
    if is_either_office(user) or (user.is_authenticated and user.council_reader):
        return EVERYTHING
    return Q(variant__public_from__lte=timezone.localdate())


@rule(CommitteeQuestion, "view")
@rule(ResolutionCheck, "view")
def read_committee_memory(user: Person) -> Q:
    """The offices and the council; everybody else reads it in the published papers."""
    return EVERYTHING if is_either_office(user) or (user.is_authenticated and user.council_reader) else NOTHING


@rule(CommitteeQuestion, "add", "edit", "delete", "history")
@rule(ResolutionCheck, "add", "edit", "history")
@rule(WordTemplate, "view", "add", "delete")
def keep_committee_memory(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else NOTHING
