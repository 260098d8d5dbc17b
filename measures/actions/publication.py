"""From draft to public and back: the steps of the table ``workflow.PUBLICATION``."""

from datetime import datetime

from django.db import transaction

from bildungsnetz.accounts.models import User
from bildungsnetz.workflow import Transition, require_transition
from measures import notices
from measures.models import Measure, Publication
from measures.workflow import PUBLICATION

CHANGED = ("publication", "submitted_at", "released_at", "return_note", "revision_no")


@transaction.atomic
def change_publication(measure: Measure, target: str, *, by: User, now: datetime, reason: str = "") -> Transition:
    """Takes one step of the table; what the office decides, the actor is told in its digest.

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
    if target in notices.DECISIONS:
        notices.publication_decided(measure, by)
    return way
