"""Lifts the triggers of frozen versions so that a test database can be emptied."""

from importlib import import_module
from types import SimpleNamespace

from django.db import connection

from evaluation.models import ReportVersion


def remove_versions() -> None:
    if not ReportVersion.objects.exists():
        return
    triggers = import_module("evaluation.migrations.0002_frozen_versions")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        triggers.drop(None, editor)
        ReportVersion.objects.all().delete()
        triggers.create(None, editor)
