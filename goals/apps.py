from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"
    verbose_name = "Ziele"

    def ready(self) -> None:
        from bildungsnetz.web import navigation

        from . import calendars, rules  # noqa: F401  registers the permission rules

        calendars.register()
        navigation.register("main", "Ziele", "goals:period_list", order=20)
        navigation.cover("goals:period_list", "goals:indicator_list")
        navigation.register("main", "Vorlagen", "goals:paper_list", order=70)
