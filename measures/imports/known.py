"""What the words of a spreadsheet of measures can stand for today, read once for a whole file."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bildungsnetz.sheets.unreadable import Unreadable
from bildungsnetz.words import sort_key
from goals.models import Goal, Period
from measures.models import Actor, ActorAlias, ActorKind, LearnedValue, Measure

from .everyday_words import ALSO
from .matching import Goals, Match, Names, Unknown, short, statuses

VOCABULARIES = {
    "stages": "Die Bildungsphase",
    "transitions": "Den Übergang",
    "target_groups": "Die Zielgruppe",
    "districts": "Den Stadtbezirk",
}
_AMONG_NAMES = (  # what an actor is, by a part of the sort key of its name; the first that fits
    (r"ministerium|bezirksregierung|schulaufsicht|\blandes(?:amt|anstalt|stelle)\b", ActorKind.STATE),
    (r"\bfachbereich\b|\bfb\b|\babteilung\b|\bamt\b|\bstabsstelle\b|\bkommunales\b|"
     r"(?:jugend|sozial|schul|schulverwaltungs|gesundheits|kultur)amt\b", ActorKind.ADMINISTRATION),
    (r"elternrat|elternpflegschaft|elternbeirat|schulervertretung|jugendparlament", ActorKind.PARTICIPATION),
    (r"volkshochschule|\bvhs\b|erwachsenenbildung|familienbildung|bildungswerk", ActorKind.FURTHER_EDUCATION),
    (r"bibliothek|bucherei|museum|musikschule|kunstschule|theater|kulturburo", ActorKind.CULTURE),
    (r"forderverein|\bverein\b|stiftung\b", ActorKind.ASSOCIATION),
    (r"hochschule|universitat", ActorKind.UNIVERSITY),
    (r"\bkitas?\b|kindergarten|kindertages|familienzentr", ActorKind.DAYCARE),
    (r"gymnasium|schulen?\b|berufskolleg", ActorKind.SCHOOL),
    (r"jobcenter|agentur fur arbeit|arbeitsagentur", ActorKind.LABOUR_MARKET),
    (r"(?:handels|handwerks|industrie)kammer|\bihk\b|\bhwk\b", ActorKind.BUSINESS),
    (r"\bstadt\b|stadtverwaltung", ActorKind.ADMINISTRATION),
    (r"verein\b|\be v\b|\bev\b", ActorKind.ASSOCIATION),
)  # fmt: skip


@dataclass(frozen=True)
class NewActor:
    """An actor that comes into being with the import."""

    name: str
    kind: str


class Actors(Names):
    """``create``: spelling -> kind of the actors to make; ``all_new``: make whoever is not known."""

    def __init__(self, *args: Any, create: dict[str, str] | None = None, all_new: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.create = {sort_key(name): (name, kind) for name, kind in (create or {}).items()}
        self.all_new = all_new

    def known(self, text: str) -> bool:
        return super().known(text) or sort_key(text) in self.create

    def _look(self, text: str) -> Match | Unknown:
        answer = super()._look(text)
        if not isinstance(answer, Unknown) or answer.ambiguous:
            return answer
        named = self.create.get(sort_key(text))
        if named is None and not self.all_new:
            return answer
        name, kind = named or (text, kind_of(text))
        if len(name) > 200:
            return self.unknown(text, "hat einen zu langen Namen (höchstens 200 Zeichen)", ())
        made = NewActor(" ".join(name.split()), kind)
        return Match(made, made.name, f"„{short(name)}“ wird als neuer Akteur angelegt ({ActorKind(kind).label}).")


def kind_in(name: str) -> ActorKind | None:
    """The kind that the name speaks of, if it does."""
    key = sort_key(name)
    return next((kind for parts, kind in _AMONG_NAMES if re.search(parts, key)), None)


def kind_of(name: str) -> str:
    """The kind that the name speaks of, else a Freier Träger; the remark of the row says which."""
    return (kind_in(name) or ActorKind.INDEPENDENT).value


@dataclass
class Known:
    actors: Actors
    goals: Goals
    statuses: Names
    words: dict[str, Names]
    retired: dict[str, frozenset[int]] = field(default_factory=dict)  # what nobody can choose any more


def read_known(today: date, choices: dict[str, Any], *, create_actors: bool = False) -> Known:
    """``choices["values"]``: field -> spelling -> key or name of what is meant; ``choices["create"]``: new actors."""
    said = choices.get("values", {})
    learned = read_learned()
    actors = read_actors(create=choices.get("create"), all_new=create_actors)
    current = next(iter(Period.objects.all().current(today)), None)
    goals = Goals(
        "goal",
        Goal.objects.order_by("-period__starts_on", "number").values_list("pk", "period__key", "number", "title"),
        current.key if current else "",
        learned["goal"],
    )
    known = Known(actors, goals, statuses(learned["status"]), {})
    known.retired["lead"] = frozenset(Actor.objects.filter(is_active=False).values_list("pk", flat=True))
    for name, kind in VOCABULARIES.items():
        known.words[name], known.retired[name] = read_words(name, kind, learned[name])
    for name, spellings in said.items():
        names = {"actor": known.actors, "goal": known.goals, "status": known.statuses, **known.words}.get(name)
        if names:
            say(names, spellings)
    return known


def read_actors(**options: Any) -> Actors:
    """``options``: those of Actors. A slip is asked: names may differ in no more than a letter."""
    names = Actor.objects.values_list("name", "pk").order_by("sort_key")
    also = ActorAlias.objects.values_list("name", "actor")
    return Actors("actor", "Den Akteur", names, also=also, tolerant=False, **options)


def read_learned() -> dict[str, dict[str, Any]]:
    """Field -> spelling -> what somebody said that it stands for."""
    learned: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, key, target in LearnedValue.objects.values_list("field", "key", "target"):
        learned[name][key] = int(target) if target.isdecimal() else target
    return learned


def read_words(name: str, kind: str, learned: dict[str, Any]) -> tuple[Names, frozenset[int]]:
    """The words of a vocabulary, and those that nobody can choose any more."""
    model: Any = Measure._meta.get_field(name).related_model
    rows = list(model.objects.values_list("name", "pk", "key", "is_active"))
    also = [(word, pk) for _, pk, key, _ in rows for word in (key, *ALSO.get(key, ()))]
    if name == "districts":
        also += [(f"{kind_of_it} {word}", pk) for word, pk, _, _ in rows for kind_of_it in ("Stadtbezirk", "Bezirk")]
    words = Names(name, kind, [(word, pk) for word, pk, _, _ in rows], also=also, learned=learned)
    return words, frozenset(pk for _, pk, _, active in rows if not active)


def say(names: Names, spellings: dict[str, Any]) -> None:
    """Takes what somebody decided about single spellings; a target is a key, or a name that is known."""
    decided = dict(names.learned)
    for spelling, target in spellings.items():
        key = int(target) if isinstance(target, str) and target.isdecimal() else target
        if key not in names.names:
            try:
                key = names.find(str(target)).key
            except Unreadable:
                continue
        decided[sort_key(spelling)] = key
    names.learned = decided
    names.found.clear()
