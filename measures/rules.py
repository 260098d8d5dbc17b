"""Who may do what with actors and measures: role × publication × ownership."""

from django.db.models import Q

from bildungsnetz.access import EVERYTHING, NOTHING, Person, rule
from bildungsnetz.accounts.rules import is_coordination_office
from bildungsnetz.history.kept import kept, version_of
from goals.rules import is_either_office

from .models import (
    OPEN_STATES,
    Actor,
    Attachment,
    BudgetLine,
    Comment,
    Contact,
    FreshnessPolicy,
    FundingItem,
    ImportRun,
    Measure,
    Membership,
    MembershipRole,
    Milestone,
    Participation,
    ProgressNote,
    Proposal,
    ProposalState,
    Publication,
    ReportingMail,
    ReportingRequest,
    ReportingWindow,
)

UNRELEASED = (Publication.DRAFT, Publication.RETURNED)


def actors_of(user: Person, *roles: str):
    """The ids of the actors for which ``user`` has a membership (in one of ``roles``), as a subquery."""
    memberships = Membership.objects.filter(user=user.pk)
    return (memberships.filter(role__in=roles) if roles else memberships).values("actor")


def is_member(user: Person) -> bool:
    """Whether ``user`` acts for any actor. Menu and pages ask it; the database is asked once a request."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "acts_for_actors"):
        user.acts_for_actors = user.pk in kept("members", version_of(Membership), members)  # type: ignore[attr-defined]
    return user.acts_for_actors  # type: ignore[attr-defined]


def members() -> frozenset[int]:
    return frozenset(Membership.objects.values_list("user", flat=True))


def own(user: Person, *roles: str, path: str = "") -> Q:
    """Measures that one of the user's actors leads; ``path`` leads from another model to the measure."""
    return Q(**{f"{path}lead__in": actors_of(user, *roles)}) if user.is_authenticated else NOTHING


@rule(Actor, "view")
def view_actor(user: Person) -> Q:
    return EVERYTHING


