from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Auswertung"

    def ready(self) -> None:
        from bildungsnetz.operations.housekeeping import duty
        from bildungsnetz.outbox import notices
        from bildungsnetz.web import navigation
        from goals.rules import is_either_office

        from . import (  # noqa: F401  they register what they know
            calendars,
            guards,
            jobs,
            personal_data,
            question_reminders,
            rating_notices,
            recommendation_reminders,
            round_reminders,
            rules,
            statement_notices,
        )
        from .actions.rating_mails import forget_rating_mails
        from .actions.reflections import forget_papers
        from .rating_circle import STOP_KIND
        from .reports.shelf import forget_chapters

        rating_notices.register()
        pre_migrate.connect(guards.lift, sender=self)
        post_migrate.connect(guards.install, sender=self)
        duty(forget_rating_mails)
        duty(forget_papers)
        duty(forget_chapters)
        personal_data.register()
        calendars.register()
        notices.register_kind(STOP_KIND, "Bewertungsrunden", order=6, url="/meine-massnahmen/")
        statement_notices.register()
        question_reminders.register()
        recommendation_reminders.register()
        navigation.register("main", "Heute", "evaluation:today", order=5, visible_for=is_either_office)
        navigation.register("main", "Übersicht", "evaluation:overview", order=10)
        navigation.register("main", "Auswertung", "evaluation:results", order=50)
        navigation.register("main", "Berichte", "evaluation:reports", order=60)
        navigation.register("footer", "Ausdruck prüfen", "evaluation:verify", order=90)
