"""The office says after how long a measure must be confirmed again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.web.views import save_revised
from measures.models import FreshnessPolicy


@transaction.atomic
def set_freshness_policy(form: Any, *, by: User) -> FreshnessPolicy:
    """Stores a valid form. Whatever counts or lists by freshness follows at once: nothing is kept with the measures."""
    if not access.may(by, "edit", form.instance):
        raise PermissionDenied
    policy: FreshnessPolicy = save_revised(form)
    return policy
