"""„Meinten Sie …?“: the query with words that are known here, where it found nothing."""

import re
from collections import Counter

from django.core.cache import caches
from rapidfuzz import fuzz, process

from bildungsnetz.words import search_words

from .models import Measure

KNOWN_MEASURES = 3000  # the measures whose words can be suggested
LIKENESS = 72


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
    rows = Measure.objects.released().order_by("-serial").values_list("title", "summary", "lead__name")
    spellings: dict[str, Counter[str]] = {}
    for row in rows[:KNOWN_MEASURES]:
        for word in re.findall(r"\w{4,}", " ".join(row)):
            for needle in search_words(word):
                spellings.setdefault(needle, Counter())[word] += 1
    return {needle: counter.most_common(1)[0][0] for needle, counter in spellings.items()}
