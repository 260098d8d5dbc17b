"""Which step of publication and which status follow which: tables, from which buttons and checks are made."""

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
