from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "Maßnahmen"

    def ready(self) -> None:
        from bildungsnetz.accounts import actions as account_actions
        from bildungsnetz.accounts import invitations
        from bildungsnetz.accounts.rules import is_coordination_office
        from bildungsnetz.web import navigation

        from . import admin, derived, personal_data, reminders, rules  # noqa: F401  they register tables and permission rules
        from .actions import accept_membership
        from .models import FreshnessPolicy

        post_migrate.connect(derived.heal, sender=self)
        post_migrate.connect(FreshnessPolicy.make, sender=self)
        account_actions.acceptance_steps.append(accept_membership)
        invitations.brings.append("memberships__actor")
        personal_data.register()
        reminders.register()
        navigation.register("main", "Meine Maßnahmen", "measures:mine", order=5, visible_for=rules.is_member)
        navigation.register("main", "Maßnahmen", "measures:list", order=30)
        navigation.register("search", "Maßnahmen durchsuchen", "measures:list", order=10)
        navigation.register("main", "Akteure", "measures:actor_list", order=40)
        navigation.register("account", "Aktualität", "measures:freshness", order=60, visible_for=is_coordination_office)
