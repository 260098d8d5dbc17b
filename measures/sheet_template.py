"""The empty spreadsheet for measures: lists to choose from, a filled example, a sheet that explains each column."""

import io
from collections.abc import Iterator

from bildungsnetz.access import Person
from bildungsnetz.sheets import ods, prepared
from bildungsnetz.sheets.prepared import Choices, Extras
from bildungsnetz.sheets.writing import Column, Sheet
from goals.models import Goal, Period

from .columns import Rendered, goal_words
from .models import Actor, District, EducationStage, StageTransition, Status, TargetGroup
from .resources import EXAMPLE, MeasureResource

MEASURES, EXPLANATIONS, LISTS = "Maßnahmen", "Erläuterungen", "Listen"
SEVERAL = ("further_goals", "participations", "stages", "transitions", "target_groups", "districts")
YES_NO = ("ja", "nein")


class Template:
    """What is in the file for ``user``; ``xlsx`` and ``ods`` write it."""

    def __init__(self, user: Person) -> None:
        self.columns = [column for column in MeasureResource(user).columns() if not column.readonly]
        self.lists = lists(user)

    def sheets(self) -> list[Sheet]:
        heads = [Column(column.title, column.width, column.kind) for column in self.columns]
        return [
            Sheet(MEASURES, heads, [self.example()]),
            Sheet(EXPLANATIONS, EXPLAINED, self.explanations()),
            Sheet(LISTS, [Column(self.titles[key], 34) for key in self.lists], self.list_rows()),
        ]

    @property
    def titles(self) -> dict[str, str]:
        return {column.key: column.title for column in self.columns}

    def example(self) -> list[Rendered]:
        """A row that is never read: its number says so."""
        own = {"number": EXAMPLE, "leading_goal": first(self.lists["leading_goal"]), "lead": first(self.lists["lead"])}
        return [own.get(column.key, column.example) for column in self.columns]

    def explanations(self) -> Iterator[list[str]]:
        for column in self.columns:
            need = "ja" if column.required else ""
            example = str(column.example or "")
            yield [column.title, need, column.explanation, example, ", ".join(column.synonyms)]

    def list_rows(self) -> Iterator[list[str]]:
        longest = max(map(len, self.lists.values()))
        for place in range(longest):
            yield [words[place] if place < len(words) else "" for words in self.lists.values()]

    def choices(self) -> dict[str, Choices]:
        """By the column's title. Where several are meant, one may be chosen and others typed below it."""
        return {
            self.titles[key]: Choices(LISTS, place, len(words), strict=key not in SEVERAL)
            for place, (key, words) in enumerate(self.lists.items())
            if words
        }

    def xlsx(self) -> bytes:
        return prepared.write(self.sheets(), {MEASURES: Extras(choices=self.choices(), examples=1)})

    def ods(self) -> bytes:
        target = io.BytesIO()
        ods.write(target, self.sheets(), {MEASURES: self.choices()})
        return target.getvalue()


EXPLAINED = (
    Column("Spalte", 30),
    Column("nötig", 8),
    Column("Was hineingehört", 70),
    Column("Beispiel", 40),
    Column("auch erkannt als", 50),
)


def lists(user: Person) -> dict[str, list[str]]:
    """What can be chosen, by the key of the column, in the order of the columns."""
    goals = [
        goal_words(goal.period.key, goal.number, goal.title)
        for goal in Goal.objects.permitted("view", user)
        .filter(period__in=Period.objects.order_by("-starts_on")[:2])
        .select_related("period")
        .order_by("-period__starts_on", "number")
    ]
    actors = list(Actor.objects.active().order_by("sort_key", "pk").values_list("name", flat=True))
    words = {
        "stages": EducationStage,
        "transitions": StageTransition,
        "target_groups": TargetGroup,
        "districts": District,
    }
    return {
        "leading_goal": goals,
        "further_goals": goals,
        "lead": actors,
        "participations": actors,
        "status": [str(label) for label in Status.labels],
        "is_ongoing": list(YES_NO),
        **{key: list(model.objects.in_use().values_list("name", flat=True)) for key, model in words.items()},
    }


def first(words: list[str]) -> str:
    return words[0] if words else ""
