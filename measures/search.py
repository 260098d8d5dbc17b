"""Finding measures by words: the same answer from both databases, because both look through the same column.

Every word of a query must stand somewhere in ``search_text``: words of three letters and more anywhere inside, short
ones as whole words. SQLite asks its trigram index (FTS5), PostgreSQL a trigram index on the column (pg_trgm).
"""

from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

LIMIT = 10_000  # more hits than this are not counted, and no list of them is made


def contains(words: list[str]) -> Q:
    """The plain condition, without any index: for walking along a list in which almost every row fits."""
    condition = Q()
    for word in words:
        condition &= Q(search_text__contains=word)
    return condition


def hits(model: Any, words: list[str]) -> Any:
    """The ids of up to LIMIT + 1 rows, as a subquery that is worked out once."""
    if connection.vendor == "postgresql":
        # The slice keeps the planner from merging this with the rest of the query.
        return model.objects.filter(contains(words)).order_by().values("pk")[: LIMIT + 1]
    match = " AND ".join(f'"{word}"' for word in words)
    return RawSQL("SELECT rowid FROM measures_words WHERE measures_words MATCH %s LIMIT %s", [match, LIMIT + 1])


def is_frequent(model: Any, words: list[str]) -> bool:
    """Whether more than LIMIT measures have the words: then the list is walked in its order instead."""
    found = hits(model, words)
    if connection.vendor == "postgresql":
        sql, params = found.query.sql_with_params()
    else:
        sql, params = found.sql, found.params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS hits", params)  # noqa: S608  our own query
        return cursor.fetchone()[0] > LIMIT


def condition(model: Any, words: list[str]) -> Q:
    """What a measure must fulfil to have all ``words``, in the form that is fastest for this number of hits."""
    return contains(words) if is_frequent(model, words) else among_hits(model, words)


def among_hits(model: Any, words: list[str]) -> Q:
    return Q(pk__in=hits(model, words))
