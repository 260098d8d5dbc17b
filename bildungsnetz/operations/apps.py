from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "bildungsnetz.operations"
    verbose_name = "Betrieb"

    def ready(self) -> None:
        from . import checks, jobs, rules  # noqa: F401  registers the system checks, a duty and the permission rules
