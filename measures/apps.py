from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "Maßnahmen"

    def ready(self) -> None:
        from . import rules  # noqa: F401  registers the permission rules
