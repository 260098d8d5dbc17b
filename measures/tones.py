"""How states look: the tone of each (see ``bildungsnetz.web.colours.TONES``)."""

from .freshness import Freshness
from .models import ProposalState, Publication, Status

STATUS_TONES = {
    Status.PLANNED: "planned",
    Status.ON_TRACK: "good",
    Status.AT_RISK: "watch",
    Status.DELAYED: "late",
    Status.PAUSED: "paused",
    Status.DONE: "done",
    Status.CANCELLED: "off",
}
PUBLICATION_TONES = {
    Publication.DRAFT: "planned",
    Publication.SUBMITTED: "info",
    Publication.RETURNED: "watch",
    Publication.RELEASED: "done",
    Publication.WITHDRAWN: "off",
}
FRESHNESS_TONES = {
    Freshness.CURRENT: "done",
    Freshness.DUE: "watch",
    Freshness.STALE: "late",
    Freshness.NONE: "off",
}
PROPOSAL_TONES = {
    ProposalState.DRAFT: "planned",
    ProposalState.WAITING: "info",
    ProposalState.RETURNED: "watch",
    ProposalState.ACCEPTED: "done",
    ProposalState.WITHDRAWN: "off",
}
