from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "bildungsnetz.operations"
    verbose_name = "Betrieb"

    def ready(self) -> None:
        from . import rules  # noqa: F401  registers the permission rules
