"""One row against what is stored: what it would change, checked by the rules that hold for the form."""

from collections import Counter
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from bildungsnetz.sheets.values import RoughDate
from bildungsnetz.words import seen
from measures.forms.checks import BEGINNINGS, DATES, LEADS_ALREADY, MOST_ROWS, MeasureChecks, clean_source_urls
from measures.models import Status

from .facts import Said
from .fallbacks import NONE, Fallbacks
from .known import NewActor
from .stored import LISTS, PARTS, TEXTS, Stored
from .sums import laid_over

REQUIRED = "Bitte machen Sie hier eine Angabe."
RETIRED = "Das steht nicht mehr zur Auswahl."
LEAD_LEFT_OUT = "Wer die Federführung hat, wirkt nicht noch einmal mit."
DONE = "Der Umsetzungsstand ist „abgeschlossen“: Es steht da, wann."
ENDED = "Als Abschluss gilt das Ende: {}."
FIRST_LEADS = "Die Zeile nennt mehrere Ziele: Das erste gilt als Handlungsziel, die anderen als weitere."
TWICE = "Dieser Akteur steht zweimal in der Zelle."
TOO_MANY = f"Höchstens {MOST_ROWS} je Maßnahme."

EMPTY: dict[str, Any] = {  # what a blank cell says
    **dict.fromkeys(TEXTS, ""),
    **dict.fromkeys(LISTS, frozenset()),
    **dict.fromkeys(PARTS, ()),
    **dict.fromkeys((*DATES, "leading_goal")),
    "is_ongoing": False,
}
del EMPTY["title"]


