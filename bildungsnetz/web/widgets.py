"""Widgets that take German notation. A widget turns what was typed into what the field reads, and back."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import number_format

GERMAN_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
GERMAN_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")


class DecimalInput(forms.TextInput):
    """A decimal as ``1.234,50``; ``1234.5`` is understood as well. A lone point before three digits groups them."""

    def __init__(self, attrs: dict[str, Any] | None = None, decimal_places: int | None = None) -> None:
        super().__init__(attrs)
        self.decimal_places = decimal_places

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {"inputmode": "decimal", "autocomplete": "off"} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if not isinstance(value, str):
            return value
        typed = re.sub(r"[\s\u00a0\u202f']|€", "", value)
        return typed.replace(".", "").replace(",", ".") if GERMAN_NUMBER.fullmatch(typed) else value

    def format_value(self, value: Any) -> str | None:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return super().format_value(value)
        if not number.is_finite():
            return str(value)
        exact = number.as_tuple().exponent
        places = self.decimal_places if self.decimal_places and -int(exact) <= self.decimal_places else None
        return number_format(number, places, use_l10n=True, force_grouping=True)


class DateInput(forms.DateInput):
    """A day in the browser's own calendar; where it has none, ``31.12.2026`` and ``2026-12-31`` may be typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if not isinstance(value, str) or not GERMAN_DATE.fullmatch(value.strip()):
            return value
        try:
            return datetime.strptime(value.strip(), "%d.%m.%Y").date().isoformat()  # noqa: DTZ007  a day, no moment
        except ValueError:
            return value


class ChoiceLabel(str):
    """The label of a choice with its definition beside it: ``("at_risk", ChoiceLabel("gefährdet", "Es hakt …"))``."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> "ChoiceLabel":
        made = super().__new__(cls, label)
        made.hint = hint
        return made
