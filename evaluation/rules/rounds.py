"""Who may do what in a round. Single ratings are never public; nobody sees another voice before giving their own."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office
from evaluation.models import (
    Assessment,
    CriteriaSet,
    Criterion,
    EvaluationRound,
    Evidence,
    GoalAssessment,
    GoalReflection,
    RatedMeasure,
    RatingMail,
    RatingSheet,
    Reflection,
    ReflectionItem,
    RoundCriterion,
    RoundState,
    SheetState,
    Voice,
)
from evaluation.models.rating import answered_by
from goals.rules import is_either_office
from measures.models import MembershipRole, Publication
from measures.rules import actors_of

REVEALED = (RoundState.REFLECTION, RoundState.CLOSED)  # from here on the voices stand side by side


def offices(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else NOTHING


def coordination(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


def is_insider(user: Person) -> bool:
    """Those who read what a round found before everybody does: both offices and the council."""
    return is_either_office(user) or (user.is_authenticated and user.council_reader)


@rule(Criterion, "view")
@rule(CriteriaSet, "view")
@rule(RoundCriterion, "view")
@rule(RatingMail, "view")
def view_catalogue(user: Person) -> Q:
    return offices(user)


@rule(Criterion, "edit", "add", "history")
@rule(CriteriaSet, "edit", "add", "delete", "history")
def edit_catalogue(user: Person) -> Q:
    return coordination(user)


@rule(Criterion, "delete")
def delete_criterion(user: Person) -> Q:
    """What a round has asked stays, retired."""
    return Q(round_criteria=None) if is_coordination_office(user) else NOTHING


@rule(EvaluationRound, "view")
def view_round(user: Person) -> Q:
    return offices(user)


@rule(EvaluationRound, "view_results")
def view_results(user: Person) -> Q:
    """What a round found, in figures over many: the offices at any time, the council when it is closed, then all."""
    if is_either_office(user):
        return EVERYTHING
    public = Q(state=RoundState.CLOSED, results_public_from__lte=timezone.localdate())
    return Q(state=RoundState.CLOSED) if is_insider(user) else public


@rule(EvaluationRound, "add", "run", "history")
def run_round(user: Person) -> Q:
    return coordination(user)


@rule(EvaluationRound, "edit")
def edit_round(user: Person) -> Q:
    """Until it is closed; what its forms still let change depends on its state."""
    return ~Q(state=RoundState.CLOSED) if is_coordination_office(user) else NOTHING


@rule(EvaluationRound, "delete")
def delete_round(user: Person) -> Q:
    return Q(state=RoundState.PREPARED) if is_coordination_office(user) else NOTHING


@rule(EvaluationRound, "reflect")
def reflect(user: Person) -> Q:
    """Writing down what a session says."""
    return Q(state=RoundState.REFLECTION) if is_coordination_office(user) else NOTHING


@rule(EvaluationRound, "publish")
def publish_results(user: Person) -> Q:
    return Q(state=RoundState.CLOSED) if is_coordination_office(user) else NOTHING


@rule(RatedMeasure, "view")
def view_rated_measure(user: Person) -> Q:
    if is_either_office(user):
        return EVERYTHING
    if not user.is_authenticated:
        return NOTHING
    own = RatingSheet.objects.filter(rated=OuterRef("pk")).answered_by(actors_of(user))
    led = Q(lead__in=actors_of(user), round__state__in=REVEALED)
    return (Q(Exists(own)) | led) & ~Q(round__state=RoundState.PREPARED)


def own_sheet(user: Person, *roles: str, path: str = "") -> Q:
    """Sheets that the actors of ``user`` fill in today; the office's people have none as members of an actor."""
    return answered_by(actors_of(user, *roles), path) if user.is_authenticated else NOTHING


def visible_sheet(user: Person, path: str = "") -> Q:
    """Blind until both have spoken: ``path`` leads from another model to the sheet.

    One's own is seen at any time; another's when it is handed in and the rating has ended or, for the offices, when
    the office has given its own. What somebody has only begun is nobody else's business, also later.
    """
    handed_in = Q(**{f"{path}state": SheetState.SUBMITTED})
    revealed = Q(**{f"{path}rated__round__state__in": REVEALED})
    if is_either_office(user):
        office_has_spoken = RatingSheet.objects.filter(
            rated=OuterRef(f"{path}rated"), voice=Voice.OFFICE, state=SheetState.SUBMITTED
        )
        return Q(**{f"{path}voice": Voice.OFFICE}) | handed_in & (revealed | Q(Exists(office_has_spoken)))
    if not user.is_authenticated:
        return NOTHING
    led = Q(**{f"{path}rated__lead__in": actors_of(user)}) | Q(**{f"{path}rated__measure__lead__in": actors_of(user)})
    return own_sheet(user, path=path) | handed_in & revealed & led


