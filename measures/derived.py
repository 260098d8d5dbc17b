"""What the database derives from measures by itself: how many there are, and where each word stands.

Both are kept by triggers, so that no way of writing (save, bulk update, import, psql) can forget them. SQLite drops
triggers when a migration rebuilds a table; therefore ``heal`` runs after every ``migrate``.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from bildungsnetz.operations.housekeeping import duty

from .tallies import TALLIES, execute, is_postgres, value

SQLITE_WORD_TRIGGERS = {
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
POSTGRES_WORDS = (
    "CREATE INDEX IF NOT EXISTS measures_words ON measures_measure USING gin (search_text gin_trgm_ops)"
    " WITH (fastupdate = off)"
)


def triggers() -> dict[str, str]:
    """Name and body of all triggers on measures; PostgreSQL keeps its index of words without any."""
    found = {} if is_postgres() else dict(SQLITE_WORD_TRIGGERS)
    for tally in TALLIES:
        found |= tally.triggers()
    return found


def heal(**kwargs: Any) -> None:
    """Puts back what is missing and counts anew where the count is wrong. Connected to ``post_migrate``."""
    there = connection.introspection.table_names()
    if not {"measures_measure", *(tally.table for tally in TALLIES)} <= set(there):
        return
    if not is_installed():
        install()
    elif any(tally.miscounted() for tally in TALLIES):
        count_anew()


def is_installed() -> bool:
    if is_postgres():
        there = value(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'measures_measure'::regclass AND NOT tgisinternal"
        )
        return there >= len(triggers()) and value("SELECT to_regclass('measures_words') IS NOT NULL")
    there = value(
        "SELECT count(*) FROM sqlite_master WHERE name = 'measures_words'"
        " OR (type = 'trigger' AND tbl_name = 'measures_measure')"
    )
    return there > len(triggers())


def install() -> None:
    """Triggers, word index and a fresh count, in one transaction that lets nobody write meanwhile."""
    with transaction.atomic():
        if is_postgres():
            execute(POSTGRES_WORDS, *(tally.function() for tally in TALLIES))
            execute(*(f"CREATE OR REPLACE TRIGGER {name} {body}" for name, body in triggers().items()))
        else:
            execute(SQLITE_WORDS, "INSERT INTO measures_words (measures_words) VALUES ('rebuild')")
            execute(*(f"CREATE TRIGGER IF NOT EXISTS {name} {body}" for name, body in triggers().items()))
        count_anew()


def remove() -> None:
    """Before filling a database with rows by the hundred thousand; ``install`` afterwards is far cheaper."""
    table = " ON measures_measure" if is_postgres() else ""
    execute(*(f"DROP TRIGGER IF EXISTS {name}{table}" for name in triggers()))
    if is_postgres():
        execute("DROP INDEX IF EXISTS measures_words")


def count_anew() -> None:
    """Replaces the tallies by a fresh count; on PostgreSQL writers wait meanwhile, SQLite has only one anyway."""
    with transaction.atomic():
        if is_postgres():
            execute("LOCK TABLE measures_measure IN SHARE ROW EXCLUSIVE MODE")
        for tally in TALLIES:
            tally.count_anew()


@duty
def compact_tallies(now: datetime) -> None:
    """Only when it is worth it: a few thousand rows are summed in a millisecond."""
    for tally in TALLIES:
        if tally.is_worth_compacting():
            tally.compact()
