"""The ways of a round, from preparation to its end."""

from bildungsnetz.workflow import Transition

from .models import RoundState

ROUND = (
    Transition(RoundState.PREPARED, RoundState.RATING, "Runde öffnen", "run"),
    Transition(RoundState.RATING, RoundState.REFLECTION, "Bewertung beenden", "run"),
    Transition(RoundState.REFLECTION, RoundState.RATING, "Bewertung wieder öffnen", "run", needs_reason=True),
    Transition(RoundState.REFLECTION, RoundState.CLOSED, "Runde abschließen", "run"),
    Transition(RoundState.CLOSED, RoundState.REFLECTION, "Runde wieder öffnen", "run", needs_reason=True),
)
