"""The kinds of report, by key. A new kind is a module in ``kinds`` with a ``KIND``; nothing else names it."""

from importlib import import_module
from pkgutil import iter_modules

from . import kinds
from .kind import Part, ReportKind, Section, Values, Written, values_hash

_FOUND = [import_module(f"{kinds.__name__}.{module.name}").KIND for module in iter_modules(kinds.__path__)]
KINDS: dict[str, ReportKind] = {kind.key: kind for kind in sorted(_FOUND, key=lambda kind: kind.position)}

__all__ = ["KINDS", "Part", "ReportKind", "Section", "Values", "Written", "values_hash"]
