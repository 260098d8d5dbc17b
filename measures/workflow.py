"""Which step of publication and which status follow which: tables, from which buttons and checks are made."""

from dataclasses import dataclass

from bildungsnetz.workflow import Transition

from .models.measure import STATUSES_WITH_REASON, Publication, Status

PUBLICATION = (
    Transition(Publication.DRAFT, Publication.SUBMITTED, "Einreichen", "submit"),
    Transition(Publication.RETURNED, Publication.SUBMITTED, "Erneut einreichen", "submit"),
    Transition(Publication.SUBMITTED, Publication.DRAFT, "Einreichung zurücknehmen", "take_back"),
    Transition(Publication.SUBMITTED, Publication.RELEASED, "Freigeben", "release"),
    Transition(Publication.SUBMITTED, Publication.RETURNED, "Zurückgeben", "return", needs_reason=True),
    Transition(Publication.DRAFT, Publication.RELEASED, "Freigeben", "release"),
    Transition(Publication.RETURNED, Publication.RELEASED, "Freigeben", "release"),
    Transition(Publication.RELEASED, Publication.WITHDRAWN, "Veröffentlichung zurückziehen", "withdraw", True),
    Transition(Publication.WITHDRAWN, Publication.RELEASED, "Wieder freigeben", "release"),
    Transition(Publication.WITHDRAWN, Publication.DRAFT, "Als Entwurf weiterbearbeiten", "withdraw"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of publication as a page: its address, and what it means to whoever is about to take it."""

    name: str
    slug: str
    action: str
    target: str
    meaning: str
    kind: str = "secondary"  # of its button: primary is what usually comes next


STEPS = (
    Step(
        "submit",
        "einreichen",
        "submit",
        Publication.SUBMITTED,
        "Das Bildungsbüro prüft die Maßnahme. Bis dahin kann sie nicht mehr geändert werden.",
        "primary",
    ),
    Step(
        "take_back",
        "zuruecknehmen",
        "take_back",
        Publication.DRAFT,
        "Die Maßnahme wird wieder ein Entwurf und kann weiter bearbeitet werden.",
    ),
    Step("release", "freigeben", "release", Publication.RELEASED, "Die Maßnahme wird für alle sichtbar.", "primary"),
    Step(
        "return",
        "zurueckgeben",
        "return",
        Publication.RETURNED,
        "Der Akteur bekommt Ihren Hinweis per E-Mail und kann die Maßnahme überarbeiten.",
    ),
    Step(
        "withdraw",
        "zurueckziehen",
        "withdraw",
        Publication.WITHDRAWN,
        "Die Maßnahme ist danach nicht mehr öffentlich. Der Akteur bekommt Ihren Grund per E-Mail.",
    ),
    Step(
        "reopen",
        "entwurf",
        "withdraw",
        Publication.DRAFT,
        "Die Maßnahme wird wieder ein Entwurf, den der Akteur bearbeiten kann.",
    ),
)


def way_of(step: Step, state: str) -> Transition | None:
    """The row of the table that ``step`` takes from ``state``, if there is one."""
    ways = (way for way in PUBLICATION if way.source == state and way.target == step.target)
    return next((way for way in ways if way.action == step.action), None)


FINISHED = (Status.DONE, Status.CANCELLED)

STATUS = tuple(
    Transition(
        source,
        target,
        f"{source.label} → {target.label}",
        "report_progress",
        needs_reason=target in STATUSES_WITH_REASON or source in FINISHED,
    )
    for source in Status
    for target in Status
    if source != target and not (source in FINISHED and target in FINISHED)
)
