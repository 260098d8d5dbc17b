"""German words as keys: the same normalised text orders and finds on every database."""

import re
import unicodedata
from functools import lru_cache

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


def seen(text: str) -> str:
    """``text`` without soft hyphens and the joints of no width that word processors leave in it."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def plain(text: str) -> str:
    """``text`` in NFC, without case, ß as ss, accents off except on ä, ö, ü: the ground of the two keys below."""
    folded = unicodedata.normalize("NFC", seen(text)).casefold()
    if folded.isascii():
        return folded
    return "".join(char if char in "äöü" else _without_accent(char) for char in folded)


@lru_cache(maxsize=4096)  # letters are few, and lists of thousands of rows ask again and again
def _without_accent(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))


def sort_key(text: str) -> str:
    """The order of words in dictionaries (DIN 5007-1): ä sorts as a, ß as ss; signs and case do not count."""
    return " ".join(_tokens(_without_accent_all(plain(text))))[:200]


def _without_accent_all(text: str) -> str:
    return text if text.isascii() else "".join(map(_without_accent, text))


def _tokens(text: str) -> list[str]:
    """Words of letters and digits of any script."""
    return "".join(char if char.isalnum() else " " for char in text).split()


def search_text(*parts: str) -> str:
    """What a search looks through: all words of ``parts``, an umlaut in both spellings (a and ae), each word between
    blanks, so that " it " finds the whole word and "sprach" finds a part of it."""
    words: dict[str, None] = {}
    for word in _tokens(plain(" ".join(parts))):
        words[word.translate(_UMLAUTS)] = None
        words[_without_accent_all(word)] = None
    return f" {' '.join(words)} " if words else ""


def search_words(query: str) -> list[str]:
    """The needles of a query. Words of one or two letters are found as whole words only; longer ones anywhere."""
    words = (word.translate(_UMLAUTS) for word in _tokens(plain(query)))
    return [word if len(word) > 2 else f" {word} " for word in dict.fromkeys(words)]
