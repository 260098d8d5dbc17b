from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bildungsnetz.accounts"
    verbose_name = "Konten"

    def ready(self) -> None:
        from bildungsnetz.web import navigation

        from . import rules

        navigation.register("account", "Mein Konto", "accounts:profile", order=80, visible_for=navigation.signed_in)
        navigation.register("account", "Konten", "accounts:user_list", order=70, visible_for=rules.keeps_accounts)
