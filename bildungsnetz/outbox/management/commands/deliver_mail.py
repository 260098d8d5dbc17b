from django.core.management.base import BaseCommand
from django.utils import timezone

from bildungsnetz.outbox.actions import sweep
from bildungsnetz.outbox.delivery import deliver_due


class Command(BaseCommand):
    """For installations that run no worker, or for an operator who does not want to wait."""

    help = "Stellt alle fälligen Mails des Postausgangs zu."

    def handle(self, **options: object) -> None:
        now = timezone.now()
        sweep(now)
        self.stdout.write(f"{deliver_due(now)} Mails zugestellt.")
