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
from .dialogue import resolve_comment, write_comment
from .documents import add_attachment, delete_attachment
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

__all__ = [
    "Decided",
    "NotAcceptable",
    "accept_all_unchanged",
    "accept_in_form",
    "accept_membership",
    "accept_proposal",
    "add_attachment",
    "add_membership",
    "change_membership_role",
    "change_publication",
    "confirm_unchanged",
    "create_measure",
    "delete_attachment",
    "delete_measure",
    "invite_to_actor",
    "propose",
    "refresh_search_of_measures",
    "remove_membership",
    "report_progress",
    "resolve_comment",
    "return_proposal",
    "save_actor",
    "set_freshness_policy",
    "submit_proposal",
    "update_measure",
    "withdraw_proposal",
    "write_comment",
]
