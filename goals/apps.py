from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"
    verbose_name = "Ziele"

    def ready(self) -> None:
        from . import rules  # noqa: F401  registers the permission rules