@rule(Actor, "edit", "add", "history", "restore")
@rule(Membership, "edit", "add", "delete")
def edit_actor(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(Actor, "invite")
def invite_to_actor(user: Person) -> Q:
    """An editor brings colleagues in without asking the office."""
    if is_coordination_office(user):
        return EVERYTHING
    return Q(pk__in=actors_of(user, MembershipRole.EDITOR)) if user.is_authenticated else NOTHING


@rule(Actor, "edit_contacts")
def edit_contacts_of_actor(user: Person) -> Q:
    """Who to ask is what an actor's Redaktion knows best: it may invite, so it may also name."""
    return invite_to_actor(user)


@rule(Actor, "view_people")
def view_people(user: Person) -> Q:
    if is_either_office(user):
        return EVERYTHING
    return Q(pk__in=actors_of(user)) if user.is_authenticated else NOTHING


@rule(Actor, "see_load")
def see_load(user: Person) -> Q:
    """Who cannot be reached and who is asked for how much is the offices' own business."""
    return EVERYTHING if is_either_office(user) else NOTHING


@rule(Contact, "view")
@rule(Membership, "view")
def view_person_of_actor(user: Person) -> Q:
    if is_either_office(user):
        return EVERYTHING
    return Q(actor__in=actors_of(user)) if user.is_authenticated else NOTHING


@rule(Contact, "edit", "add", "delete")
def edit_contact(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


def visible(user: Person, path: str = "") -> Q:
    """Measures that ``user`` may see: released ones, those of its own actors, for the offices all."""
    if is_either_office(user):
        return EVERYTHING
    released = Q(**{f"{path}publication": Publication.RELEASED})
    return released | own(user, path=path) if user.is_authenticated else released


@rule(Measure, "view")
def view_measure(user: Person) -> Q:
    return visible(user)


@rule(Milestone, "view")
@rule(FundingItem, "view")
@rule(Participation, "view")
@rule(ProgressNote, "view")
@rule(BudgetLine, "view")
def view_part_of_measure(user: Person) -> Q:
    return visible(user, path="measure__")


@rule(Measure, "add")
def add_measure(user: Person) -> Q:
    if is_coordination_office(user):
        return EVERYTHING
    return EVERYTHING if is_member(user) else NOTHING


@rule(Measure, "edit", "report_progress", "attach")
def edit_measure(user: Person) -> Q:
    """The office edits all; an actor's people edit their own until they are submitted."""
    if is_coordination_office(user):
        return EVERYTHING
    return own(user) & Q(publication__in=UNRELEASED) if user.is_authenticated else NOTHING


@rule(Measure, "propose")
def propose_for_measure(user: Person) -> Q:
    """On a released measure an actor's people propose; the office writes at once and proposes nothing."""
    if not user.is_authenticated or is_coordination_office(user):
        return NOTHING
    return own(user) & Q(publication=Publication.RELEASED)


@rule(Measure, "send_proposal")
def send_proposal(user: Person) -> Q:
    """A member prepares an edit, an editor hands it in. What a member reports goes without: see architecture.md."""
    return propose_for_measure(user) & own(user, MembershipRole.EDITOR) if user.is_authenticated else NOTHING


@rule(Proposal, "view")
def view_proposal(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else own(user, path="measure__")


@rule(Proposal, "accept", "return")
def decide_on_proposal(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(Proposal, "submit")
def submit_prepared_proposal(user: Person) -> Q:
    prepared = Q(state__in=(ProposalState.DRAFT, ProposalState.RETURNED))
    return own(user, MembershipRole.EDITOR, path="measure__") & prepared if user.is_authenticated else NOTHING


@rule(Proposal, "withdraw")
def take_back_proposal(user: Person) -> Q:
    """An editor takes back whatever is open; a member what it has prepared itself."""
    if not user.is_authenticated:
        return NOTHING
    mine = own(user, path="measure__") & Q(state=ProposalState.DRAFT, author=user.pk)
    return mine | own(user, MembershipRole.EDITOR, path="measure__") & Q(state__in=OPEN_STATES)


@rule(Measure, "submit")
def submit_measure(user: Person) -> Q:
    ready = Q(publication__in=UNRELEASED)
    if is_coordination_office(user):
        return ready
    return own(user, MembershipRole.EDITOR) & ready if user.is_authenticated else NOTHING


@rule(Measure, "take_back")
def take_back_measure(user: Person) -> Q:
    """Whoever may submit may take the submission back until the office has decided."""
    waiting = Q(publication=Publication.SUBMITTED)
    if is_coordination_office(user):
        return waiting
    return own(user, MembershipRole.EDITOR) & waiting if user.is_authenticated else NOTHING


@rule(Measure, "release", "return", "withdraw", "restore", "see_internal", "edit_many")
def decide_on_measure(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(FreshnessPolicy, "view")
def view_policy(user: Person) -> Q:
    return EVERYTHING if is_either_office(user) else NOTHING


@rule(FreshnessPolicy, "edit", "history", "restore")
def edit_policy(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(Measure, "delete")
def delete_measure(user: Person) -> Q:
    """What was never released may go; what the public has seen is withdrawn instead."""
    never_public = Q(publication__in=UNRELEASED, released_at=None)
    if is_coordination_office(user):
        return never_public
    return own(user, MembershipRole.EDITOR) & never_public if user.is_authenticated else NOTHING


@rule(Measure, "see_dialogue", "comment", "history")
def see_dialogue(user: Person) -> Q:
    if is_coordination_office(user):
        return EVERYTHING
    return own(user)


@rule(Comment, "view")
def view_comment(user: Person) -> Q:
    if is_coordination_office(user):
        return EVERYTHING
    return own(user, path="measure__") & Q(is_internal=False) if user.is_authenticated else NOTHING


@rule(Comment, "resolve")
def resolve_comment(user: Person) -> Q:
    return view_comment(user)


@rule(Attachment, "view")
def view_attachment(user: Person) -> Q:
    if is_either_office(user):
        return EVERYTHING
    public = Q(is_public=True, measure__publication=Publication.RELEASED)
    return public | own(user, path="measure__") if user.is_authenticated else public


@rule(Attachment, "delete")
def delete_attachment(user: Person) -> Q:
    if is_coordination_office(user):
        return EVERYTHING
    unreleased = Q(measure__publication__in=UNRELEASED)
    return own(user, path="measure__") & unreleased if user.is_authenticated else NOTHING


@rule(ReportingWindow, "view")
@rule(ReportingMail, "view")
def view_window(user: Person) -> Q:
    """Who is asked, and what became of the mails, is the offices' business."""
    return EVERYTHING if is_either_office(user) else NOTHING


@rule(ReportingWindow, "add", "run", "history")
def run_window(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(ReportingWindow, "edit", "delete")
def edit_window(user: Person) -> Q:
    """Once people were written to, what they were told stands."""
    return Q(opens_on=None) if is_coordination_office(user) else NOTHING


@rule(ReportingRequest, "view")
def view_request(user: Person) -> Q:
    if is_either_office(user):
        return EVERYTHING
    return own(user, path="measure__") if user.is_authenticated else NOTHING


@rule(ReportingRequest, "settle")
def settle_request(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING


@rule(ImportRun, "view", "add", "edit")
def read_spreadsheets(user: Person) -> Q:
    return EVERYTHING if is_coordination_office(user) else NOTHING
