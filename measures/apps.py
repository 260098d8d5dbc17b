from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "Maßnahmen"

    def ready(self) -> None:
        from . import (
            derived,
            rules,  # noqa: F401  registers the permission rules
        )

        post_migrate.connect(derived.heal, sender=self)
