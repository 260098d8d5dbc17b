"""What the actors do about the goals."""

from .actor import (
    Actor,
    ActorAlias,
    ActorKind,
    Contact,
    InvitedMembership,
    Membership,
    MembershipRole,
    SchoolType,
)
from .imports import ImportRow, ImportRun, ImportState, LearnedHead, LearnedValue, Outcome, RunKind
from .measure import STATUS_DEFINITIONS, STATUSES_WITH_REASON, Measure, Publication, Status, measure_number
from .parts import (
    Attachment,
    BudgetLine,
    BudgetPlan,
    Comment,
    FundingItem,
    FundingKind,
    Milestone,
    Participation,
    ProgressNote,
)
from .policy import FreshnessPolicy
from .proposal import DECIDED_STATES, OPEN_STATES, Proposal, ProposalKind, ProposalState
from .tally import ConfirmationTally, MeasureTally
from .vocabulary import District, EducationStage, StageTransition, TargetGroup
from .window import AnswerWay, ReportingMail, ReportingMailKind, ReportingRequest, ReportingWindow, open_on

__all__ = [
    "DECIDED_STATES",
    "OPEN_STATES",
    "STATUSES_WITH_REASON",
    "STATUS_DEFINITIONS",
    "Actor",
    "ActorAlias",
    "ActorKind",
    "AnswerWay",
    "Attachment",
    "BudgetLine",
    "BudgetPlan",
    "Comment",
    "ConfirmationTally",
    "Contact",
    "District",
    "EducationStage",
    "FreshnessPolicy",
    "FundingItem",
    "FundingKind",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "InvitedMembership",
    "LearnedHead",
    "LearnedValue",
    "Measure",
    "MeasureTally",
    "Membership",
    "MembershipRole",
    "Milestone",
    "Outcome",
    "Participation",
    "ProgressNote",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Publication",
    "ReportingMail",
    "ReportingMailKind",
    "ReportingRequest",
    "ReportingWindow",
    "RunKind",
    "SchoolType",
    "StageTransition",
    "Status",
    "TargetGroup",
    "measure_number",
    "open_on",
]
