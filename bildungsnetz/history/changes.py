"""What differs between two states of an object, as a page shows it."""

import difflib
import re
from dataclasses import dataclass, field

from django.db.models import Field

from .states import Names, State, in_words, is_long


@dataclass(frozen=True)
class Change:
    """One field: before and after in words. Long texts come as ``pieces``: (kept | gone | new, text)."""

    label: str
    before: str
    after: str
    pieces: list[tuple[str, str]] = field(default_factory=list)

    def since(self, earlier: "Change | None") -> "Change":
        """This change and an ``earlier`` one of the same field as one."""
        if earlier is None:
            return self
        pieces = word_difference(earlier.before, self.after) if self.pieces and earlier.before else []
        return Change(self.label, earlier.before, self.after, pieces)


def changes_between(fields: list[Field], before: State | None, after: State, names: Names) -> list[Change]:
    """The fields whose words differ; for a new object those that have any."""
    found = []
    for one in fields:
        old = in_words(one, before[one.name], names) if before else ""
        new = in_words(one, after[one.name], names)
        if old != new:
            pieces = word_difference(old, new) if is_long(one) and old and new else []
            found.append(Change(label_of(one), old, new, pieces))
    return found


def label_of(one: Field) -> str:
    label = str(one.verbose_name)
    return label[:1].upper() + label[1:]


def word_difference(before: str, after: str) -> list[tuple[str, str]]:
    """The two texts as one, word by word: pieces that were kept, are gone, or are new."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces: list[tuple[str, str]] = []
    for what, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("kept", "".join(old[start:end])))
            continue
        pieces += [
            piece for piece in (("gone", "".join(old[start:end])), ("new", "".join(new[new_start:new_end]))) if piece[1]
        ]
    return pieces
