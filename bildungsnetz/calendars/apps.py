from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "bildungsnetz.calendars"
    verbose_name = "Kalender"

    def ready(self) -> None:
        from . import personal_data, rules, topics  # noqa: F401  rules and the topic "own" register themselves

        personal_data.register()