@rule(RatingSheet, "view")
def view_sheet(user: Person) -> Q:
    return visible_sheet(user)


@rule(RatingSheet, "history")
def sheet_history(user: Person) -> Q:
    """What a sheet said before: for those whose sheet it is, and for the offices as soon as they may read it."""
    return visible_sheet(user) if is_either_office(user) else own_sheet(user)


@rule(RatingSheet, "see_author")
def see_author(user: Person) -> Q:
    """Who wrote, by name: the offices; colleagues read in the history in which role somebody acted."""
    return EVERYTHING if is_either_office(user) else NOTHING


@rule(RatingSheet, "answer")
def answer_sheet(user: Person) -> Q:
    """Whose sheet it is, whether it can still be changed or not."""
    return Q(voice=Voice.OFFICE) if is_coordination_office(user) else own_sheet(user)


@rule(RatingSheet, "edit")
def edit_sheet(user: Person) -> Q:
    """An actor's people until it is handed in and the time is not over; the office on its own sheets."""
    public = Q(rated__round__state=RoundState.RATING, rated__measure__publication=Publication.RELEASED)
    rating = public & ~Q(state=SheetState.SUBMITTED)
    if is_coordination_office(user):
        return rating & Q(voice=Voice.OFFICE)
    return own_sheet(user) & rating & Q(rated__round__closes_on__gte=timezone.localdate())


@rule(RatingSheet, "submit")
def submit_sheet(user: Person) -> Q:
    if is_coordination_office(user) or not user.is_authenticated:
        return edit_sheet(user)
    return edit_sheet(user) & own_sheet(user, MembershipRole.EDITOR)


@rule(RatingSheet, "reopen")
def reopen_sheet(user: Person) -> Q:
    """By the office, while the round is rated; its own only as long as it has had no other voice to look at."""
    if not is_coordination_office(user):
        return NOTHING
    others = RatingSheet.objects.filter(rated=OuterRef("rated"), state=SheetState.SUBMITTED)
    unseen = ~Q(voice=Voice.OFFICE) | ~Q(Exists(others.exclude(voice=Voice.OFFICE)))
    return Q(rated__round__state=RoundState.RATING, state=SheetState.SUBMITTED) & unseen


@rule(Assessment, "view")
def view_assessment(user: Person) -> Q:
    return visible_sheet(user, path="sheet__")


@rule(Evidence, "view")
def view_evidence(user: Person) -> Q:
    return visible_sheet(user, path="assessment__sheet__")


@rule(Reflection, "view")
def view_reflection(user: Person) -> Q:
    return offices(user)


@rule(Reflection, "edit", "delete")
def edit_reflection(user: Person) -> Q:
    return Q(round__state=RoundState.REFLECTION) if is_coordination_office(user) else NOTHING


@rule(Reflection, "add", "history")
def add_reflection(user: Person) -> Q:
    return coordination(user)


@rule(ReflectionItem, "view")
def view_item(user: Person) -> Q:
    """What was agreed about a measure, or stayed contested, is told to those who lead it."""
    if is_either_office(user):
        return EVERYTHING
    led = Q(rated__lead__in=actors_of(user), rated__round__state=RoundState.CLOSED)
    return led if user.is_authenticated else NOTHING


@rule(GoalReflection, "view")
def view_goal_reflection(user: Person) -> Q:
    if is_either_office(user):
        return EVERYTHING
    closed = Q(round__state=RoundState.CLOSED, goal__is_public=True)
    return closed if is_insider(user) else closed & Q(round__results_public_from__lte=timezone.localdate())


@rule(GoalAssessment, "view")
def view_goal_assessment(user: Person) -> Q:
    return offices(user)


@rule(GoalReflection, "edit")
def edit_goal_reflection(user: Person) -> Q:
    return Q(round__state=RoundState.REFLECTION) if is_coordination_office(user) else NOTHING
