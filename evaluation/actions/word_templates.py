"""Keeping the offices' own look for Word files."""

from bildungsnetz.accounts.models import User
from evaluation.models import WordTemplate

from .reports import require


def add_word_template(name: str, content: bytes, *, by: User | None) -> WordTemplate:
    """Keeps a checked file as the look of all Word files from now on; who uploaded it is not kept."""
    require(by, "add", WordTemplate)
    return WordTemplate.objects.create(file_name=name, content=content, size=len(content))
