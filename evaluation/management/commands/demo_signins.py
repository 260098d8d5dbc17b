from typing import Any

from django.core.management.base import BaseCommand

from bildungsnetz.accounts.models import User
from evaluation.fixtures import DEMO_PASSWORD


class Command(BaseCommand):
    help = "Nennt die Beispielkonten und ihr Passwort."

    def handle(self, *args: Any, **options: Any) -> None:
        people = list(User.objects.filter(is_demo=True).order_by("pk"))
        if not people:
            return
        self.stdout.write(f"Beispielkonten (Passwort für alle: {DEMO_PASSWORD})")
        for user in people:
            self.stdout.write(f"  {user.email:<34} {user.display_name}")
