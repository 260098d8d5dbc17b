"""Every write with a consequence, by noun. All take ``by``, the person who acts, and are one transaction each.

``freezing`` is a module of its own.
"""

from .reports import (
    add_variant,
    change_session,
    create_report,
    draft_report,
    publish,
    sections_of,
    with_proposals,
    write_sections,
    write_texts,
)
from .rounds import delete_round, include_measures, move_round, publish_results, save_round

__all__ = [
    "add_variant",
    "change_session",
    "create_report",
    "delete_round",
    "draft_report",
    "include_measures",
    "move_round",
    "publish",
    "publish_results",
    "save_round",
    "sections_of",
    "with_proposals",
    "write_sections",
    "write_texts",
]
