"""From draft to public and back: the steps of the table ``workflow.PUBLICATION``."""

from datetime import datetime

from django.db import transaction

from bildungsnetz.accounts.models import User
from bildungsnetz.workflow import Transition, require_transition
from measures import mails
from measures.models import Measure, Publication
from measures.workflow import PUBLICATION

CHANGED = ("publication", "submitted_at", "released_at", "return_note", "revision_no")


@transaction.atomic
def change_publication(measure: Measure, target: str, *, by: User, now: datetime, reason: str = "") -> Transition:
    """Takes one step of the table and writes to the other side.

    Raises PermissionDenied where the step is not ``by``'s to take, and ValidationError where the state has no such
    step, the reason is missing, or the measure is not complete enough for it.
    """
    way = require_transition(PUBLICATION, measure.publication, target, measure, by, reason)
    measure.publication = target
    if target == Publication.SUBMITTED:
        measure.submitted_at = now
    elif target == Publication.RELEASED:
        measure.released_at = measure.released_at or now
        measure.return_note = ""
    elif target in (Publication.RETURNED, Publication.WITHDRAWN):
        measure.return_note = reason.strip()
    measure.validate_constraints()
    measure.revision_no += 1
    measure.save(update_fields=CHANGED)
    announce(measure, way, by)
    return way


def announce(measure: Measure, way: Transition, by: User) -> None:
    """Whoever has to act next, or waits for the answer, hears of it; nobody gets a mail about a deed of their own."""
    if way.action == "submit":
        mails.to_office(measure, "submitted", by)
    elif way.target == Publication.RELEASED:
        mails.to_editors(measure, "released", by)
    elif way.target in (Publication.RETURNED, Publication.WITHDRAWN):
        mails.to_editors(measure, way.target, by)