class Candidate(MeasureChecks):
    """A measure as the row would make it. ``errors``: name of the form's field -> sentence."""

    def __init__(self, said: Said, stored: Stored, today: date, fallbacks: Fallbacks = NONE) -> None:
        self.said, self.instance, self.today, self.fallbacks = said, stored, today, fallbacks
        self.before = stored.values["status"]
        self.errors: dict[str, str] = {}
        self.cleaned_data = dict(stored.values)
        self.notes: list[Any] = []  # notes.Note: what comes to its story
        self._take_over()
        self.changed = self._differences()

    def add_error(self, field: str, message: str) -> None:
        self.errors.setdefault(field, message)

    def validate(self, retired: dict[str, frozenset[int]]) -> None:
        """Complaints of what changed; a row that changes nothing is not asked for more than the page would show."""
        data = self.cleaned_data
        for name in ("title", "lead"):
            if not data[name]:
                self.add_error(name, REQUIRED)
        try:
            data["source_urls"] = clean_source_urls(data["source_urls"])
            self.clean_leading_goal()
        except ValidationError as error:
            self.add_error("source_urls" if "Adresse" in error.messages[0] else "leading_goal", error.messages[0])
        self.check()
        self._check_parts(data)
        if data["lead"] in retired["lead"] and data["lead"] != self.instance.values["lead"]:
            self.add_error("lead", RETIRED)
        for name in LISTS:
            if (data[name] - self.instance.values[name]) & retired.get(name, frozenset()):
                self.add_error(name, RETIRED)
        self.changed = self._differences()

    def _check_parts(self, data: dict[str, Any]) -> None:
        actors = [actor for actor, _ in data["participations"]]
        if data["lead"] in actors:
            self.add_error("participations", LEADS_ALREADY)
        if len(set(actors)) < len(actors):
            self.add_error("participations", TWICE)
        for name in PARTS:
            if len(data[name]) > MOST_ROWS:
                self.add_error(name, TOO_MANY)

    def _take_over(self) -> None:
        """Writes what the cells say into ``cleaned_data``.

        In a row with our own number a blank cell empties: that is our list, edited. Somebody else's list seldom knows
        everything, so there it says nothing. No measure is without title, lead or status.
        """
        data, said = self.cleaned_data, self.said
        blank = said.blank if said.of_our_list else set()
        emptied = {key: EMPTY[key] for key in blank if key in EMPTY}
        for key, value in {**emptied, **said.values}.items():
            if key in DATES:
                self._take_date(key, value)
            elif key in data:
                spoken_of = said.stays.get(key)
                data[key] = value if spoken_of is None else laid_over(key, value, data[key], spoken_of)
        self._ticked_goals(data)
        data["further_goals"] = data["further_goals"] - {data["leading_goal"]}  # it leads
        self._done_on_a_day(data)
        if data["status"] != Status.DONE and not {"completed"} & {*said.values, *blank}:
            data |= {"completed_on": None, "completed_precision": "day", "completed_words": ""}
        self._completed_at_its_end(data)
        self.fallbacks.complete(data, said, self.instance)
        self._without_lead(data)

    def _ticked_goals(self, data: dict[str, Any]) -> None:
        """Of several goals the one leads that does already, else the first."""
        ticked = self.said.goals
        if ticked and "leading_goal" not in self.said.values and data["leading_goal"] not in ticked:
            data["leading_goal"] = ticked[0]
            if len(ticked) > 1:
                self.said.remarks.append(FIRST_LEADS)

    def _without_lead(self, data: dict[str, Any]) -> None:
        """Lists often name the lead among those who take part, too."""
        kept = meant(data)["participations"]
        if "participations" in self.said.values and len(kept) < len(data["participations"]):
            self.said.remarks.append(LEAD_LEFT_OUT)
            data["participations"] = kept

    def _done_on_a_day(self, data: dict[str, Any]) -> None:
        """A row that says when, and not how it stands, says that it is done."""
        day: RoughDate | None = self.said.values.get("completed")
        if day and day.first <= self.today and "status" not in self.said.values and data["status"] != Status.DONE:
            data["status"] = Status.DONE.value
            self.said.remarks.append(DONE)

    def _completed_at_its_end(self, data: dict[str, Any]) -> None:
        """A list with one column for the end means the real one where a measure is done."""
        end: RoughDate | None = self.said.values.get("planned_end")
        done = "status" in self.said.values and data["status"] == Status.DONE
        if (
            done
            and end
            and not data["completed_on"]
            and "completed" not in self.said.values
            and end.first <= self.today
        ):
            self._take_date("completed", end)
            self.said.remarks.append(ENDED.format(end.words))

    def _take_date(self, name: str, rough: RoughDate | None) -> None:
        """What means the same as the stored date changes nothing: "2026" stays the day that it was kept as."""
        data, old = self.cleaned_data, self.instance.values
        if rough is None:
            data |= {f"{name}_on": None, f"{name}_precision": "day"}
        else:
            kept = old[f"{name}_on"]
            if kept and old[f"{name}_precision"] == rough.precision and rough.first <= kept <= rough.last:
                return
            begins = name in BEGINNINGS or name == "completed"
            data |= {f"{name}_on": rough.first if begins else rough.last, f"{name}_precision": rough.precision}
        if data[f"{name}_on"] != old[f"{name}_on"] and f"{name}_words" not in self.said.values:
            data[f"{name}_words"] = ""  # the words of the old date say nothing about the new one

    def _differences(self) -> list[str]:
        data, old = self.cleaned_data, self.instance.values
        new, before = meant(data), meant(old)
        found = [name for name in data if not same(name, new[name], before[name])]
        for name in TEXTS:
            if name not in found:
                data[name] = old[name]  # as it is stored, blanks at the ends of lines and all
        return found


def meant(values: dict[str, Any]) -> dict[str, Any]:
    """``values`` without what means no more a second time: who leads among those who take part, and the goal that leads
    among the further ones."""
    others = tuple(part for part in values["participations"] if part != (values["lead"], ""))
    return values | {"participations": others, "further_goals": values["further_goals"] - {values["leading_goal"]}}


def same(name: str, new: Any, old: Any) -> bool:
    if new == old:
        return True
    if name in TEXTS:
        return tidy(new) == tidy(old)
    if name in PARTS:
        return Counter(map(tidy_part, new)) == Counter(map(tidy_part, old))
    return name.endswith("_precision") and {new, old} <= {"", "day"}


def tidy(text: str) -> str:
    """A text without what a cell does not keep."""
    return "\n".join(" ".join(line.split()) for line in seen(text).splitlines()).strip()


def tidy_part(part: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(tidy(one) if isinstance(one, str) else one for one in part)


def is_new_actor(value: Any) -> bool:
    return isinstance(value, NewActor)
