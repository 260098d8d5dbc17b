from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bildungsnetz.accounts"
    verbose_name = "Konten"

    def ready(self) -> None:
        from . import rules  # noqa: F401  registers the permission rules
