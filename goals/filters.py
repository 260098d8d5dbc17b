"""How lists of this app are narrowed; every choice stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Left

from bildungsnetz.web.forms import Form

from .models import Committee, Paper, PaperType


class PaperFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Suchwort oder Nummer", method="find", max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    paper_type = django_filters.ChoiceFilter(label="Vorlage-Art", choices=PaperType.choices, empty_label="alle Arten")
    committee = django_filters.ModelChoiceFilter(
        label="Gremium",
        queryset=Committee.objects.all(),
        to_field_name="key",
        field_name="consultations__committee",
        distinct=True,
        empty_label="alle Gremien",
    )
    year = django_filters.ChoiceFilter(label="Jahr", method="of_year", choices=(), empty_label="alle Jahre")

    class Meta:
        model = Paper
        fields: tuple[str, ...] = ()
        form = Form

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        self.filters["year"].extra["choices"] = [(year, year) for year in self.years()]

    def years(self) -> list[str]:
        """The years of which the reader may see a paper, newest first."""
        rows: QuerySet = self.queryset.annotate(year=Left("number", 4)).order_by("-year")
        return list(rows.values_list("year", flat=True).distinct())

    def find(self, papers: Any, name: str, value: str) -> Any:
        return papers.with_words(value)

    def of_year(self, papers: Any, name: str, value: str) -> Any:
        return papers.filter(number__startswith=f"{value}/")

    def active(self) -> list[dict[str, str]]:
        """What narrows the list now: the words for a chip, and the query that takes it off."""
        if not self.is_valid():
            return []
        chips = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            query = self.data.copy()
            for key in (name, "page"):
                query.pop(key, None)
            choices = dict(getattr(self.form.fields[name], "choices", ())) if isinstance(value, str) else {}
            chips.append({"label": str(choices.get(value, value)), "url": f"?{query.urlencode()}"})
        return chips
