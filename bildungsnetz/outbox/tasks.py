from django_tasks import task

from .delivery import deliver_one


@task()
def deliver(pk: int) -> bool:
    """Delivers one mail of the outbox; does nothing when it is gone, sent, or in another worker's hands."""
    return deliver_one(pk)
