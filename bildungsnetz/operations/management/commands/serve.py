import os
import socket
import sys
import time

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bildungsnetz.operations.supervisor import supervise

START_SECONDS = 30


class Command(BaseCommand):
    """The whole site in one command: the web process and two workers, so that a mail never waits behind a PDF."""

    help = "Bereitet vor und startet Webprozess und Aufgabenprozesse; Strg+C hält alles an."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="Adresse, auf der gehört wird")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", 8000), help="Port (PORT, sonst 8000)")

    def handle(self, *, host: str, port: int, **options: object) -> None:
        require_free_port(host, port)
        call_command("prepare", stdout=self.stdout)
        os.environ.update(HOST=host, PORT=str(port), PYTHONUNBUFFERED="1")
        status = supervise(commands(), started=lambda: self.announce(host, port), report=self.stderr.write)
        if status:
            sys.exit(status)
        self.stdout.write("Angehalten.")

    def announce(self, host: str, port: int) -> None:
        """Says where the site is, once it answers."""
        if not answers(host, port):
            return
        self.stdout.write(f"\nBildungsnetz läuft: {settings.SITE_URL}/   (Strg+C hält an)")
        if settings.DEMO and "demo_signins" in get_commands():
            call_command("demo_signins", stdout=self.stdout)
        self.stdout.flush()


def commands() -> dict[str, list[str]]:
    """The processes of the site by name."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    gunicorn_settings = str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py")
    return {
        "web": [sys.executable, "-m", "gunicorn", "--config", gunicorn_settings, "bildungsnetz.wsgi"],
        **{queue: [*manage, "worker", f"--queue-name={queue}", "-v0"] for queue in settings.TASKS["default"]["QUEUES"]},
    }


def require_free_port(host: str, port: int) -> None:
    """Stops before anything is touched when another program has the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} ist nicht frei ({error.strerror}). Anderer Port: PORT={port + 1} ./run"
            ) from error


def answers(host: str, port: int) -> bool:
    """Waits until something listens on the port."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False
