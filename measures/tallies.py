"""Counts of measures that the database keeps by itself, so that no page reads a million rows to tell a number.

A tally is a table with a row for each combination of its keys. Triggers append +1 and -1, a sum over them is the count,
and appending never waits for another writer. ``derived`` puts the triggers up and folds the rows together.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from .freshness import OVER

MANY = 2000  # rows that are worth folding together


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def value(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class Tally:
    """``keys`` says for each column of ``table`` what of a measure's row it holds; ``watched`` are the columns of a
    measure that it depends on. ``name`` is part of the names of triggers.
    """

    name: str
    table: str
    keys: dict[str, str]
    watched: tuple[str, ...]

    @property
    def columns(self) -> str:
        return ", ".join(self.keys)

    @property
    def positions(self) -> str:
        return ", ".join(str(number) for number in range(1, len(self.keys) + 1))

    def of(self, row: str) -> str:
        """The keys of a measure's row (NEW, OLD, or the table of measures)."""
        return ", ".join(expression.format(row=row) for expression in self.keys.values())

    def append(self, *steps: tuple[str, int]) -> str:
        """The statement that adds ``n`` for the keys of each row."""
        rows = ", ".join(f"({self.of(row)}, {n})" for row, n in steps)
        return f"INSERT INTO {self.table} ({self.columns}, n) VALUES {rows};"  # noqa: S608  no name from outside

    @property
    def moved(self) -> str:
        differ = "IS DISTINCT FROM" if is_postgres() else "IS NOT"
        return (
            f"AFTER UPDATE OF {', '.join(self.watched)} ON measures_measure {{each}}"
            f" WHEN (({self.of('OLD')}) {differ} ({self.of('NEW')}))"
        )

    def triggers(self) -> dict[str, str]:
        """Name and body of what keeps the tally right."""
        name = f"measure_{self.name}"
        if is_postgres():
            call = f"EXECUTE FUNCTION measures_{self.name}()"
            return {
                f"{name}_count": f"AFTER INSERT OR DELETE ON measures_measure FOR EACH ROW {call}",
                f"{name}_move": f"{self.moved.format(each='FOR EACH ROW')} {call}",
            }
        return {
            f"{name}_add": f"AFTER INSERT ON measures_measure BEGIN {self.append(('NEW', 1))} END",
            f"{name}_remove": f"AFTER DELETE ON measures_measure BEGIN {self.append(('OLD', -1))} END",
            f"{name}_move": f"{self.moved.format(each='')} BEGIN {self.append(('OLD', -1), ('NEW', 1))} END",
        }

    def function(self) -> str:
        """What the triggers call on PostgreSQL."""
        return f"""CREATE OR REPLACE FUNCTION measures_{self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT' THEN {self.append(("OLD", -1))} END IF;
            IF TG_OP <> 'DELETE' THEN {self.append(("NEW", 1))} END IF;
            RETURN NULL; END $$"""

    def miscounted(self) -> bool:
        counted = value(f"SELECT coalesce(sum(n), 0) FROM {self.table}")  # noqa: S608
        return bool(counted != value("SELECT count(*) FROM measures_measure"))

    def count_anew(self) -> None:
        """The caller keeps others from writing measures meanwhile."""
        execute(
            f"DELETE FROM {self.table}",  # noqa: S608
            f"INSERT INTO {self.table} ({self.columns}, n) SELECT {self.of('measures_measure')}, count(*)"  # noqa: S608
            f" FROM measures_measure GROUP BY {self.positions}",
        )

    def is_worth_compacting(self) -> bool:
        """Whether many rows are there for combinations that have others: a few are summed in no time."""
        rows = value(f"SELECT count(*) FROM {self.table}")  # noqa: S608
        if rows <= MANY:
            return False
        kept = value(f"SELECT count(*) FROM (SELECT 1 FROM {self.table} GROUP BY {self.columns}) AS kept")  # noqa: S608
        return bool(rows - kept > MANY)

    def compact(self) -> int:
        """Folds the rows of +1 and -1 into one a combination; returns how many there were.

        PostgreSQL does it in one statement: rows that others append meanwhile are not seen and stay. SQLite lets nobody
        else write meanwhile.
        """
        rows: int = value(f"SELECT count(*) FROM {self.table}")  # noqa: S608
        sums = f"SELECT {self.columns}, sum(n) FROM {{rows}} GROUP BY {self.positions} HAVING sum(n) <> 0"  # noqa: S608
        fold = f"INSERT INTO {self.table} ({self.columns}, n) {sums}"
        if is_postgres():
            gone = f"WITH gone AS (DELETE FROM {self.table} RETURNING {self.columns}, n)"  # noqa: S608
            execute(f"{gone} {fold.format(rows='gone')}")
            return rows
        with transaction.atomic():
            last = value(f"SELECT coalesce(max(id), 0) FROM {self.table}")  # noqa: S608
            execute(fold.format(rows=self.table), f"DELETE FROM {self.table} WHERE id <= {int(last)}")  # noqa: S608
        return rows


STATUSES = Tally(
    "tally",
    "measures_measuretally",
    {
        "publication": "{row}.publication",
        "status": "{row}.status",
        "leading_goal_id": "{row}.leading_goal_id",
    },
    watched=("publication", "status", "leading_goal_id"),
)
CONFIRMATIONS = Tally(
    "confirmations",
    "measures_confirmationtally",
    {
        "publication": "{row}.publication",
        "leading_goal_id": "{row}.leading_goal_id",
        "is_running": f"({{row}}.status NOT IN ({', '.join(map(repr, OVER))}))",
        "last_confirmed_on": "{row}.last_confirmed_on",
    },
    watched=("publication", "status", "leading_goal_id", "last_confirmed_on"),
)
TALLIES = (STATUSES, CONFIRMATIONS)
