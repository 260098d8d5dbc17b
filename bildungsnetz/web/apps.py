from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bildungsnetz.web"
    verbose_name = "Seiten"

    def ready(self) -> None:
        from . import navigation, rules  # noqa: F401  registers the permission rules

        navigation.register("footer", "Impressum", "web:impressum", order=10)
        navigation.register("footer", "Datenschutz", "web:datenschutz", order=20)
        navigation.register("footer", "Barrierefreiheit", "web:barrierefreiheit", order=30)
