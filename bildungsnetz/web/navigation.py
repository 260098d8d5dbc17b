"""The menus, filled by the apps: the ground knows no page of theirs.

An app says in ``AppConfig.ready()``::

    navigation.register("main", "Maßnahmen", "measures:measure_list", order=30)

Menus are "main" (below the header), "search" (one entry: where the search box sends its words), "account" (behind
the name of the person signed in) and "footer".
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse

from bildungsnetz.access import Person

Menu: TypeAlias = Literal["main", "search", "account", "footer"]


@dataclass(frozen=True)
class Registered:
    """What an app wants to be found: only shown where ``url_name`` resolves and ``visible_for`` says yes."""

    order: int
    label: str
    url_name: str
    visible_for: Callable[[Person], bool]


class Entry(NamedTuple):
    """A link as a template shows it; ``current`` is "page" on its own page, "true" below it, else empty."""

    label: str
    url: str
    current: str


_menus: dict[str, dict[str, Registered]] = defaultdict(dict)
_covered: dict[str, list[str]] = defaultdict(list)


def everyone(user: Person) -> bool:
    return True


def signed_in(user: Person) -> bool:
    return user.is_authenticated


def register(
    menu: Menu, label: str, url_name: str, *, order: int = 50, visible_for: Callable[[Person], bool] = everyone
) -> None:
    """Put a link into ``menu``. Registering the same ``url_name`` again replaces it."""
    menus = _menus[menu] | {url_name: Registered(order, label, url_name, visible_for)}
    _menus[menu] = dict(sorted(menus.items(), key=lambda item: (item[1].order, item[1].label)))


def cover(url_name: str, *others: str) -> None:
    """Let the entry that leads to ``url_name`` be the current one below the pages ``others``, too."""
    _covered[url_name] += [other for other in others if other not in _covered[url_name]]


def entries(menu: Menu, request: HttpRequest) -> tuple[Entry, ...]:
    """The links of ``menu`` that resolve and that the person of ``request`` may see, in their order."""
    person = getattr(request, "user", None) or AnonymousUser()
    visible = [entry for entry in _menus[menu].values() if entry.visible_for(person)]
    return tuple(made for entry in visible if (made := _entry(entry, request.path)))


def start_page(request: HttpRequest) -> str:
    """Where somebody lands who signs in: the first page of the main menu that not everybody sees, else "/"."""
    own = (entry for entry in _menus["main"].values() if entry.visible_for is not everyone)
    made = (_entry(entry, request.path) for entry in own if entry.visible_for(request.user))
    return next((entry.url for entry in made if entry), "/")


@lru_cache
def _address(url_name: str, urlconf: str | None) -> str:
    """Where an entry leads, or "" where nothing answers to its name; asked for on every page."""
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return ""


def _entry(entry: Registered, path: str) -> Entry | None:
    url = _address(entry.url_name, get_urlconf())
    if not url:
        return None
    below = url != "/" and path.startswith(url)
    if entry.url_name in _covered and not below:
        covered = (_address(name, get_urlconf()) for name in _covered[entry.url_name])
        below = any(home and path.startswith(home) for home in covered)
    return Entry(entry.label, url, "page" if path == url else "true" if below else "")
