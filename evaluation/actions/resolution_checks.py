"""Beschlusskontrolle: writing down how far an item of a resolution is carried out."""

from collections.abc import Iterable

from django.db import models, transaction

from bildungsnetz.accounts.models import User
from evaluation.models import ResolutionCheck, ResolutionEvidence

from .reports import require


@transaction.atomic
def save_check(check: ResolutionCheck, backing: Iterable[tuple[str, models.Model]], *, by: User) -> ResolutionCheck:
    """Stores the state; ``backing`` are pairs of a field of ResolutionEvidence and what it names, all of them."""
    require(by, "edit" if check.pk else "add", check if check.pk else ResolutionCheck)
    check.revision_no += 1  # a new row too: whoever had the empty form open meanwhile is told
    check.save()
    wanted = {(name, thing.pk) for name, thing in backing}
    for row in check.evidence.all():
        key = row.backed_by, row.backing.pk
        if key in wanted:
            wanted.discard(key)
        else:
            row.delete()
    for name, pk in sorted(wanted):
        ResolutionEvidence.objects.create(check_row=check, **{f"{name}_id": pk})
    return check
