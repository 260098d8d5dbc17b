from django.db.models import Q

from bildungsnetz.access import NOTHING, Person, rule

from .models import Job


@rule(Job, "view", "cancel")
def own_jobs(user: Person) -> Q:
    return Q(started_by=user.pk) if user.is_authenticated else NOTHING
