from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    name = "bildungsnetz.web"
    verbose_name = "Seiten"

    def ready(self) -> None:
        from . import legal_texts, navigation, rules  # noqa: F401  registers the permission rules

        post_migrate.connect(legal_texts.add_missing_pages, sender=self)
        navigation.register("footer", "Impressum", "web:impressum", order=10)
        navigation.register("footer", "Datenschutz", "web:datenschutz", order=20)
        navigation.register("footer", "Barrierefreiheit", "web:barrierefreiheit", order=30)
