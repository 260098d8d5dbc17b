from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "bildungsnetz.history"

    def ready(self) -> None:
        from . import authors  # noqa: F401  it writes the reason of a change down
