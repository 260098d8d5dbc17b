"""Every write with a consequence, by noun. All take ``by``, the person who acts, and are one transaction each.

``freezing`` is a module of its own.
"""

from .adoption import adopt
from .carry_over import (
    continue_goal,
    decide_goal,
    decide_measure,
    decide_measures,
    delete_draft_goal,
    discard_carry_over,
    reset_goal,
    reset_measure,
    save_carry_over,
    save_draft_goal,
)
from .criteria import delete_entry, save_entry, take_templates
from .ratings import SomebodySaved, add_evidence, remove_evidence, reopen_sheet, save_draft, submit_sheet
from .reports import (
    add_variant,
    change_annexes,
    change_session,
    create_report,
    draft_report,
    proposed_values,
    publish,
    start_report,
    take_texts,
    with_proposals,
    write_sections,
    write_texts,
)
from .rounds import delete_round, include_measures, move_round, publish_results, save_round
from .word_templates import add_word_template

__all__ = [
    "SomebodySaved",
    "add_evidence",
    "add_variant",
    "add_word_template",
    "adopt",
    "change_annexes",
    "change_session",
    "continue_goal",
    "create_report",
    "decide_goal",
    "decide_measure",
    "decide_measures",
    "delete_draft_goal",
    "delete_entry",
    "delete_round",
    "discard_carry_over",
    "draft_report",
    "include_measures",
    "move_round",
    "proposed_values",
    "publish",
    "publish_results",
    "remove_evidence",
    "reopen_sheet",
    "reset_goal",
    "reset_measure",
    "save_carry_over",
    "save_draft",
    "save_draft_goal",
    "save_entry",
    "save_round",
    "start_report",
    "submit_sheet",
    "take_templates",
    "take_texts",
    "with_proposals",
    "write_sections",
    "write_texts",
]
