from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "bildungsnetz.outbox"
    verbose_name = "Postausgang"

    def ready(self) -> None:
        from bildungsnetz.operations.housekeeping import duty
        from bildungsnetz.web import navigation

        from . import actions, personal_data, rules

        duty(actions.sweep)
        duty(actions.start_daily)
        personal_data.register()
        navigation.register("account", "Postausgang", "outbox:mail_list", order=75, visible_for=rules.watches_mail)
