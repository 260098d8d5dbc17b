"""Every write with a consequence, by noun. All take ``by``, the person who acts, and are one transaction each."""

from .actor import (
    accept_membership,
    add_membership,
    change_membership_role,
    invite_to_actor,
    refresh_search_of_measures,
    remove_membership,
    save_actor,
)
from .answer import SomebodyAnswered, answer_by_link
from .contacts import save_contacts
from .dialogue import reopen_comment, resolve_comment, write_comment
from .documents import add_attachment, delete_attachment
from .imports import (
    Moved,
    apply_import,
    carry_out,
    forget_abandoned,
    keep_choices,
    keep_file,
    learn_heads,
    show,
    undo_import,
)
from .many import change_many
from .measure import create_measure, delete_measure, update_measure
from .policy import set_freshness_policy
from .progress import confirm_unchanged, report_progress
from .proposals import (
    Decided,
    NotAcceptable,
    accept_all_unchanged,
    accept_in_form,
    accept_proposal,
    propose,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from .publication import change_publication
from .window import (
    close_window,
    delete_window,
    extend_window,
    forget_reporting_mails,
    mark_opened,
    note_proposal,
    note_report,
    nudge,
    open_window,
    save_window,
    settle_request,
    unsettle_request,
    write_to_people,
)

__all__ = [
    "Decided",
    "Moved",
    "NotAcceptable",
    "SomebodyAnswered",
    "accept_all_unchanged",
    "accept_in_form",
    "accept_membership",
    "accept_proposal",
    "add_attachment",
    "add_membership",
    "answer_by_link",
    "apply_import",
    "carry_out",
    "change_many",
    "change_membership_role",
    "change_publication",
    "close_window",
    "confirm_unchanged",
    "create_measure",
    "delete_attachment",
    "delete_measure",
    "delete_window",
    "extend_window",
    "forget_abandoned",
    "forget_reporting_mails",
    "invite_to_actor",
    "keep_choices",
    "keep_file",
    "learn_heads",
    "mark_opened",
    "note_proposal",
    "note_report",
    "nudge",
    "open_window",
    "propose",
    "refresh_search_of_measures",
    "remove_membership",
    "reopen_comment",
    "report_progress",
    "resolve_comment",
    "return_proposal",
    "save_actor",
    "save_contacts",
    "save_window",
    "set_freshness_policy",
    "settle_request",
    "show",
    "submit_proposal",
    "undo_import",
    "unsettle_request",
    "update_measure",
    "withdraw_proposal",
    "write_comment",
    "write_to_people",
]
