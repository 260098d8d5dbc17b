"""Empty spreadsheets to fill in: lists to choose from, a filled example, a sheet that explains each column."""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest

from bildungsnetz.access import Person
from bildungsnetz.sheets import ods, prepared, writing
from bildungsnetz.sheets.prepared import Choices, Extras
from bildungsnetz.sheets.writing import Sheet
from goals.models import Goal, Period

from .columns import Column, Rendered, goal_words
from .models import Actor, District, EducationStage, StageTransition, Status, TargetGroup
from .resources import EXAMPLE, MeasureResource

EXPLANATIONS, LISTS = "Erläuterungen", "Listen"
SEVERAL = ("further_goals", "participations", "stages", "transitions", "target_groups", "districts")
YES_NO = ("ja", "nein")


class Template:
    """``columns`` by their keys, in the order of the sheet ``title``; ``lists``: key -> what its cells are chosen from.

    ``xlsx`` and ``ods`` write it. The example is a row that is never read: its first cell says so.
    """

    def __init__(
        self,
        title: str,
        columns: Mapping[str, Column],
        lists: Mapping[str, Sequence[str]],
        example: Mapping[str, Rendered],
        loose: Collection[str] = (),
    ) -> None:
        """``example`` where it is not that of the column; in ``loose`` columns other words may be typed, too."""
        self.title, self.columns, self.lists = title, columns, {key: words for key, words in lists.items() if words}
        self.example, self.loose = example, loose

    def sheets(self) -> list[Sheet]:
        heads = [writing.Column(column.title, column.width, column.kind) for column in self.columns.values()]
        row = [self.example.get(key, column.example) for key, column in self.columns.items()]
        chosen = [writing.Column(self.columns[key].title, 34) for key in self.lists]
        return [
            Sheet(self.title, heads, [row]),
            Sheet(EXPLANATIONS, EXPLAINED, self.explanations()),
            *([Sheet(LISTS, chosen, zip_longest(*self.lists.values(), fillvalue=""))] if chosen else []),
        ]

    def explanations(self) -> Iterator[list[str]]:
        for column in self.columns.values():
            need = "ja" if column.required else ""
            example = str(column.example or "")
            yield [column.title, need, column.explanation, example, ", ".join(column.synonyms)]

    def choices(self) -> dict[str, Choices]:
        """By the column's title."""
        return {
            self.columns[key].title: Choices(LISTS, place, len(words), strict=key not in self.loose)
            for place, (key, words) in enumerate(self.lists.items())
        }

    def xlsx(self) -> bytes:
        return prepared.write(self.sheets(), {self.title: Extras(choices=self.choices(), examples=1)})

    def ods(self) -> bytes:
        target = io.BytesIO()
        ods.write(target, self.sheets(), {self.title: self.choices()})
        return target.getvalue()


def of_measures(user: Person) -> Template:
    """Where several are meant, one may be chosen and others typed below it."""
    columns = {column.key: column for column in MeasureResource(user).columns() if not column.readonly}
    found = lists(user)
    example = {"number": EXAMPLE, "leading_goal": first(found["leading_goal"]), "lead": first(found["lead"])}
    return Template("Maßnahmen", columns, found, example, SEVERAL)


EXPLAINED = (
    writing.Column("Spalte", 30),
    writing.Column("nötig", 8),
    writing.Column("Was hineingehört", 70),
    writing.Column("Beispiel", 40),
    writing.Column("auch erkannt als", 50),
)


def lists(user: Person) -> dict[str, list[str]]:
    """What can be chosen, by the key of the column, in the order of the columns."""
    goals = goals_to_choose(user)
    actors = names_of_actors()
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


def goals_to_choose(user: Person) -> list[str]:
    """Those of the two newest periods."""
    return [
        goal_words(goal.period.key, goal.number, goal.title)
        for goal in Goal.objects.permitted("view", user)
        .filter(period__in=Period.objects.order_by("-starts_on")[:2])
        .select_related("period")
        .order_by("-period__starts_on", "number")
    ]


def names_of_actors() -> list[str]:
    return list(Actor.objects.active().order_by("sort_key", "pk").values_list("name", flat=True))


def first(words: list[str]) -> str:
    return words[0] if words else ""
