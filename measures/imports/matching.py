"""What the words of a cell stand for: an actor, a goal, a word of a vocabulary, a status.

Nothing is guessed silently. What two things could be meant by is asked, what is not known comes with suggestions, and
what was read in spite of a slip is said in a remark.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.sheets.values import known_parts
from bildungsnetz.words import seen, sort_key
from measures.models import Status

SLIP = 92  # likeness of a word with a slip to the one that is meant
MAYBE = 72  # likeness that is worth a question
AHEAD = 6  # how far the best must be ahead of the next to be the one that is meant
MOST = 3
MOST_COMPARED = 2_000_000  # names with words that nobody knows, for a whole file: some seconds of work
AMBIGUOUS = "ist nicht eindeutig"
READ_AS = "„{}“ wurde als „{}“ gelesen."

_LEGAL = frozenset("ev e v ggmbh gmbh mbh ag kg ggmbh gug der die das des dem den und u in im".split())  # noqa: SIM905
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_ROMAN_GOAL = re.compile(
    r"^((?:(?:handlungs|leit|teil)?ziel|hz)\s+)?\(?([IVX]{1,4}|\d{1,3})\)?(?=[\s:.–-]|$)", re.IGNORECASE
)
_SHORT = {
    "st": "sankt", "str": "strasse", "fb": "fachbereich", "komm": "kommunales", "gs": "grundschule",
    "bk": "berufskolleg",
}  # fmt: skip
_BOTH = re.compile(r"(.+?)\s*\(([^()]+)\)")
_GOAL = re.compile(
    r"(?:(?:zeitraum|periode)?\s*(?P<period>\d{4}\s*[-–/]\s*\d{4})\s*[,:]?\s*)?"
    r"(?:(?:handlungs|leit|teil)?ziel|hz|z)?\s*(?:nr\.?|nummer)?\s*(?P<number>\d{1,3})\b\s*[.:)–-]*\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)


_FIELD = re.compile(r"^handlungsfeld\s+(?=(?:\d{1,2}|[IVX]{1,4})\b\W*[^\W\d_]{3})", re.IGNORECASE)


class Unknown(Unreadable):
    """A name that stands for nothing, or for several things (``ambiguous``). ``field`` and ``spelling`` are what can
    be learned."""

    def __init__(
        self, message: str, field: str, spelling: str, suggestions: Iterable[str] = (), *, ambiguous: bool = False
    ) -> None:
        self.field, self.spelling, self.suggestions = field, spelling, tuple(suggestions)
        self.ambiguous = ambiguous
        super().__init__(message, perhaps(self.suggestions))


def sentence(error: Unreadable) -> str:
    """What is wrong, and what may be meant instead."""
    if isinstance(error, Unknown):
        if len(error.suggestions) > MOST:
            return f"{error.message} Möglich: {', '.join(error.suggestions)}."
        return f"{error.message} Meinten Sie „{error.suggestion}“?" if error.suggestion else error.message
    return f"{error.message} Vorschlag: {short(error.suggestion)}" if error.suggestion else error.message


def perhaps(names: Iterable[str]) -> str:
    """A“ oder „B, for the inside of quotes."""
    return "“ oder „".join(names)


@dataclass(frozen=True)
class Match:
    """``remark`` says how it was read where that is not plain from the words."""

    key: Any
    name: str
    remark: str = ""


def loose(text: str) -> str:
    """What stays of a name without legal form, articles and short forms: for "AWO Herne e.V." and "AWO, Herne"."""
    words = [_SHORT.get(word, word) for word in sort_key(text).split()]
    return " ".join(sorted(word for word in words if word not in _LEGAL)) or sort_key(text)


def squeezed(text: str) -> str:
    return sort_key(text).replace(" ", "")


class Names:
    """Names of one kind and what they stand for. ``tolerant``: a slip of the pen is read, and said."""

    def __init__(
        self,
        field: str,
        kind: str,
        names: Iterable[tuple[str, Any]],
        *,
        also: Iterable[tuple[str, Any]] = (),
        learned: Mapping[str, Any] | None = None,
        tolerant: bool = True,
    ) -> None:
        """``also``: other spellings. ``learned``: sort key of a spelling -> what somebody said that it stands for."""
        self.field, self.kind, self.tolerant = field, kind, tolerant
        self.names: dict[Any, str] = {key: name for name, key in names}
        self.learned = learned or {}
        self.exact: dict[str, set[Any]] = {}
        self.loose: dict[str, set[Any]] = {}
        for name, key in [*((name, key) for key, name in self.names.items()), *also]:
            if key in self.names:
                for spelling in dict.fromkeys((name, name.translate(_SPELLED_OUT))):
                    self.exact.setdefault(sort_key(spelling), set()).add(key)
                    self.loose.setdefault(loose(spelling), set()).add(key)
        self.found: dict[str, Match | Unknown] = {}
        self.left = MOST_COMPARED

    def find(self, text: str) -> Match:
        """What ``text`` stands for. Raises Unknown."""
        answer = self.found.get(text)
        if answer is None:
            answer = self.found[text] = self._look(text)
        if isinstance(answer, Unknown):
            raise answer
        return answer

    def known(self, text: str) -> bool:
        """Whether ``text`` is one of the names as it stands, so that no sign in it parts names."""
        key = sort_key(text)
        return key in self.learned or key in self.exact or loose(text) in self.loose or bool(self._twice(text))

    def match(self, key: Any, remark: str = "") -> Match:
        return Match(key, self.names[key], remark)

    def _look(self, text: str) -> Match | Unknown:
        key = sort_key(text)
        if self.learned.get(key) in self.names:
            return self.match(self.learned[key])
        for found in (self.exact.get(key, set()), self._loosely(text), self._twice(text)):
            same = {one for one in found if self.names[one] == text} or found
            if len(same) == 1:
                return self.match(*same)
            if found:
                return self.unknown(text, AMBIGUOUS, sorted(self.names[one] for one in found))
        return self._alike(text)

    def _loosely(self, text: str) -> set[Any]:
        """By its words, or with blanks where other people write none: "FB31"."""
        if not sort_key(text):
            return set()
        return self.loose.get(loose(text)) or self.squeezed.get(squeezed(text), set())

    def _twice(self, text: str) -> set[Any]:
        """What a name and its short form in brackets mean, where that is the same: "Volkshochschule (VHS)"."""
        found = _BOTH.fullmatch(" ".join(text.split()))
        if found is None:
            return set()
        one, other = (self.exact.get(sort_key(name)) or self.loose.get(loose(name), set()) for name in found.groups())
        return one & other if len(one & other) == 1 else set()

    @cached_property
    def squeezed(self) -> dict[str, set[Any]]:
        made: dict[str, set[Any]] = {}
        for spelling, keys in self.exact.items():
            if any(map(str.isdecimal, spelling)):
                made.setdefault(squeezed(spelling), set()).update(keys)
        return made

    def _alike(self, text: str) -> Match | Unknown:
        near = self.near(text)
        if self.tolerant and near and near[0][1] >= SLIP and (len(near) == 1 or near[0][1] - near[1][1] >= AHEAD):
            key = near[0][0]
            return self.match(key, READ_AS.format(short(text), self.names[key]))
        return self.unknown(text, "gibt es nicht", [self.names[key] for key, _ in near])

    def near(self, text: str) -> list[tuple[Any, float]]:
        """Keys and likeness of the names that look most like ``text``; none once too many were asked for."""
        needle = loose(text)
        if len(needle) < 3 or self.left < 0:
            return []
        self.left -= len(self.spellings)
        best: dict[Any, float] = {}
        for _spelling, likeness, place in process.extract(
            needle, self.spellings, scorer=fuzz.ratio, score_cutoff=MAYBE, limit=8
        ) + process.extract(needle, self.spellings, scorer=fuzz.token_set_ratio, score_cutoff=96, limit=8):
            for key in self.loose[self.spellings[place]]:
                plain = fuzz.ratio(needle, self.spellings[place])
                best[key] = max(best.get(key, 0), plain if likeness >= SLIP and plain < likeness else likeness)
        return sorted(best.items(), key=lambda pair: (-pair[1], self.names[pair[0]]))[:MOST]

    @property
    def spellings(self) -> list[str]:
        if not hasattr(self, "_spellings"):
            self._spellings = list(self.loose)
        return self._spellings

    def unknown(self, text: str, what: str, suggestions: Iterable[str]) -> Unknown:
        message = f"{self.kind} „{short(text)}“ {what}."
        return Unknown(message, self.field, text, suggestions, ambiguous=what == AMBIGUOUS)


def arabic(text: str) -> str:
    """The number of a goal in digits: "Ziel III" and "(3)" -> "Ziel 3", "3". A "Handlungsfeld" is one by its title."""
    text = _FIELD.sub("", text)
    return _ROMAN_GOAL.sub(lambda found: f"{found[1] or ''}{_ROMAN.get(found[2].upper(), found[2])}", text, count=1)


def numbered(text: str) -> tuple[str | None, int] | None:
    """Period (if it is said) and number of the goal that ``text`` begins with: "2023-2027 Ziel III: …", "3."."""
    found = _GOAL.fullmatch(arabic(text.strip()))
    return (_period(found), int(found["number"])) if found else None


def _period(found: re.Match[str]) -> str | None:
    return re.sub(r"\s*[-–/]\s*", "-", found["period"]) if found["period"] else None


def listed(text: str) -> str:
    """Several numbers of goals with commas between them: "Ziele 1+2", "1/3" and "Ziel 1 (auch Ziel 3)"."""
    text = re.sub(r"\bziele\s+(?=\d|[IVX]+\b)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\s*\((?:auch|sowie|und|u\.)\s+([^()]+)\)", r", \1", text, flags=re.IGNORECASE)
    return re.sub(r"(?<![\d./])(\d{1,2})\s*[/+]\s*(?=\d{1,2}(?![\d./]))", r"\1, ", text)


class Goals(Names):
    """Goals, which people also call by their number. Without a period that of today is meant."""

    def __init__(
        self,
        field: str,
        goals: Iterable[tuple[int, str, int, str]],
        current: str,
        learned: Mapping[str, Any] | None = None,
    ) -> None:
        """``goals``: key, period, number, title. ``current``: the period that runs."""
        rows = list(goals)
        self.titles = {pk: title for pk, _, _, title in rows}
        self.numbers = {(period, number): pk for pk, period, number, _ in rows}
        self.current = current
        names = [(f"{period} Ziel {number}: {title}", pk) for pk, period, number, title in rows]
        own = [pk for pk, period, _, _ in rows if period == current]
        also = [(title, pk) for pk, _, _, title in rows if pk in own]
        also += [(title, pk) for pk, _, _, title in rows if title not in {self.titles[one] for one in own}]
        super().__init__(field, "Das Ziel", names, also=also, learned=learned)

    def known(self, text: str) -> bool:
        """Its number at the beginning is enough: titles have commas and "und" in them."""
        found = _GOAL.fullmatch(arabic(text.strip()))
        if found and self._numbered(found) is not None and not found["title"]:
            return True
        return super().known(text)

    def is_title(self, text: str) -> bool:
        return sort_key(text) in self.exact

    def names_goal(self, text: str) -> bool:
        """Whether ``text`` is the title of a goal, with its number or without."""
        found = _GOAL.fullmatch(arabic(text.strip()))
        return self.is_title(text) or bool(found and found["title"] and self._sure(text) is not None)

    def several(self, text: str) -> list[Any]:
        """The goals that ``text`` names one after the other, each beyond doubt and in one way; else none.

        "Ziel 3, Partizipation ermöglichen" may be one that is written wrong.
        """
        lines = [listed(" ".join(line.split())) for line in seen(text).splitlines()]
        names = [name for line in lines for name in known_parts(line, lambda one: self._sure(one) is not None) if name]
        found = dict.fromkeys(self._sure(name) for name in names)
        alike = len({any(map(str.isdecimal, name)) for name in names}) == 1
        return list(found) if alike and None not in found else []

    def _sure(self, name: str) -> Any:
        try:
            found = self.find(name)
        except Unknown:
            return None
        return None if found.remark else found.key

    def _numbered(self, found: re.Match[str]) -> int | None:
        return self.numbers.get((_period(found) or self.current, int(found["number"])))

    def _look(self, text: str) -> Match | Unknown:
        key = sort_key(text)
        if self.learned.get(key) in self.names or len(self.exact.get(key, ())) == 1:
            return super()._look(text)
        found = _GOAL.fullmatch(arabic(text.strip()))
        if found is None:
            return super()._look(text)
        pk, title = self._numbered(found), found["title"].strip()
        if not title:
            return self.match(pk) if pk is not None else self._other_numbers(text, int(found["number"]))
        if pk is not None and fuzz.ratio(sort_key(title), sort_key(self.titles[pk])) >= SLIP:
            return self.match(pk)
        near = [one for one, _ in self.near(title)]
        names = dict.fromkeys(self.names[one] for one in ([pk] if pk is not None else []) + near)
        return self.unknown(text, AMBIGUOUS if pk is not None else "gibt es nicht", list(names)[:MOST])

    def _other_numbers(self, text: str, number: int) -> Unknown:
        """The same number in other periods, or the numbers that there are."""
        same = [self.names[pk] for (_, one), pk in self.numbers.items() if one == number]
        return self.unknown(text, "gibt es nicht", same or self._of_today())

    def _of_today(self) -> list[str]:
        return [self.names[pk] for (period, _), pk in self.numbers.items() if period == self.current][:MOST]


STATUS_WORDS = {
    Status.PLANNED: "geplant, in planung, in vorbereitung, vorgesehen, noch nicht begonnen, nicht begonnen, "
    "noch nicht gestartet, nicht gestartet",
    Status.ON_TRACK: "im plan, läuft, läuft planmäßig, planmäßig, in umsetzung, in arbeit, in bearbeitung, laufend, "
    "begonnen, gestartet, aktiv, wird umgesetzt, im zeitplan, grün, in durchführung, "
    "wird durchgeführt, plangemäß, im soll",
    Status.AT_RISK: "gefährdet, kritisch",
    Status.DELAYED: "verzögert, verspätet, in verzug, im verzug, verzögerung",
    Status.PAUSED: "ruht, ruhend, pausiert, ausgesetzt, unterbrochen, zurückgestellt, vorerst zurückgestellt",
    Status.DONE: "abgeschlossen, erledigt, fertig, beendet, umgesetzt, erfolgt, realisiert, abgeschl., "
    "fertiggestellt, durchgeführt, vollständig umgesetzt",
    Status.CANCELLED: "eingestellt, abgebrochen, gestoppt, entfällt, entfallen, verworfen, gestrichen, "
    "wird nicht weiterverfolgt",
}


def statuses(learned: Mapping[str, Any] | None = None) -> Names:
    return words_for("status", "Den Umsetzungsstand", Status, STATUS_WORDS, learned)


def words_for(
    field: str, kind: str, choices: Any, words: Mapping[Any, str], learned: Mapping[str, Any] | None = None
) -> Names:
    """``choices``: the class of a field's choices. ``words``: value -> what else people write, with commas between."""
    also = [(word, value) for value, said in words.items() for word in said.split(", ")]
    also += [(value.replace("_", " "), value) for value in choices.values]
    return AllSuggested(field, kind, [(str(one.label), one.value) for one in choices], also=also, learned=learned)


_NOT_QUITE = re.compile(r"\b(?:nicht|kein\w*|teil\w*|fast|halb|kaum)\b", re.IGNORECASE)


class AllSuggested(Names):
    """So few that all are worth suggesting where nothing looks alike."""

    def unknown(self, text: str, what: str, suggestions: Iterable[str]) -> Unknown:
        """What looks alike is no help where the word says that it is not so, or in part only."""
        near = [] if _NOT_QUITE.search(text) else list(suggestions)
        return super().unknown(text, what, near or list(self.names.values()))


def short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:60] + " …"


def matched(names: Names, texts: Iterable[str], remark: Callable[[str], None]) -> list[Any]:
    """What the ``texts`` stand for, each once; how a slip was read goes to ``remark``."""
    keys: dict[Any, None] = {}
    for text in texts:
        found = names.find(text)
        if found.remark:
            remark(found.remark)
        keys[found.key] = None
    return list(keys)
