from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "Maßnahmen"

    def ready(self) -> None:
        from bildungsnetz.accounts import actions as account_actions
        from bildungsnetz.accounts import invitations
        from bildungsnetz.accounts.rules import is_coordination_office
        from bildungsnetz.operations.housekeeping import duty
        from bildungsnetz.outbox import notices
        from bildungsnetz.web import navigation
        from goals.rules import is_either_office

        from . import (  # noqa: F401  they register
            admin,
            calendars,
            derived,
            jobs,
            personal_data,
            proposals,
            reminders,
            rules,
            window_reminders,
        )
        from . import notices as told
        from .actions import accept_membership, forget_abandoned, forget_reporting_mails, note_proposal
        from .models import FreshnessPolicy
        from .windows import STOP_KIND

        post_migrate.connect(derived.heal, sender=self)
        post_migrate.connect(FreshnessPolicy.make, sender=self)
        account_actions.acceptance_steps.append(accept_membership)
        invitations.brings.append("memberships__actor")
        personal_data.register()
        proposals.on_submitted.append(note_proposal)
        duty(forget_reporting_mails)
        duty(forget_abandoned)
        reminders.register()
        calendars.register()
        told.register()
        navigation.register("main", "Meine Maßnahmen", "measures:mine", order=5, visible_for=rules.is_member)
        navigation.register("main", "Maßnahmen", "measures:list", order=30)
        navigation.register("search", "Maßnahmen durchsuchen", "measures:list", order=10)
        navigation.register("main", "Akteure", "measures:actor_list", order=40)
        navigation.register("account", "Aktualität", "measures:freshness", order=60, visible_for=is_coordination_office)
        navigation.register(
            "account", "Maßnahmen einlesen", "measures:imports", order=62, visible_for=is_coordination_office
        )
        navigation.register("main", "Abfragen", "measures:window_list", order=45, visible_for=is_either_office)
        navigation.cover("measures:window_list", "measures:import_sachstaende")
        navigation.cover("goals:period_list", "measures:import_messwerte")
        notices.register_kind(STOP_KIND, "Sachstandsabfragen", order=5, url="/meine-massnahmen/")
