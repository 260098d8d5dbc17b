"""Who may do what with recommendations. Adopted ones become public with the results of their round."""

from django.db.models import Q
from django.utils import timezone

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office
from evaluation.models import ADOPTED, EvaluationRound, Progress, Recommendation, RoundState
from goals.rules import is_either_office
from measures.rules import actors_of

from .rounds import coordination, is_insider

TALKED_OVER = (RoundState.RATING, RoundState.REFLECTION)


@rule(Recommendation, "view")
def view_recommendation(user: Person) -> Q:
    """Adopted ones are public with the results of their round; who has to do something sees them before."""
    if is_either_office(user):
        return EVERYTHING
    closed = Q(round__state=RoundState.CLOSED, goal__is_public=True)
    if is_insider(user):
        return closed
    public = closed & Q(decision__in=ADOPTED, round__results_public_from__lte=timezone.localdate())
    if not user.is_authenticated:
        return public
    adopted = Q(decision__in=ADOPTED, round__state=RoundState.CLOSED)
    return public | adopted & (Q(responsible__in=actors_of(user)) | Q(measure__lead__in=actors_of(user)))


@rule(Recommendation, "see_background")
def see_background(user: Person) -> Q:
    """What a decision left out: the wording before it was changed, and the remark on the decision."""
    return view_recommendation(user) if is_insider(user) else NOTHING


@rule(Recommendation, "add", "history")
def add_recommendation(user: Person) -> Q:
    return coordination(user)


@rule(EvaluationRound, "recommend")
def recommend_in_round(user: Person) -> Q:
    """Recommendations come from what is said while a round runs."""
    return Q(state__in=TALKED_OVER) if is_coordination_office(user) else NOTHING


@rule(Recommendation, "edit", "delete")
def edit_recommendation(user: Person) -> Q:
    """The wording of the session: as long as nobody has decided and the round is not closed."""
    undecided = Q(decision="", round__state__in=TALKED_OVER)
    return undecided if is_coordination_office(user) else NOTHING


@rule(Recommendation, "decide")
def decide_on_recommendation(user: Person) -> Q:
    """Writing down what a committee or another body decided, also long after the round was closed."""
    return Q(decision="") if is_coordination_office(user) else NOTHING


@rule(Recommendation, "undo_decision")
def undo_decision(user: Person) -> Q:
    """As long as nothing has followed from it."""
    nothing_followed = Q(progress=Progress.OPEN, outcome_text="", goal_revision=None)
    return ~Q(decision="") & nothing_followed if is_coordination_office(user) else NOTHING


@rule(Recommendation, "follow_up")
def follow_up_recommendation(user: Person) -> Q:
    """What becomes of it; who does it, and until when."""
    return Q(decision__in=ADOPTED) if is_coordination_office(user) else NOTHING


@rule(Recommendation, "revise_goal")
def revise_goal_from_recommendation(user: Person) -> Q:
    adopted = Q(decision__in=ADOPTED, goal_revision=None)
    return adopted if is_coordination_office(user) else NOTHING
