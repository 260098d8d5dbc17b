from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Auswertung"

    def ready(self) -> None:
        from . import rules  # noqa: F401  registers the permission rules
