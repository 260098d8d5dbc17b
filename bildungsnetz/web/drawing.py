"""What says the same is drawn once per process: rows of lists, the frame of every page, points of an agenda.

A template that was drawn is found again by the values that it was drawn from, so nothing has to be thrown away when
something changes: what changed is another value. Values are immutable: texts, numbers, dates, tuples of them, frozen
dataclasses.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MOST = 5_000  # some ten megabytes: all rows of a large town and the frames of its people


def drawn(template: str, **values: Hashable) -> SafeString:
    """``template`` rendered with ``values`` and nothing else: no request, no context processor.

    Within a tuple each place has one type only, because a text that is safe HTML equals one that is not.
    """
    named = tuple((name, type(value), value) for name, value in values.items())
    return _rendered(template, named) if settings.DEBUG else _kept(template, named)


def _rendered(template: str, named: tuple[tuple[str, type, Any], ...]) -> SafeString:
    return render_to_string(template, {name: value for name, _, value in named})


_kept = lru_cache(maxsize=MOST)(_rendered)
