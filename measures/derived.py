"""What the database derives from measures by itself: how many there are, and where each word stands.

Both are kept by triggers, so that no way of writing (save, bulk update, import, psql) can forget them. SQLite drops
triggers when a migration rebuilds a table; therefore ``heal`` runs after every ``migrate``.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from bildungsnetz.operations.housekeeping import duty

MANY = 2000  # rows of the tally that are worth folding together

SQLITE_TRIGGERS = {
    "measure_tally_add": """AFTER INSERT ON measures_measure BEGIN
        INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)
        VALUES (NEW.publication, NEW.status, NEW.leading_goal_id, 1); END""",
    "measure_tally_remove": """AFTER DELETE ON measures_measure BEGIN
        INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)
        VALUES (OLD.publication, OLD.status, OLD.leading_goal_id, -1); END""",
    "measure_tally_move": """AFTER UPDATE OF publication, status, leading_goal_id ON measures_measure WHEN
        (OLD.publication, OLD.status, OLD.leading_goal_id) IS NOT (NEW.publication, NEW.status, NEW.leading_goal_id)
        BEGIN INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)
        VALUES (OLD.publication, OLD.status, OLD.leading_goal_id, -1),
        (NEW.publication, NEW.status, NEW.leading_goal_id, 1); END""",
    "measure_words_add": """AFTER INSERT ON measures_measure BEGIN
        INSERT INTO measures_words (rowid, search_text) VALUES (NEW.id, NEW.search_text); END""",
    "measure_words_remove": """AFTER DELETE ON measures_measure BEGIN
        INSERT INTO measures_words (measures_words, rowid, search_text)
        VALUES ('delete', OLD.id, OLD.search_text); END""",
    "measure_words_change": """AFTER UPDATE OF search_text ON measures_measure
        WHEN OLD.search_text IS NOT NEW.search_text BEGIN
        INSERT INTO measures_words (measures_words, rowid, search_text) VALUES ('delete', OLD.id, OLD.search_text);
        INSERT INTO measures_words (rowid, search_text) VALUES (NEW.id, NEW.search_text); END""",
}
SQLITE_WORDS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS measures_words USING fts5(search_text, content='measures_measure',"
    " content_rowid='id', tokenize='trigram case_sensitive 1')"
)

POSTGRES_TRIGGERS = {
    "measure_tally_count": "AFTER INSERT OR DELETE ON measures_measure FOR EACH ROW EXECUTE FUNCTION measures_tally()",
    "measure_tally_move": """AFTER UPDATE OF publication, status, leading_goal_id ON measures_measure FOR EACH ROW WHEN
        ((OLD.publication, OLD.status, OLD.leading_goal_id) IS DISTINCT FROM
        (NEW.publication, NEW.status, NEW.leading_goal_id)) EXECUTE FUNCTION measures_tally()""",
}
POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION measures_tally() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)
        VALUES (OLD.publication, OLD.status, OLD.leading_goal_id, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)
        VALUES (NEW.publication, NEW.status, NEW.leading_goal_id, 1);
    END IF;
    RETURN NULL; END $$"""
POSTGRES_WORDS = (
    "CREATE INDEX IF NOT EXISTS measures_words ON measures_measure USING gin (search_text gin_trgm_ops)"
    " WITH (fastupdate = off)"
)


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


def heal(**kwargs: Any) -> None:
    """Puts back what is missing and counts anew where the count is wrong. Connected to ``post_migrate``."""
    there = connection.introspection.table_names()
    if not {"measures_measure", "measures_measuretally"} <= set(there):
        return
    if not is_installed():
        install()
    elif miscounted():
        count_anew()


def is_installed() -> bool:
    if is_postgres():
        there = value(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'measures_measure'::regclass AND NOT tgisinternal"
        )
        return there >= len(POSTGRES_TRIGGERS) and value("SELECT to_regclass('measures_words') IS NOT NULL")
    there = value(
        "SELECT count(*) FROM sqlite_master WHERE name = 'measures_words'"
        " OR (type = 'trigger' AND tbl_name = 'measures_measure')"
    )
    return there > len(SQLITE_TRIGGERS)


def miscounted() -> bool:
    return value("SELECT coalesce(sum(n), 0) FROM measures_measuretally") != value(
        "SELECT count(*) FROM measures_measure"
    )


def install() -> None:
    """Triggers, word index and a fresh count, in one transaction that lets nobody write meanwhile."""
    with transaction.atomic():
        if is_postgres():
            execute(POSTGRES_FUNCTION, POSTGRES_WORDS)
            execute(*(f"CREATE OR REPLACE TRIGGER {name} {body}" for name, body in POSTGRES_TRIGGERS.items()))
        else:
            execute(SQLITE_WORDS, "INSERT INTO measures_words (measures_words) VALUES ('rebuild')")
            execute(*(f"CREATE TRIGGER IF NOT EXISTS {name} {body}" for name, body in SQLITE_TRIGGERS.items()))
        count_anew()


def remove() -> None:
    """Before filling a database with rows by the hundred thousand; ``install`` afterwards is far cheaper."""
    if is_postgres():
        execute(*(f"DROP TRIGGER IF EXISTS {name} ON measures_measure" for name in POSTGRES_TRIGGERS))
        execute("DROP INDEX IF EXISTS measures_words")
    else:
        execute(*(f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_TRIGGERS))


def count_anew() -> None:
    """Replaces the tally by a fresh count; on PostgreSQL writers wait meanwhile, SQLite has only one anyway."""
    with transaction.atomic():
        if is_postgres():
            execute("LOCK TABLE measures_measure IN SHARE ROW EXCLUSIVE MODE")
        execute(
            "DELETE FROM measures_measuretally",
            "INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)"
            " SELECT publication, status, leading_goal_id, count(*) FROM measures_measure GROUP BY 1, 2, 3",
        )


def compact() -> int:
    """Folds the tally's rows of +1 and -1 into one row a combination; returns how many rows it had.

    PostgreSQL does it in one statement: rows that others append meanwhile are not seen and stay. SQLite lets nobody
    else write meanwhile.
    """
    rows = value("SELECT count(*) FROM measures_measuretally")
    if is_postgres():
        execute(
            """WITH gone AS (DELETE FROM measures_measuretally RETURNING publication, status, leading_goal_id, n)
            INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)
            SELECT publication, status, leading_goal_id, sum(n) FROM gone GROUP BY 1, 2, 3 HAVING sum(n) <> 0"""
        )
        return rows
    with transaction.atomic():
        last = value("SELECT coalesce(max(id), 0) FROM measures_measuretally")
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO measures_measuretally (publication, status, leading_goal_id, n)"
                " SELECT publication, status, leading_goal_id, sum(n) FROM measures_measuretally"
                " GROUP BY 1, 2, 3 HAVING sum(n) <> 0"
            )
            cursor.execute("DELETE FROM measures_measuretally WHERE id <= %s", [last])
    return rows


@duty
def compact_tally(now: datetime) -> None:
    """Only when it is worth it: a few thousand rows are summed in a millisecond."""
    if value("SELECT count(*) FROM measures_measuretally") > MANY:
        compact()
