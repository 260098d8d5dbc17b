"""The history of an object and its parts, newest first, as entries: who, when, and what changed.

A model names its parts (reverse relations that have a history of their own) and the fields that only some may read::

    history_parts = ("milestones", "funding_items")
    history_internal = {"internal_note": "see_internal"}  # field -> permission rule of the model
    history_restored = ("status_since",)  # not editable in a form, yet part of what is restored
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, ForeignKey, IntegerField, Model, OuterRef, QuerySet, Subquery, Value

from bildungsnetz import access
from bildungsnetz.accounts.models import User

from .changes import Change, changes_between
from .states import Names, many_to_many_of, state_of, told_fields

PER_PAGE = 50
ONE_SAVE = timedelta(seconds=2)  # one press of a button writes several rows: the object, its lists, its parts
KINDS = {"+": "angelegt", "~": "geändert", "-": "gelöscht"}


@dataclass
class Subject:
    """What happened to one object: ``history_id`` names the state that can be brought back."""

    what: str
    kind: str
    changes: list[Change]
    history_id: int
    model: str
    is_current: bool  # nothing came after it, so there is nothing to bring back

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    def add(self, earlier: "Subject") -> None:
        """Takes in what an earlier row of the same save changed."""
        self.kind = earlier.kind if self.kind == "~" else self.kind
        before = {change.label: change for change in earlier.changes}
        merged = [change.since(before.pop(change.label, None)) for change in self.changes]
        self.changes = [*before.values(), *merged]


@dataclass
class Entry:
    """What one person did at one moment."""

    at: datetime
    author: str
    reason: str
    found: dict[Any, Subject] = field(default_factory=dict)

    @property
    def subjects(self) -> list[Subject]:
        return list(self.found.values())

    def add(self, key: Any, subject: Subject) -> None:
        """Adds a row of this save; rows come newest first."""
        if key in self.found:
            self.found[key].add(subject)
        else:
            self.found[key] = subject


@dataclass(frozen=True)
class Source:
    """The historical rows of the object or of one kind of its parts (then ``link`` points to the ``whole``)."""

    model: type[Model]
    rows: QuerySet
    hidden: frozenset[str]
    whole: Model | None = None
    link: str = ""


def sources_of(subject: Model, viewer: access.Person) -> list[Source]:
    """Where the history of ``subject`` is kept, without the fields that are not for ``viewer``."""
    model = type(subject)
    rules = getattr(model, "history_internal", {})
    hidden = frozenset(name for name, action in rules.items() if not access.may(viewer, action, subject))
    found = [Source(model, subject.history.order_by(), hidden)]  # type: ignore[attr-defined]
    for name in getattr(model, "history_parts", ()):
        relation: Any = model._meta.get_field(name)
        part, link = relation.related_model, relation.field
        rows = part.history.filter(**{link.attname: subject.pk}).order_by()
        found.append(Source(part, rows, frozenset({link.name}), subject, link.name))
    return found


def page_of(subject: Model, viewer: access.Person, number: int) -> tuple[list[Entry], int]:
    """The entries of page ``number`` (from 1) and how many rows there are in all."""
    sources = sources_of(subject, viewer)
    keys = [
        source.rows.annotate(place=Value(place, output_field=IntegerField())).values_list(
            "history_date", "history_id", "place"
        )
        for place, source in enumerate(sources)
    ]
    combined = keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]
    start = (number - 1) * PER_PAGE
    wanted = list(combined.order_by("-history_date", "-history_id")[start : start + PER_PAGE])
    told: dict[tuple[int, int], tuple[Any, Subject]] = {}
    for place, source in enumerate(sources):
        ids = [history_id for _, history_id, at in wanted if at == place]
        told |= {(place, row.history_id): (row, what) for row, what in subjects_of(source, ids)}
    rows = [told[place, history_id] for _, history_id, place in wanted]
    return list(entries(rows, viewer)), sum(source.rows.count() for source in sources)


def subjects_of(source: Source, ids: list[int]) -> Iterator[tuple[Any, Subject]]:
    """Each historical row of ``ids`` with what it changed against the row before it."""
    if not ids:
        return
    history = source.model.history.model  # type: ignore[attr-defined]
    earlier = history.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    later = history.objects.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    rows = list(
        history.objects.filter(history_id__in=ids)
        .annotate(earlier_id=Subquery(earlier.values("history_id")[:1]), is_past=Exists(later))
        .select_related("history_user")
    )
    before = history.objects.in_bulk({row.earlier_id for row in rows if row.earlier_id})
    fields = told_fields(source.model, source.hidden)
    lists = many_to_many_of([*rows, *before.values()])
    states = {row.history_id: state_of(row, fields, lists) for row in (*rows, *before.values())}
    names = Names()
    names.want(fields, states.values())
    for row in rows:
        changes = []
        if row.history_type != "-":
            old = states.get(row.earlier_id) if row.earlier_id else None
            changes = changes_between(fields, old, states[row.history_id], names)
        is_current = row.history_type != "-" and not row.is_past
        what, label = title_of(source, row, names), source.model._meta.label_lower
        yield row, Subject(what, row.history_type, changes, row.history_id, label, is_current)


def title_of(source: Source, row: Any, names: Names) -> str:
    """The kind of object; for a part also what it was called at that time."""
    kind = str(source.model._meta.verbose_name)
    if source.whole is None:
        return kind
    part = source.model(**{one.attname: getattr(row, one.attname) for one in row.tracked_fields})
    for one in row.tracked_fields:
        if isinstance(one, ForeignKey):
            key = getattr(row, one.attname)
            known = source.whole if one.name == source.link else names.get(one.related_model, key)  # type: ignore[arg-type]
            if known is not None:
                setattr(part, one.name, known)
    try:
        return f"{kind} „{part}“"
    except ObjectDoesNotExist:  # its name needs what is gone
        return kind


def entries(rows: Iterable[tuple[Any, Subject]], viewer: access.Person) -> Iterator[Entry]:
    """Rows of one author within one save become one entry; rows that changed nothing a reader sees are left out."""
    current: Entry | None = None
    current_key: Any = None
    for row, subject in rows:
        if subject.kind == "~" and not subject.changes:
            continue
        key = (row.history_user_id, row.history_change_reason)
        if current is None or key != current_key or current.at - row.history_date > ONE_SAVE:
            if current is not None:
                yield current
            current = Entry(row.history_date, author_of(row.history_user, viewer), row.history_change_reason or "")
            current_key = key
        current.add((row.instance_type, row.id), subject)
    if current is not None:
        yield current


def author_of(user: User | None, viewer: access.Person) -> str:
    """Names are for the offices; everybody else reads in which role somebody acted."""
    if user is None:
        return "System"
    if user.is_erased:
        return "gelöschtes Konto"
    if user.pk == viewer.pk:
        return "Sie"
    if viewer.is_authenticated and viewer.is_office:
        return str(user)
    return ", ".join(role.label for role in user.roles) or "Bildungsakteur"
