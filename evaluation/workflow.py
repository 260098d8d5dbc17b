"""The ways of a round, from preparation to its end; of a recommendation, from the decision to what became of it;
of an actor's statement on a report.
"""

from bildungsnetz.workflow import Transition

from .models import Answer, Decision, Progress, RoundState

ROUND = (
    Transition(RoundState.PREPARED, RoundState.RATING, "Runde öffnen", "run"),
    Transition(RoundState.RATING, RoundState.REFLECTION, "Bewertung beenden", "run"),
    Transition(RoundState.REFLECTION, RoundState.RATING, "Bewertung wieder öffnen", "run", needs_reason=True),
    Transition(RoundState.REFLECTION, RoundState.CLOSED, "Runde abschließen", "run"),
    Transition(RoundState.CLOSED, RoundState.REFLECTION, "Runde wieder öffnen", "run", needs_reason=True),
)

UNDECIDED = ""

DECISION = (
    Transition(UNDECIDED, Decision.ACCEPTED, "Annehmen", "decide"),
    Transition(UNDECIDED, Decision.CHANGED, "Geändert annehmen", "decide"),
    Transition(UNDECIDED, Decision.REJECTED, "Ablehnen", "decide", needs_reason=True),
    *(Transition(taken, UNDECIDED, "Entscheidung zurücknehmen", "undo_decision") for taken in Decision),
)

PROGRESS = (
    Transition(Progress.OPEN, Progress.RUNNING, "In Arbeit", "follow_up"),
    Transition(Progress.OPEN, Progress.DONE, "Umgesetzt", "follow_up"),
    Transition(Progress.OPEN, Progress.DROPPED, "Nicht weiterverfolgen", "follow_up", needs_reason=True),
    Transition(Progress.RUNNING, Progress.OPEN, "Noch nicht begonnen", "follow_up"),
    Transition(Progress.RUNNING, Progress.DONE, "Umgesetzt", "follow_up"),
    Transition(Progress.RUNNING, Progress.DROPPED, "Nicht weiterverfolgen", "follow_up", needs_reason=True),
    Transition(Progress.DONE, Progress.RUNNING, "Doch wieder in Arbeit", "follow_up"),
    Transition(Progress.DROPPED, Progress.RUNNING, "Wieder aufnehmen", "follow_up"),
)

STATEMENT = (
    Transition(Answer.OPEN, Answer.SUBMITTED, "Stellungnahme abgeben", "submit"),
    Transition(Answer.OPEN, Answer.WAIVED, "Wir geben keine Stellungnahme ab", "submit"),
    Transition(Answer.WITHDRAWN, Answer.SUBMITTED, "Stellungnahme abgeben", "submit"),
    Transition(Answer.WITHDRAWN, Answer.WAIVED, "Wir geben keine Stellungnahme ab", "submit"),
    Transition(Answer.SUBMITTED, Answer.WITHDRAWN, "Zurückziehen", "withdraw"),
    Transition(Answer.WAIVED, Answer.WITHDRAWN, "Doch etwas sagen", "withdraw"),
)
