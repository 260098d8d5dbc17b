"""Office and actor talk about a measure."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.accounts.rules import is_coordination_office
from measures import notices
from measures.models import Comment, Measure


@transaction.atomic
def write_comment(measure: Measure, *, by: User, text: str, is_internal: bool = False) -> Comment:
    """Adds a message and tells the other side, unless the office wrote it for itself."""
    if not access.may(by, "comment", measure) or (is_internal and not is_coordination_office(by)):
        raise PermissionDenied
    comment = Comment.objects.create(measure=measure, author=by, text=text, is_internal=is_internal)
    notices.message_written(comment, by)
    return comment


@transaction.atomic
def resolve_comment(comment: Comment, *, by: User, now: datetime) -> Comment:
    """Marks a message as dealt with; the first time counts."""
    if not access.may(by, "resolve", comment):
        raise PermissionDenied
    if comment.resolved_at is None:
        comment.resolved_at = now
        comment.save()
        notices.message_settled(comment)
    return comment


@transaction.atomic
def reopen_comment(comment: Comment, *, by: User) -> Comment:
    """It was not dealt with after all."""
    if not access.may(by, "resolve", comment):
        raise PermissionDenied
    comment.resolved_at = None
    comment.save()
    return comment
