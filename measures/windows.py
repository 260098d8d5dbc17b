"""Reading Sachstandsabfragen: which measures they ask about, and how the answers stand."""

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce

from .models import Measure, ProposalState, Publication, ReportingRequest, ReportingWindow
from .workflow import FINISHED

STOP_KIND = "window"  # the kind of mail that a stop link for Sachstandsabfragen stops


class RequestState(TextChoices):
    """How a request stands, those that owe something first."""

    OWED = "owed", "steht aus"
    OPENED = "opened", "geöffnet"
    RETURNED = "returned", "zurückgegeben"
    WAITING = "waiting", "liegt beim Bildungsbüro"
    ANSWERED = "answered", "beantwortet"
    DROPPED = "dropped", "entfällt"


TAKEN_BACK = Q(proposal__state__in=[ProposalState.RETURNED, ProposalState.WITHDRAWN, ProposalState.DRAFT])
UNANSWERED = Q(answered_at=None) | TAKEN_BACK
ASKED = Q(measure__publication=Publication.RELEASED) & ~Q(measure__status__in=FINISHED)
OWED = UNANSWERED & ASKED

# The first condition that holds names the state; without any the request is answered.
CONDITIONS = {
    RequestState.DROPPED: UNANSWERED & ~ASKED,
    RequestState.RETURNED: TAKEN_BACK,
    RequestState.OPENED: UNANSWERED & Q(opened_at__isnull=False),
    RequestState.OWED: UNANSWERED,
    RequestState.WAITING: Q(proposal__state=ProposalState.WAITING),
}
OWING = (RequestState.OWED, RequestState.OPENED, RequestState.RETURNED)


def audience(window: ReportingWindow) -> QuerySet[Measure]:
    """The released, running measures that the window asks about."""
    rows = Measure.objects.released().running()
    if goals := [goal.pk for goal in window.goals.all()] if window.pk else []:
        rows = rows.filter(leading_goal__in=goals)
    if window.actor_kinds:
        rows = rows.filter(lead__kind__in=window.actor_kinds)
    if window.statuses:
        rows = rows.filter(status__in=window.statuses)
    return rows


def not_asked_yet(window: ReportingWindow) -> QuerySet[Measure]:
    """Measures that fit and have no request: all of them before the opening, later what was released meanwhile."""
    return audience(window).exclude(pk__in=ReportingRequest.objects.filter(window=window).values("measure"))


def with_state(requests: QuerySet) -> QuerySet:
    """Each request with its ``state`` and with ``place``, its order: who owes something comes first."""
    cases = [When(condition, then=Value(state.value)) for state, condition in CONDITIONS.items()]
    state = Case(*cases, default=Value(RequestState.ANSWERED.value), output_field=CharField())
    rows = requests.annotate(state=state)
    order = [When(state=one.value, then=Value(place)) for place, one in enumerate(RequestState)]
    return rows.annotate(place=Case(*order, default=Value(len(order))))


def counts(window: ReportingWindow) -> dict[str, int]:
    """State -> number of requests."""
    rows = with_state(ReportingRequest.objects.filter(window=window)).order_by().values("state")
    return {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def with_counts(rows: QuerySet) -> QuerySet:
    """Windows with ``asked``, how many measures they ask about, and ``owing``, how many still owe an answer."""
    requests = ReportingRequest.objects.filter(window=OuterRef("pk")).order_by().values("window")
    asked = requests.annotate(n=Count("pk")).values("n")
    owing = requests.filter(OWED).annotate(n=Count("pk")).values("n")
    return rows.annotate(asked=Coalesce(Subquery(asked), 0), owing=Coalesce(Subquery(owing), 0))


def owed(window: ReportingWindow) -> list[ReportingRequest]:
    """What still has to be answered, by number."""
    rows = ReportingRequest.objects.filter(OWED, window=window).select_related("measure__lead")
    return list(rows.order_by("measure__serial"))
