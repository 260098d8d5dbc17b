from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bildungsnetz.web"
    verbose_name = "Seiten"
