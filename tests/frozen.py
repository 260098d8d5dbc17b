"""Lifts what the database refuses to give up, so that a test database can be emptied."""

from importlib import import_module
from types import SimpleNamespace

from django.db import connection

from evaluation.models import EvaluationRound, ReportVersion


def remove_versions() -> None:
    if not ReportVersion.objects.exists():
        return
    triggers = import_module("evaluation.migrations.0002_frozen_versions")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        triggers.drop(None, editor)
        ReportVersion.objects.all().delete()
        triggers.create(None, editor)


def reopen_rounds() -> None:
    """Back to a state in which everything of a round can be removed."""
    EvaluationRound.objects.update(state="prepared", closed_at=None)
