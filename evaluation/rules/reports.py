"""Who may prepare, freeze and read reports."""

from django.db.models import Q
from django.utils import timezone

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_committee_office
from evaluation.models import Report, ReportPreview, ReportSection, ReportVariant, ReportVersion
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
