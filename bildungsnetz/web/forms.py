"""The base of every form of ours: named groups, notes where things appear, German notation, readable text.

A form says, beside its fields::

    groups = [("Worum es geht", "Kurz und verständlich.", ["title", "summary", ("begins_on", "ends_on")]), …]
    appears = {"title": "Öffentlich auf der Maßnahmenseite"}

Fields in a tuple stand side by side where there is room.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.formsets import TOTAL_FORM_COUNT, BaseFormSet
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from bildungsnetz.records import Sourced

from .constraints import Constrained
from .text import composed, refuse_unreadable, showable
from .widgets import DateInput, DecimalInput

ADD_ROW = "add_row"


@dataclass(frozen=True)
class Group:
    """Fields under one heading, as the template shows them."""

    heading: str
    hint: str
    fields: list["BoundField | SideBySide"]

    @property
    def key(self) -> str:
        """Where a link in the form's index leads."""
        return f"abschnitt-{slugify(self.heading)}"


@dataclass(frozen=True)
class SideBySide:
    """Fields in one line; renders like a single field."""

    fields: list[BoundField]

    def as_field_group(self) -> SafeString:
        inner = format_html_join("", "{}", ((field.as_field_group(),) for field in self.fields))
        return format_html('<div class="row__fields">{}</div>', inner)


class DescribedField(BoundField):
    """A field whose note on publication is read out with its hint, also where there is no hint."""

    @property
    def appears(self) -> str:
        """Where the public will read what is typed here."""
        return getattr(self.form, "appears", {}).get(self.name, "")

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby or ""
        if self.appears and not self.help_text and self.auto_id:
            return f"{self.auto_id}_helptext {described}".strip()
        return described


class Grouped:
    """What Form and ModelForm share."""

    groups: list[tuple[str, str, list[str | tuple[str, ...]]]] = []
    appears: dict[str, str] = {}
    template_name_div = template_name = "forms/form.html"
    bound_field_class: Any = DescribedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            prepare(field)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """Everything typed passes here, for checking as for showing it again: the one place to compose letters."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if isinstance(value, list | tuple):
            return [_typed(one, longest=18 if one.isdecimal() else None) for one in value]
        return _typed(value) if isinstance(value, str) else value

    def get_context(self) -> dict[str, Any]:
        return super().get_context() | {"groups": self.grouped_fields()}  # type: ignore[misc]

    def grouped_fields(self) -> list[Group]:
        """The visible fields in their groups; what no group names follows at the end, without heading."""
        bound = {field.name: field for field in self.visible_fields()}  # type: ignore[attr-defined]
        made = [Group(heading, hint, _taken(bound, names)) for heading, hint, names in self.groups]
        return [group for group in [*made, Group("", "", list(bound.values()))] if group.fields]

    @property
    def adds_row(self) -> bool:
        """Whether the button "Zeile hinzufügen" was pressed: then nothing is checked or saved, the form grows."""
        return ADD_ROW in self.data  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        return not self.adds_row and super().is_valid()  # type: ignore[misc]

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if self.adds_row and self.is_bound:  # type: ignore[attr-defined]
            self._errors.clear()  # type: ignore[attr-defined]


def _typed(text: str, longest: int | None = None) -> str:
    """``text`` as we keep it. Numbers among choices are keys: SQLite cannot look up one of more than 63 bits."""
    return composed(showable(text))[:longest]


def _taken(bound: dict[str, BoundField], names: list[str | tuple[str, ...]]) -> list[BoundField | SideBySide]:
    """Takes the named fields out of ``bound``; names that this form has no field for are passed over."""
    taken: list[BoundField | SideBySide] = []
    for name in names:
        if isinstance(name, str):
            taken += [bound.pop(name)] if name in bound else []
        elif fields := [bound.pop(one) for one in name if one in bound]:
            taken.append(SideBySide(fields))
    return taken


def prepare(field: forms.Field) -> None:
    """Give ``field`` our habits: readable text, German notation, never a box to scroll for several choices."""
    if isinstance(field, forms.CharField):
        field.validators.append(refuse_unreadable)
    if isinstance(field, forms.DecimalField) and type(field.widget) is forms.NumberInput:
        field.widget = DecimalInput(_kept(field.widget, "step", "min", "max"), field.decimal_places)
    elif isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
        field.widget = DateInput(_kept(field.widget))
    elif type(field.widget) is forms.SelectMultiple and isinstance(
        field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField
    ):
        field.widget = forms.CheckboxSelectMultiple(_kept(field.widget))
        field.widget.choices = field.choices
    elif isinstance(field, forms.ChoiceField):
        word_nothing_chosen(field)
    if isinstance(field.widget, DateInput | DecimalInput):
        field.widget.is_required = field.required


def word_nothing_chosen(field: forms.ChoiceField) -> None:
    """Says in words what Django marks by a row of hyphens."""
    words, hyphens = "bitte wählen" if field.required else "keine Angabe", BLANK_CHOICE_DASH[0]
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label == hyphens[1] else field.empty_label
    elif isinstance(field.choices, list) and hyphens in field.choices:
        field.choices = [("", words) if choice == hyphens else choice for choice in field.choices]


def _kept(widget: forms.Widget, *dropped: str) -> dict[str, Any]:
    return {name: value for name, value in widget.attrs.items() if name not in dropped}


class Form(Grouped, forms.Form):
    """A form of its own."""


class ModelForm(Constrained, Grouped, forms.ModelForm):
    """A form for a model."""

    def save(self, commit: bool = True) -> Any:
        if isinstance(self.instance, Sourced):
            self.instance.mark_own(self.changed_data)
        return super().save(commit)


class Rows:
    """What our formsets share: words for the template, and a button that adds a row without JavaScript."""

    heading = ""
    hint = ""
    row_name = "Zeile"
    template_name_div = template_name = "forms/formset.html"

    @property
    def adds_row(self) -> bool:
        return ADD_ROW in self.data

    data: Any
    prefix: Any
    absolute_max: int

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)  # type: ignore[call-arg]
        if self.data.get(ADD_ROW) == self.prefix:
            self.data = self._with_one_more(self.data)

    def _with_one_more(self, data: Any) -> Any:
        """The same data with a row more, also in the hidden count: the next request must read what is typed there."""
        name = f"{self.prefix}-{TOTAL_FORM_COUNT}"
        typed = str(data.get(name, ""))
        if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
            return data
        grown = data.copy()
        grown[name] = str(min(int(typed) + 1, self.absolute_max))
        return grown

    @property
    def can_add(self) -> bool:
        return self.total_form_count() < self.max_num  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        return not self.adds_row and super().is_valid()  # type: ignore[misc]

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if self.adds_row and self.is_bound:  # type: ignore[attr-defined]
            self._errors = [{} for _ in self._errors]  # type: ignore[has-type]
            self._non_form_errors = self.error_class(renderer=self.renderer)  # type: ignore[attr-defined]


class FormSet(Rows, BaseFormSet):
    """The base for ``formset_factory(form, formset=FormSet)``."""


class InlineFormSet(Rows, BaseInlineFormSet):
    """The base for ``inlineformset_factory(parent, model, form=form, formset=InlineFormSet)``."""
