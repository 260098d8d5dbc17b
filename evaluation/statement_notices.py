"""Who is told about statements on a report, in their digest.

Statements are written signed in: only people with an account are told, for nobody else could follow the link.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bildungsnetz.accounts.models import User
from bildungsnetz.outbox.notices import NewNotice, in_batches, register_kind, source, tell, withdraw
from bildungsnetz.web.words import ahead
from evaluation.models import Answer, StatementRequest
from measures.models import MembershipRole
from measures.notices import office_addresses
from measures.people import Person, addressees

KIND = "statement"
SOON = timedelta(days=7)


def register() -> None:
    """The heading under which these lines stand in a digest."""
    register_kind(KIND, "Stellungnahmen zu Berichten", order=12, url="/meine-massnahmen/", in_holidays=True)


def with_account(people: Iterable[Person]) -> list[Person]:
    return [person for person in people if person.user_id]


def key_of(request: StatementRequest) -> str:
    return f"statement:{request.pk}"


def line(request: StatementRequest, key: str, text: str) -> dict[str, str]:
    return {
        "kind": KIND,
        "key": key,
        "text": text,
        "url": request.get_absolute_url(),
        "why": f"weil Sie für {request.actor} eingetragen sind",
        "scope": f"actor:{request.actor_id}",
    }


def asked(requests: list[StatementRequest]) -> None:
    """The people of each actor hear that they can read their part and say something to it."""
    people = addressees({request.actor_id for request in requests})
    for request in requests:
        text = (
            f"„{request.report}“ wird vorbereitet. Bitte lesen Sie, was darin über {request.actor} steht. Eine "
            f"Stellungnahme ist bis {request.due_on:%d.%m.%Y} möglich; sie wird unverändert abgedruckt."
        )
        addresses = [person.address for person in with_account(people[request.actor_id])]
        tell(addresses, **line(request, key_of(request), text))


def asked_back(request: StatementRequest) -> None:
    """The office has a question; the text stays the actor's."""
    people = with_account(addressees({request.actor_id})[request.actor_id])
    key = f"{key_of(request)}:question:{request.revision_no}"
    text = f"Rückfrage zu Ihrer Stellungnahme („{request.report}“): {request.question}"
    tell([person.address for person in people], **line(request, key, text))


def answered(request: StatementRequest, by: User) -> None:
    """The office hears that something was handed in; what was taken back and not told yet is over."""
    withdraw(f"{key_of(request)}:answered:{request.revision_no - 1}")
    if request.answer != Answer.SUBMITTED:
        return
    tell(
        [address for address in office_addresses() if address != by.email],
        kind=KIND,
        key=f"{key_of(request)}:answered:{request.revision_no}",
        text=f"{request.actor} hat eine Stellungnahme zu „{request.report}“ abgegeben.",
        url=request.get_absolute_url(),
        why="weil Sie im Bildungsbüro arbeiten",
    )


@source
def statements_due(today: date) -> Iterator[NewNotice]:
    """A week before the day, those who can hand in are reminded of what they have not said yet."""
    soon = StatementRequest.objects.open_on(today).pending().filter(due_on__lte=today + SOON)
    for batch in in_batches(soon.select_related("report", "actor")):
        people = addressees({request.actor_id for request in batch})
        for request in batch:
            members = with_account(people[request.actor_id])
            editors = [person for person in members if person.role == MembershipRole.EDITOR] or members
            until = ahead(request.due_on, today)
            text = f"Die Frist für eine Stellungnahme zu „{request.report}“ endet {until} ({request.due_on:%d.%m.%Y})."
            said = line(request, f"{key_of(request)}:due:{request.due_on}", text)
            yield from (NewNotice(address=person.address, **said) for person in editors)
