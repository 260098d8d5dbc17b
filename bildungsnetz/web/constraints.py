"""How the database's constraints are answered in a form: before saving, in German, at a field that can be mended."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import CheckConstraint, Model, PositiveSmallIntegerField, Q, SmallIntegerField, UniqueConstraint
from django.forms import ChoiceField, Field

SMALLINT_MAX = 32767  # what PostgreSQL can store; SQLite would take more


class Constrained:
    """Mixed into ModelForm.

    ``given`` names fields that the page sets and the form does not show, but that a constraint ties to shown ones:
    without it Django would skip the check and saving would end in an error page.
    """

    given: tuple[str, ...] = ()
    largest_number = SMALLINT_MAX
    fields: dict[str, Field]
    instance: Model

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, ChoiceField):
                continue  # takes nothing but its choices
            if isinstance(column_of(self.instance, name), PositiveSmallIntegerField | SmallIntegerField):
                field.validators.append(MaxValueValidator(self.largest_number))

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - set(self.given)  # type: ignore[misc]

    def _update_errors(self, errors: ValidationError) -> None:
        """Moves the message of each broken constraint from the top of the form to the field it is about."""
        if hasattr(errors, "error_dict"):
            found: dict[str, list[ValidationError]] = {}
            for name, messages in errors.error_dict.items():
                for error in messages:
                    found.setdefault(self._place_of(name, error), []).append(error)
            errors = ValidationError(found)
        super()._update_errors(errors)  # type: ignore[misc]

    def _place_of(self, name: str, error: ValidationError) -> str:
        if name != NON_FIELD_ERRORS:
            return name if name in self.fields else NON_FIELD_ERRORS
        for constraint in self.instance._meta.constraints:
            if error.message == constraint.violation_error_message:
                return self.field_of(constraint)
        return NON_FIELD_ERRORS

    def field_of(self, constraint: Any) -> str:
        """The last shown field that ``constraint`` speaks of: by then the others have been read."""
        involved = involved_fields(constraint)
        shown = [name for name in self.fields if name in involved]
        return shown[-1] if shown else NON_FIELD_ERRORS


def involved_fields(constraint: Any) -> set[str]:
    if isinstance(constraint, UniqueConstraint):
        return set(constraint.fields)
    if isinstance(constraint, CheckConstraint):
        return {name.split("__")[0] for name in Q(constraint.condition).referenced_base_fields}
    return set()


def column_of(instance: Model, name: str) -> Any:
    """The model's column behind a form field of that name, or None."""
    columns = instance._meta.concrete_fields
    return next((column for column in columns if column.name == name), None)
