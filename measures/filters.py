"""The filters of the list of measures, as they stand in its address. Keys are English, labels German."""

from collections.abc import Iterable, Iterator
from copy import copy
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from bildungsnetz.access import NOTHING, Person
from bildungsnetz.words import search_words

from . import search
from .freshness import ASKED_FOR, Limits, condition, limits
from .models import ActorKind, Measure, Publication, Status
from .options import NO_GOAL, Options
from .ordering import ORDER_LABELS
from .querysets import MeasureQuerySet
from .rules import is_either_office

YES = (("yes", "ja"),)
KEYS_OF_PAGING = ("after", "before", "at")


def list_url(**filters: Any) -> str:
    """The address of the list narrowed by ``filters``: ``list_url(goal="2023-2027-3", status=["delayed"])``."""
    return _address(*((key, tuple(value) if isinstance(value, list) else value) for key, value in filters.items()))


@lru_cache(maxsize=500)
def _address(*given: tuple[str, Any]) -> str:
    """Asked for dozens of times on a page of figures, and mostly the same."""
    narrowed = urlencode([pair for pair in given if pair[1]], doseq=True)
    return reverse("measures:list") + (f"?{narrowed}" if narrowed else "")


class Light(django_filters.Filter):
    """Copied for each request, without what it is made of: of that only which options there are is changed."""

    def __deepcopy__(self, memo: Any) -> Self:
        made = copy(self)
        made.extra = {**self.extra}
        made.method = self.method  # looked up at the filter that has it
        return made


class Words(Light, django_filters.CharFilter):
    pass


class Choice(Light, django_filters.ChoiceFilter):
    """One of some values; a value that is not offered is refused in words that name it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "alle")
        kwargs["error_messages"] = {"invalid_choice": "„%(value)s“ gibt es hier nicht."}
        super().__init__(*args, **kwargs)


class Choices(Light, django_filters.MultipleChoiceFilter):
    """Any of some values."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"invalid_choice": "„%(value)s“ gibt es hier nicht."}
        super().__init__(*args, **kwargs)


