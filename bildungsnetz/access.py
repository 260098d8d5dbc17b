"""Who may do what: a permission rule is one function from a user to the objects it may touch.

``rules.py`` of each app writes the rules::

    @access.rule(Measure, "edit")
    def edit_measure(user: Person) -> Q: ...

Lists filter by it, pages fetch their object through it, templates ask its annotation: there is no second place
where the same question is answered. A rule for an action that has no object yet ("add") returns EVERYTHING or NOTHING.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When
from django.http import Http404

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bildungsnetz.accounts.models import User

Person: TypeAlias = "User | AnonymousUser"
Rule: TypeAlias = Callable[[Any], Q]

EVERYTHING = Q()
NOTHING = Q(pk__in=())

_rules: dict[tuple[type[Model], str], Rule] = {}


def rule(model: type[Model], *actions: str) -> Callable[[Rule], Rule]:
    """Register the decorated function as the rule for each of ``actions`` on ``model``."""

    def register(function: Rule) -> Rule:
        for action in actions:
            if (model, action) in _rules:
                raise ValueError(f"two rules for {action} on {model.__name__}")
            _rules[model, action] = function
        return function

    return register


def rule_for(model: type[Model], action: str) -> Rule:
    """The rule for ``action`` on ``model``; KeyError where nobody wrote one, for nothing is allowed by silence."""
    return _rules[model._meta.concrete_model or model, action]


def actions_of(model: type[Model]) -> list[str]:
    """The names of all actions that have a rule on ``model``."""
    return [action for known, action in _rules if known is (model._meta.concrete_model or model)]


def may(user: Person, action: str, subject: Model | type[Model]) -> bool:
    """Whether ``user`` may do ``action`` to the object, or, for a class, to any object of it at all."""
    model = subject if isinstance(subject, type) else subject.__class__  # the model also of a lazy request.user
    condition = rule_for(model, action)(user)
    if condition in (EVERYTHING, NOTHING):
        return condition == EVERYTHING
    if isinstance(subject, type):
        return True
    return model._default_manager.filter(condition, pk=subject.pk).exists()


class PermittedQuerySet(QuerySet):
    """The base of all our querysets: the permitted rows are the permission."""

    def permitted(self, action: str, user: Person) -> Self:
        """The rows that ``user`` may do ``action`` to."""
        condition = rule_for(self.model, action)(user)
        return self if condition == EVERYTHING else self.filter(condition)

    def with_allowed(self, user: Person, *actions: str) -> Self:
        """Annotates each row with ``may_<action>``, so that a page asks all its questions in one query."""
        wanted = actions or actions_of(self.model)
        return self.annotate(**{f"may_{action}": as_flag(rule_for(self.model, action)(user)) for action in wanted})


def as_flag(condition: Q) -> Case | Value:
    """``condition`` as a boolean column."""
    if condition in (EVERYTHING, NOTHING):
        return Value(condition == EVERYTHING, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


class Allowed(Mapping[str, bool]):
    """What templates ask: ``{% if allowed.edit %}``. Made from a row that went through ``with_allowed``."""

    def __init__(self, subject: Model) -> None:
        self.flags = {name[4:]: value for name, value in vars(subject).items() if name.startswith("may_")}

    def __getitem__(self, action: str) -> bool:
        return bool(self.flags[action])

    def __iter__(self) -> Any:
        return iter(self.flags)

    def __len__(self) -> int:
        return len(self.flags)


def get_permitted(
    queryset: PermittedQuerySet, user: Person, action: str = "view", asks: Iterable[str] = (), **lookup: Any
) -> Any:
    """The one row of ``queryset`` that ``lookup`` names, if ``user`` may do ``action`` to it.

    Raises Http404 where the user may not even see it (a foreign object does not exist) and PermissionDenied where it
    may be seen but not acted on. The row comes with its ``may_…`` flags: those that the caller ``asks`` for, or all.
    """
    wanted = {action, *asks} if asks else actions_of(queryset.model)
    conditions = {name: rule_for(queryset.model, name)(user) for name in wanted}
    asked = [name for name, condition in conditions.items() if condition not in (EVERYTHING, NOTHING)]
    rows = queryset.permitted("view", user).filter(**lookup)
    rows = rows.with_allowed(user, *asked) if asked else rows
    row = next(iter(rows.order_by()[:1]), None)
    if row is None:
        raise Http404(f"kein Zugriff oder nicht vorhanden: {lookup}")
    for name in conditions.keys() - set(asked):
        setattr(row, f"may_{name}", conditions[name] == EVERYTHING)
    if action != "view" and not getattr(row, f"may_{action}"):
        raise PermissionDenied
    return row


def require(user: Person, actions: str | Iterable[str], model: type[Model]) -> None:
    """Raises PermissionDenied unless ``user`` may do one of ``actions`` to some object of ``model``."""
    wanted = [actions] if isinstance(actions, str) else actions
    if not any(may(user, action, model) for action in wanted):
        raise PermissionDenied
