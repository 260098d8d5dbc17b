"""The kinds of report, by key. A new kind is a module with a ``KIND`` that is named here."""

from .kind import ReportKind, Texts, Values, values_hash
from .sachstandsbericht import KIND as SACHSTANDSBERICHT

KINDS: dict[str, ReportKind] = {kind.key: kind for kind in (SACHSTANDSBERICHT,)}

__all__ = ["KINDS", "ReportKind", "Texts", "Values", "values_hash"]
