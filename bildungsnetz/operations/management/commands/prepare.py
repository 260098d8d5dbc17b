from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from bildungsnetz.operations.static import collect_static


class Command(BaseCommand):
    """Everything between new code and a running site; does nothing the second time."""

    help = "Bringt Datenbank, Zwischenspeicher und statische Dateien auf den Stand dieser Fassung."

    def handle(self, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect_static()
        if settings.DEMO and "load_herne" in get_commands():
            call_command("load_herne", if_empty=True, demo=True, stdout=self.stdout)
