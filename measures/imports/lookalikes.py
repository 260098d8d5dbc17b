"""Rows without a number that look like a measure that is there. Whether they are that one, somebody has to say."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from bildungsnetz.words import sort_key
from measures.models import LearnedValue, Measure, measure_number

from .facts import Said

NEW, SKIP = "new", "skip"
FIELD = "measure"  # of what is learned
LIKE_ANOTHER = 90
MOST_TITLES = 20_000  # titles among which something alike is looked for
MOST = 3
SAID = {NEW: "Neu, obwohl ähnlich wie {}.", SKIP: "Übersprungen, weil ähnlich wie {}: So ist es gesagt worden."}
IS = "Ist {}: So ist es gesagt worden."
ASKED = "Neu oder schon da? Ähnlich wie {}. Bitte beantworten Sie das vor dem Übernehmen."
PERHAPS = "Möglicherweise doppelt: ähnlich wie {}."


@dataclass(frozen=True)
class Likeness:
    """``serials`` are the measures that a row may be; ``answer`` is NEW, SKIP, one of them, or empty."""

    key: str
    serials: tuple[int, ...]
    answer: str

    @property
    def numbers(self) -> str:
        return " und ".join(map(measure_number, self.serials))

    def remark(self, *, asking: bool) -> str:
        if self.answer.isdecimal():
            return IS.format(measure_number(int(self.answer)))
        return SAID.get(self.answer, ASKED if asking else PERHAPS).format(self.numbers)

    @property
    def told(self) -> dict[str, Any]:
        """As it is kept with the row."""
        return {"like": self.key, "alike": list(self.serials), "answer": self.answer}


def key_of(title: str, lead: Any) -> str:
    """By which an answer is remembered."""
    return f"{lead if isinstance(lead, int) else sort_key(lead.name)} {sort_key(title)}"[:200]


class Lookalikes:
    """``said``: key -> answer, for this file; those to earlier files hold too. ``named`` gives the measures that rows
    of this file name themselves: no other row is one of them."""

    def __init__(self, said: Mapping[str, str], rows: Iterable[Said], named: Callable[[], set[int]]) -> None:
        keys = {key_of(title, lead) for title, lead in map(names_of, rows) if title and lead}
        learned = dict(LearnedValue.objects.filter(field=FIELD).values_list("key", "target")) if keys else {}
        self.answers = {key: answer for key, answer in (learned | dict(said)).items() if key in keys}
        self._named = named
        self.by_lead: dict[int, dict[int, str]] = {}
        self.by_title: dict[str, list[int]] = {}

    @cached_property
    def named(self) -> set[int]:
        return self._named()

    @property
    def answered(self) -> set[int]:
        """The measures that somebody has named."""
        return {int(answer) for answer in self.answers.values() if answer.isdecimal()}

    def look_at(
        self, leads: Iterable[int], by_name: Mapping[tuple[str, int], list[int]], there: Container[int]
    ) -> None:
        """``leads`` of the rows, the measures that have their titles, and which serial numbers there (still) are."""
        gone = {str(serial) for serial in self.answered if serial not in there}
        self.answers = {key: answer for key, answer in self.answers.items() if answer not in gone}
        alike = Measure.objects.filter(lead__in=list(leads)).order_by("serial").values_list("lead", "serial", "title")
        for lead, serial, title in alike[:MOST_TITLES]:
            self.by_lead.setdefault(lead, {})[serial] = sort_key(title)
        for (title, _), serials in by_name.items():
            self.by_title.setdefault(title, []).extend(serials)

    def answer(self, said: Said) -> str:
        title, lead = names_of(said)
        return self.answers.get(key_of(title, lead), "") if title and lead and self.answers else ""

    def of(self, said: Said) -> Likeness | None:
        """What a row that names no stored measure may be."""
        title, lead = names_of(said)
        if not title or not lead:
            return None
        found = [*self.by_title.get(sort_key(title), ())]
        near: Any = process.extract(
            sort_key(title), self.by_lead.get(lead, {}), scorer=fuzz.ratio, score_cutoff=LIKE_ANOTHER, limit=MOST
        )
        found += [serial for _, _, serial in near]
        serials = [one for one in dict.fromkeys(found) if one not in self.named][:MOST]
        answer = self.answer(said)
        if answer.isdecimal() and int(answer) not in serials:
            serials = [int(answer), *serials]
        return Likeness(key_of(title, lead), tuple(serials), answer) if serials else None


def names_of(said: Said) -> tuple[str, Any]:
    return said.values.get("title") or "", said.values.get("lead")
