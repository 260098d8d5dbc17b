from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "bildungsnetz.outbox"
    verbose_name = "Postausgang"

    def ready(self) -> None:
        from bildungsnetz.operations.housekeeping import duty

        from . import actions, personal_data, rules  # noqa: F401  registers the permission rules

        duty(actions.sweep)
        personal_data.register()
