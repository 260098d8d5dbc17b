"""How far a Bewertungsrunde is: sheets by side, and actor by actor what is handed in and what is not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse

from bildungsnetz.history.kept import kept, version_of
from bildungsnetz.web.colours import TONES
from measures.models import Actor, Measure

from .models import CountKind, EvaluationRound, RatingSheet, RoundCount, Voice
from .rating_circle import RESPONDENT
from .ratings import OWING, Standing, coverage, sheets_with_standing

STANDING_TONES = {
    Standing.OPEN: "late",
    Standing.DRAFT: "watch",
    Standing.LEFT: "off",
    Standing.SUBMITTED: "good",
    Standing.DROPPED: "off",
}


@dataclass(frozen=True)
class Share:
    """Sheets of one side or one actor, by standing; ``parts`` are for a bar: label, tone, number."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def owing(self) -> int:
        return sum(self.counts[state] for state in OWING)

    @property
    def total(self) -> int:
        """Without what dropped out: of that nobody waits for anything."""
        return self.counts.total() - self.counts[Standing.DROPPED]

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        return [(str(one.label), STANDING_TONES[one], self.counts[one]) for one in Standing]


def shares(evaluation_round: EvaluationRound) -> tuple[Share, Share]:
    """The actors' sheets, of leads and participants together, and the office's own: as they stand while they can be
    handed in, afterwards as they were counted when the rating ended (``evaluation.counting``)."""
    actors, office = Share(), Share()
    for voice, counts in (coverage if evaluation_round.is_rating else counted)(evaluation_round).items():
        (office if voice == Voice.OFFICE else actors).counts.update(counts)
    return actors, office


def counted(evaluation_round: EvaluationRound) -> dict[str, dict[str, int]]:
    """Voice -> standing -> number of sheets when the rating ended."""
    found: dict[str, dict[str, int]] = {}
    rows = RoundCount.objects.filter(round=evaluation_round, kind=CountKind.SHEETS, goal=None, criterion=None)
    for key, n in rows.order_by().values_list("key", "n"):
        voice, _, standing = key.partition(" ")
        found.setdefault(voice, {})[standing] = n
    return found


@dataclass(frozen=True)
class Progress:
    """How the sheets stand of each actor whose people fill them in today."""

    by_actor: dict[int, Share]

    @property
    def order(self) -> list[int]:
        """The actors, who owes most first."""
        return sorted(self.by_actor, key=lambda actor: (-self.by_actor[actor].owing, actor))

    @property
    def owing(self) -> list[int]:
        return [actor for actor in self.order if self.by_actor[actor].owing]


def progress(evaluation_round: EvaluationRound) -> Progress:
    """The sheets of the actors. When nobody rates any more only measures, actors and the round itself change it."""
    if evaluation_round.is_rating:
        return count(evaluation_round)
    version = version_of(Measure, Actor, EvaluationRound)
    return kept(f"round-progress-{evaluation_round.pk}", version, lambda: count(evaluation_round))


def count(evaluation_round: EvaluationRound) -> Progress:
    """Counted in one query: a row for each actor and standing."""
    rows = sheets_of_actors(evaluation_round).order_by().values_list("respondent_id", "standing")
    found = Progress({})
    for actor, standing, n in rows.annotate(n=Count("pk")):
        found.by_actor.setdefault(actor, Share()).counts[standing] = n
    return found


def sheets_of_actors(evaluation_round: EvaluationRound) -> Any:
    """The actors' sheets, each with its ``standing`` and ``respondent_id``, the actor whose people fill it in today."""
    rows = RatingSheet.objects.filter(rated__round=evaluation_round).exclude(voice=Voice.OFFICE)
    return sheets_with_standing(rows).annotate(respondent_id=RESPONDENT)


@dataclass(frozen=True)
class Line:
    """An actor of a round: how many sheets stand how (words, tone, glyph), its page, its part of the round."""

    name: str
    shown: tuple[tuple[str, str, str], ...]
    url: str
    detail_url: str


def lines(evaluation_round: EvaluationRound, found: Progress, actors: Iterable[int]) -> list[Line]:
    """What was counted of ``actors``, in their order, with their names."""
    actors = list(actors)
    names = dict(Actor.objects.filter(pk__in=actors).order_by().values_list("pk", "name"))
    actor_path = reverse("measures:actor", args=[0]).removesuffix("0/")
    detail_path = reverse("evaluation:round_actor", args=[evaluation_round.serial, 0]).removesuffix("0/")
    return [
        Line(names[actor], badges(found.by_actor[actor]), f"{actor_path}{actor}/", f"{detail_path}{actor}/")
        for actor in actors
    ]


def badges(share: Share) -> tuple[tuple[str, str, str], ...]:
    """Words, tone and glyph of what there is."""
    return tuple((f"{label}: {count}", tone, TONES[tone].glyph) for label, tone, count in share.parts if count)


def sheets_of(evaluation_round: EvaluationRound, actor: Actor) -> Any:
    """What the people of ``actor`` fill in today, by number of the measure."""
    rows = sheets_of_actors(evaluation_round).filter(respondent_id=actor.pk)
    rows = rows.select_related("rated__measure").only("voice", "rated__measure__serial", "rated__measure__title")
    return rows.order_by("rated__measure__serial", "pk")
