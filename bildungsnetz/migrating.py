"""Migrations that make many models at once.

Django draws all models of all apps anew after each model that a migration makes: a minute for some hundred. A
``Migration`` of ours makes those that follow one another in one step, so that they are drawn once.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Migration(migrations.Migration):
    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.operations = list(joined(cls.operations))


class CreateModels(Operation):
    """Several ``CreateModel`` in a row."""

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn when it is asked for next
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, *states)

    def describe(self) -> str:
        return ", ".join(operation.describe() for operation in self.operations)


def joined(operations: Iterable[Operation]) -> Iterator[Operation]:
    for kind, group in groupby(operations, type):
        if kind is migrations.CreateModel:
            yield CreateModels([*group])
        else:
            yield from group
