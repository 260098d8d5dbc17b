"""What the database itself refuses in a round, whoever asks: triggers on both databases.

A closed round takes nothing. What actors say to a report stays once it is frozen. Ratings change only while the round
takes ratings. Which criteria a round asks is fixed when it is opened, and the wording of a criterion that a round has
asked stays. What a person's erasure must reach (author, sender) is not watched. SQLite drops triggers when a migration
rebuilds a table, so ``install`` runs after each migrate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .models import Criterion, RatingSheet

EVENTS = ("INSERT", "UPDATE", "DELETE")
ROUNDS = "evaluation_evaluationround"
CLOSED = "Diese Bewertungsrunde ist abgeschlossen und nimmt nichts mehr an."
NOT_RATING = "Diese Bewertungsrunde nimmt zurzeit keine Bewertungen an."
FIXED = "Die Kriterien einer geöffneten Runde stehen fest."
WORDED = "Dieses Kriterium ist schon verwendet worden; sein Wortlaut bleibt."

OF_RATED = "(SELECT round_id FROM evaluation_ratedmeasure WHERE id = {row}.rated_id)"
OF_SHEET = (
    "(SELECT rated.round_id FROM evaluation_ratedmeasure rated JOIN evaluation_ratingsheet sheet"
    " ON sheet.rated_id = rated.id WHERE sheet.id = {row}.sheet_id)"
)
OF_EVIDENCE = (
    "(SELECT rated.round_id FROM evaluation_ratedmeasure rated JOIN evaluation_ratingsheet sheet"
    " ON sheet.rated_id = rated.id JOIN evaluation_assessment assessment ON assessment.sheet_id = sheet.id"
    " WHERE assessment.id = {row}.assessment_id)"
)
ASKED = (
    "EXISTS (SELECT 1 FROM evaluation_roundcriterion asked JOIN evaluation_evaluationround round"
    " ON round.id = asked.round_id WHERE asked.criterion_id = {row}.id AND round.opened_at IS NOT NULL)"
)
REWORDED = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in Criterion.worded)  # none of them is ever NULL
OF_GOAL = "(SELECT round_id FROM evaluation_goalreflection WHERE id = {row}.goal_reflection_id)"


@dataclass(frozen=True)
class Guard:
    """Refuses a change of ``table`` while ``refused`` holds; both take {row}, the row as it was or will be.

    ``columns`` narrows what counts as an UPDATE; empty means every column.
    """

    name: str
    table: str
    refused: str
    message: str
    events: tuple[str, ...] = EVENTS
    columns: tuple[str, ...] = ()

    def triggers(self) -> Iterator[tuple[str, str, str]]:
        """Name, event and condition of each trigger. A change is refused by what was and by what would be."""
        for event in self.events:
            rows = {"INSERT": ("NEW",), "DELETE": ("OLD",)}.get(event, ("OLD", "NEW"))
            condition = " OR ".join(f"({self.refused.format(row=row)})" for row in rows)
            watched = f" OF {', '.join(self.columns)}" if event == "UPDATE" and self.columns else ""
            yield f"{self.name}_{event.lower()}", f"{event}{watched}", condition


def in_state(round_id: str, *states: str) -> str:
    wanted = ", ".join(f"'{state}'" for state in states)
    return f"EXISTS (SELECT 1 FROM {ROUNDS} WHERE id = {round_id} AND state IN ({wanted}))"  # noqa: S608


FROZEN = "Der Bericht ist ausgefertigt; Stellungnahmen stehen fest."

OWN = "{row}.round_id"
OF_REQUEST = "(SELECT report_id FROM evaluation_statementrequest WHERE id = {row}.request_id)"


def is_frozen(report_id: str) -> str:
    versions = (
        "evaluation_reportversion version JOIN evaluation_reportvariant variant ON variant.id = version.variant_id"
    )
    return f"EXISTS (SELECT 1 FROM {versions} WHERE variant.report_id = {report_id})"  # noqa: S608


GUARDS = (
    Guard("guard_rated", "evaluation_ratedmeasure", in_state(OWN, "closed"), CLOSED),
    Guard(
        "guard_sheet",
        "evaluation_ratingsheet",
        in_state(OF_RATED, "closed", "reflection"),
        NOT_RATING,
        columns=RatingSheet.said,
    ),
    Guard(
        "guard_assessment",
        "evaluation_assessment",
        in_state(OF_SHEET, "closed", "reflection"),
        NOT_RATING,
    ),
    Guard("guard_evidence", "evaluation_evidence", in_state(OF_EVIDENCE, "closed", "reflection"), NOT_RATING),
    Guard("guard_reflection", "evaluation_reflection", in_state(OWN, "closed"), CLOSED),
    Guard("guard_item", "evaluation_reflectionitem", in_state(OF_RATED, "closed"), CLOSED),
    Guard("guard_goal", "evaluation_goalreflection", in_state(OWN, "closed"), CLOSED),
    Guard("guard_goal_value", "evaluation_goalassessment", in_state(OF_GOAL, "closed"), CLOSED),
    Guard(
        "guard_criteria",
        "evaluation_roundcriterion",
        in_state(OWN, "rating", "reflection", "closed"),
        FIXED,
    ),
    Guard(
        "guard_wording",
        "evaluation_criterion",
        f"{ASKED} AND ({REWORDED})",
        WORDED,
        events=("UPDATE",),
        columns=Criterion.worded,
    ),
    Guard("guard_statement", "evaluation_statement", is_frozen(OF_REQUEST), FROZEN),
    Guard(
        "guard_statement_request",
        "evaluation_statementrequest",
        is_frozen("{row}.report_id"),
        FROZEN,
        columns=("answer", "answered_at"),
    ),
)


def statements(guard: Guard) -> Iterator[str]:
    """What puts the guard up, in place of one that may be there."""
    for name, event, condition in guard.triggers():
        if connection.vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN"
                f" RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
                f" RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
            )
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {guard.table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {guard.table} FOR EACH ROW WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
            )


def install(**signal: Any) -> None:
    """Puts all guards up; run after each migrate, once all tables are there."""
    if ROUNDS not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for guard in GUARDS:
            for statement in statements(guard):
                cursor.execute(statement)


def lift(**signal: Any) -> None:
    """Takes all guards down on SQLite; run before each migrate: while it rebuilds a table that a trigger of another
    one names, that trigger would refuse the migration."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for guard in GUARDS:
            for name, _, _ in guard.triggers():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
