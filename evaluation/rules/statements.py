"""Who asks for statements on a report, who writes them, and until when. Signed-in people of the actor, nobody else."""

from django.db.models import Q
from django.utils import timezone

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office
from evaluation.models import PENDING, Answer, Statement, StatementRequest, is_frozen
from goals.rules import is_either_office
from measures.models import MembershipRole
from measures.rules import actors_of

from .rounds import coordination


@rule(StatementRequest, "view")
def view_request(user: Person) -> Q:
    """The offices, and the people of the actor that was asked. Before it is frozen it is nobody else's."""
    if is_either_office(user):
        return EVERYTHING
    return Q(actor__in=actors_of(user)) if user.is_authenticated else NOTHING


@rule(Statement, "view")
def view_statement(user: Person) -> Q:
    """What is handed in; before that it is the actor's own."""
    if is_either_office(user):
        return Q(request__answer=Answer.SUBMITTED)
    return Q(request__actor__in=actors_of(user)) if user.is_authenticated else NOTHING


@rule(StatementRequest, "add", "history")
def ask_for_statements(user: Person) -> Q:
    return coordination(user)


@rule(StatementRequest, "edit")
def ask_back(user: Person) -> Q:
    """The office moves the date and asks back; the words are not its to change."""
    return ~Q(is_frozen()) if is_coordination_office(user) else NOTHING


def own_and_open(user: Person, *roles: str) -> Q:
    """Requests to the user's actors, until their day or until the report is frozen."""
    in_time = Q(answer__in=PENDING, due_on__gte=timezone.localdate())
    return Q(actor__in=actors_of(user, *roles)) & in_time & ~Q(is_frozen())


@rule(StatementRequest, "write")
def write_statement(user: Person) -> Q:
    return own_and_open(user) if user.is_authenticated else NOTHING


@rule(StatementRequest, "submit")
def submit_statement(user: Person) -> Q:
    return own_and_open(user, MembershipRole.EDITOR) if user.is_authenticated else NOTHING


@rule(StatementRequest, "withdraw")
def withdraw_statement(user: Person) -> Q:
    """What was handed in can be taken back until the report is frozen, also after its day."""
    if not user.is_authenticated:
        return NOTHING
    own = Q(actor__in=actors_of(user, MembershipRole.EDITOR))
    return own & Q(answer__in=[Answer.SUBMITTED, Answer.WAIVED]) & ~Q(is_frozen())
