"""Finding measures by words: the same answer from both databases, because both look through the same column.

Every word of a query must stand somewhere in ``search_text``: words of three letters and more anywhere inside, short
ones as whole words. SQLite asks its trigram index (FTS5), PostgreSQL a trigram index on the column (pg_trgm).
"""

import re
from collections import Counter
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from rapidfuzz import fuzz, process

from bildungsnetz.words import search_words

LIMIT = 10_000  # more hits than this are not counted, and no list of them is made
KNOWN_MEASURES = 3000  # the measures whose words can be suggested
LIKENESS = 72


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


def suggestion(query: str) -> str:
    """The query with unknown words replaced by ones that are known and look alike; "" where nothing better is known.

    Only words of released measures are known here, so that a guess tells nothing about drafts.
    """
    known = known_words()
    words, changed = [], False
    for word in query.split():
        needle = "".join(search_words(word)).strip()
        if needle in known or len(needle) < 4:
            words.append(word)
            continue
        best = process.extractOne(needle, known.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
        words.append(known[best[0]] if best else word)
        changed = changed or bool(best)
    return " ".join(words) if changed else ""


def known_words() -> dict[str, str]:
    """normalised word -> as it is written, of the newest released measures; remembered for some minutes."""
    return caches["options"].get_or_set("measure-words", read_words) or {}


def read_words() -> dict[str, str]:
    from .models import Measure  # the model's queryset imports this module

    rows = Measure.objects.released().order_by("-serial").values_list("title", "summary", "lead__name")
    spellings: dict[str, Counter[str]] = {}
    for row in rows[:KNOWN_MEASURES]:
        for word in re.findall(r"\w{4,}", " ".join(row)):
            for needle in search_words(word):
                spellings.setdefault(needle, Counter())[word] += 1
    return {needle: counter.most_common(1)[0][0] for needle, counter in spellings.items()}