class MeasureFilter(django_filters.FilterSet):
    """``options`` are what may be chosen, ``user`` decides whether unreleased measures and goals are spoken of.

    Choices are functions: filters and fields are copied for every request, lists of choices with them.
    """

    q = Words(label="Suche", method="search", max_length=200)
    period = Choice(label="Zielperiode", method="of_period")
    goal = Choices(label="Handlungsziel", method="of_goals")
    status = Choices(label="Umsetzungsstand", choices=lambda: Status.choices, method="in_status")
    stage = Choice(label="Bildungsphase", field_name="stages__key")
    transition = Choice(label="Übergang", field_name="transitions__key")
    target_group = Choice(label="Zielgruppe", field_name="target_groups__key")
    district = Choice(label="Stadtbezirk", field_name="districts__key")
    actor = Choice(label="Akteur (Federführung oder Mitwirkung)", method="of_actor")
    actor_kind = Choice(
        label="Art des federführenden Akteurs", choices=lambda: ActorKind.choices, field_name="lead__kind"
    )
    publication = Choice(label="Veröffentlichungsstand", choices=lambda: Publication.choices)
    freshness = Choice(
        label="Aktualität", choices=lambda: [(one.value, one.label) for one in ASKED_FOR], method="fresh_as"
    )
    overdue = Choice(label="überfällig", choices=lambda: YES, method="only_overdue")
    ongoing = Choice(label="Daueraufgabe", choices=lambda: YES, method="only_ongoing")
    sort = Choice(label="Sortierung", choices=ORDER_LABELS.items, method="leave", empty_label=None)

    class Meta:
        model = Measure
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset: MeasureQuerySet, *, user: Person, options: Options) -> None:
        super().__init__(data, queryset)
        self.options = options
        self.goals_by_pk = options.goals_by_pk
        self.list_path = list_url()
        self.goals = {key: goal for key, goal in options.goals.items() if goal.is_public or is_either_office(user)}
        for name, choices in options.choices.items():
            self.filters[name].extra["choices"] = lambda choices=choices: choices
        goals = [(key, f"Ziel {goal.number}: {goal.title}") for key, goal in self.goals.items()]
        self.filters["goal"].extra["choices"] = lambda: [*goals, (NO_GOAL, "ohne Handlungsziel")]
        if not user.is_authenticated:
            del self.filters["publication"]

    @cached_property
    def form(self) -> forms.Form:
        """The fields of this set's own filters: django-filter would make a class and copy them all once more."""
        form = forms.Form(self.data)
        form.fields.update({name: one.field for name, one in self.filters.items()})
        return form

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set and valid."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        return {name: value for name, value in cleaned.items() if value not in ("", None, []) and name != "sort"}

    @property
    def order(self) -> str:
        """The key of the order, with a minus in front for the other direction."""
        self.form.is_valid()
        return self.form.cleaned_data.get("sort") or "number"

    @cached_property
    def has_words(self) -> Q:
        """The condition of the text search; worked out once, for the count and for the page."""
        words = search_words(self.chosen["q"])
        if not words:
            return NOTHING
        return search.contains(words) if self.is_frequent else search.among_hits(Measure, words)

    @cached_property
    def is_frequent(self) -> bool:
        """Whether the words of the search stand in more measures than are worth a list of hits."""
        words = search_words(self.chosen["q"])
        return bool(words) and search.is_frequent(Measure, words)

    def narrowed(self, leave_out: Iterable[str] = ()) -> MeasureQuerySet:
        """The queryset with all valid filters applied but those in ``leave_out``."""
        rows: Any = self.queryset
        for name, value in self.chosen.items():
            if name not in leave_out:
                rows = self.filters[name].filter(rows, value)
        return rows

    @cached_property
    def limits(self) -> Limits:
        """From which confirmation on a measure is due or stale today."""
        return limits(timezone.localdate(), self.options.policy)

    def goal_pks(self) -> set[int | None] | None:
        """The goals that ``period`` and ``goal`` leave; None where both are open. A None among them: no goal yet."""
        keys, period = self.chosen.get("goal"), self.chosen.get("period")
        if keys:
            return {self.goals[key].pk if key != NO_GOAL else None for key in keys}
        return {goal.pk for goal in self.options.goals_of(period)} if period else None

    def search(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        return rows.filter(self.has_words)

    def of_period(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        return rows.with_leading_goals({goal.pk for goal in self.options.goals_of(value)})

    def of_goals(self, rows: MeasureQuerySet, name: str, value: list[str]) -> MeasureQuerySet:
        return rows.with_leading_goals({self.goals[key].pk if key != NO_GOAL else None for key in value})

    def in_status(self, rows: MeasureQuerySet, name: str, value: list[str]) -> MeasureQuerySet:
        return rows.filter(status__in=value)

    def of_actor(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        return rows.of_actor(int(value))

    def fresh_as(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        return rows.filter(condition(value, self.limits))

    def only_overdue(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        return rows.overdue(timezone.localdate())

    def only_ongoing(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        return rows.filter(is_ongoing=True)

    def leave(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        return rows

    def errors(self) -> list[str]:
        """What was not understood, for the reader: "Umsetzungsstand: „foo“ gibt es hier nicht."."""
        found = []
        for name, messages in self.form.errors.items():
            label = self.form.fields[name].label if name in self.form.fields else name
            found += [f"{label}: {shortened(str(message))}" for message in messages]
        return found

    def told(self) -> Iterator[tuple[str, str, str]]:
        """Each chosen value with the name of its filter, and both in words: "Stadtbezirk: Wanne"."""
        for name, value in self.chosen.items():
            label = str(self.form.fields[name].label)
            for one in value if isinstance(value, list) else [value]:
                yield name, one, label if one == "yes" else f"{label.split(' (')[0]}: {self.label_of(name, one)}"

    def label_of(self, name: str, value: str) -> str:
        """A chosen value in words."""
        field: Any = self.form.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str({str(key): label for key, label in field.choices}.get(value, value))  # type: ignore[misc, union-attr]
        return value


def shortened(message: str) -> str:
    return message if len(message) <= 120 else f"{message[:118]}…“"
