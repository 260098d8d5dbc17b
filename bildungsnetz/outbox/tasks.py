from datetime import date

from django.utils import timezone
from django_tasks import task

from . import actions
from .delivery import deliver_one


@task()
def deliver(pk: int) -> bool:
    """Delivers one mail of the outbox; does nothing when it is gone, sent, or in another worker's hands."""
    return deliver_one(pk)


@task()
def send_reminders(day: str) -> None:
    """The digests of ``day`` (ISO). May be run again after a worker was killed in the middle."""
    actions.remind(date.fromisoformat(day), timezone.now())
