from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Auswertung"

    def ready(self) -> None:
        from bildungsnetz.web import navigation

        from . import jobs, rules  # noqa: F401  register long work and the permission rules

        navigation.register("main", "Übersicht", "evaluation:overview", order=10)
        navigation.register("main", "Berichte", "evaluation:reports", order=60)
        navigation.register("footer", "Ausdruck prüfen", "evaluation:verify", order=90)
