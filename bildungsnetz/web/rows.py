"""Parts of a record as rows below its form: checked with it, saved with it, under the same version number."""

from typing import Any
from uuid import uuid4

from django.db.models import IntegerField, Model, UniqueConstraint
from django.forms import inlineformset_factory
from django.http import QueryDict
from django.utils.functional import cached_property

from .forms import InlineFormSet, ModelForm

PARKED = 20_000  # beyond every number that a row may have, within PostgreSQL's smallint


class Row(ModelForm):
    """The form of one row. What makes it unique within its parent is asked of all rows at once, in ``PartRows``."""

    parent_field = ""
    largest_number = 9_999

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {self.parent_field}


class PartRows(InlineFormSet):
    """All rows of one parent: ``rows_of(Paper, ConsultationRow, Consultations)``.

    Rows may swap their numbers, and a row that somebody else deleted meanwhile is kept as a new one.
    """

    model: type[Any]

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        if self.is_bound:
            self.data = self._with_vanished_as_new(self.data)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.parent_field = self.fk.name

    def _with_vanished_as_new(self, data: Any) -> Any:
        """The same data with the rows that are no longer stored behind the others and without an id."""
        initial, total = (self._count(data, name) for name in ("INITIAL_FORMS", "TOTAL_FORMS"))
        stored = {str(row.pk) for row in self.get_queryset()}
        vanished = [place for place in range(initial) if data.get(f"{self.prefix}-{place}-id") not in stored]
        if not vanished:
            return data
        order = [place for place in range(total) if place not in vanished or place >= initial]
        order[initial - len(vanished) : initial - len(vanished)] = vanished
        made = QueryDict(mutable=True)
        made.update({key: data[key] for key in data if not key.startswith(f"{self.prefix}-")})
        for new, old in enumerate(order):
            start = f"{self.prefix}-{old}-"
            for key in (key for key in data if key.startswith(start)):
                made.setlist(f"{self.prefix}-{new}-{key[len(start) :]}", data.getlist(key))
            if old in vanished:
                made[f"{self.prefix}-{new}-id"] = ""
        made[f"{self.prefix}-INITIAL_FORMS"] = str(initial - len(vanished))
        made[f"{self.prefix}-TOTAL_FORMS"] = str(total)
        return made

    def _count(self, data: Any, name: str) -> int:
        typed = str(data.get(f"{self.prefix}-{name}", ""))
        return min(int(typed), self.absolute_max) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0

    @cached_property
    def constraint(self) -> UniqueConstraint | None:
        """What must be unique among the rows of one parent."""
        unique = (one for one in self.model._meta.constraints if isinstance(one, UniqueConstraint))
        return next((one for one in unique if self.fk.name in one.fields and one.condition is None), None)

    @cached_property
    def key_fields(self) -> list[str]:
        return [name for name in self.constraint.fields if name != self.fk.name] if self.constraint else []

    @property
    def kept(self) -> list[Any]:
        return [form for form in self.forms if form not in self.deleted_forms]

    def clean(self) -> None:
        super().clean()
        if not self.constraint:
            return
        mine = {form.instance.pk for form in self.initial_forms}
        taken = {tuple(getattr(row, name) for name in self.key_fields) for row in self._stored() if row.pk not in mine}
        for form in self.kept:
            key = tuple(getattr(form, "cleaned_data", {}).get(name) for name in self.key_fields)
            if None in key:
                continue
            if key in taken:
                form.add_error(self.key_fields[0], self.constraint.violation_error_message)
            taken.add(key)

    def _stored(self) -> Any:
        parent = self.instance
        return self.model._default_manager.filter(**{self.fk.name: parent}) if parent.pk else ()

    def save(self, commit: bool = True) -> Any:
        """Within the caller's transaction. Rows that give up their key leave it first, so that another may take it."""
        unique = self.key_fields
        leaving = [form for form in self.initial_forms if unique and (form in self.deleted_forms or self._moves(form))]
        for place, form in enumerate(leaving):
            column = self.model._meta.get_field(self.key_fields[0])
            parked = PARKED + place if isinstance(column, IntegerField) else uuid4().hex
            self.model._default_manager.filter(pk=form.instance.pk).update(**{column.name: parked})
        return super().save(commit)

    def _moves(self, form: Any) -> bool:
        return bool(set(self.key_fields) & set(form.changed_data))


def rows_of(parent: type[Model], form: type[Row], rows: type[PartRows], most: int = 100) -> type[PartRows]:
    """The formset class for all rows of one ``parent``."""
    model = form._meta.model  # type: ignore[attr-defined]
    made: Any = inlineformset_factory
    return made(parent, model, form=form, formset=rows, extra=0, max_num=most, absolute_max=2 * most)


class WithRows:
    """Mixed into a ModelForm in front of it: ``row_classes = {"consultations": ConsultationRows}``.

    Checking and saving the form checks and saves its rows; the page shows them from ``form.row_sets``.
    """

    row_classes: dict[str, type[PartRows]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        data = self.data if self.is_bound else None  # type: ignore[attr-defined]
        self.row_sets = [
            made(data, instance=self.instance, prefix=name)  # type: ignore[attr-defined]
            for name, made in self.row_classes.items()
        ]

    def is_valid(self) -> bool:
        valid = [super().is_valid(), *[rows.is_valid() for rows in self.row_sets]]  # type: ignore[misc]
        return all(valid)  # each was asked, so that each shows its errors

    @property
    def has_row_errors(self) -> bool:
        return self.is_bound and any(  # type: ignore[attr-defined]
            rows.total_error_count() for rows in self.row_sets
        )

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)  # type: ignore[misc]
        for rows in self.row_sets:
            rows.instance = saved
            rows.save(commit)
        return saved
