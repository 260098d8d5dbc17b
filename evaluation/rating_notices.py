"""What the people of an actor are told about their rating sheets, in their digest."""

from bildungsnetz.accounts.models import User
from bildungsnetz.outbox.notices import register_kind, tell
from measures.people import addressees

from .models import RatingSheet

REOPENED = "sheet_reopened"


def register() -> None:
    register_kind(REOPENED, "Bewertungen", order=12, url="/meine-massnahmen/")


def reopened(sheet: RatingSheet, by: User) -> None:
    """A sheet can be changed again, and why; by link or account, everybody who may rate hears of it."""
    actor = sheet.respondent
    if actor is None:
        return
    measure = sheet.rated.measure
    tell(
        [person.address for person in addressees([actor.pk])[actor.pk] if person.address != by.email],
        kind=REOPENED,
        key=f"sheet:{sheet.pk}:{sheet.revision_no}",
        text=f"Ihr Bewertungsbogen zu {measure.number} „{measure.title}“ ist wieder geöffnet: {sheet.reopen_note}",
        url=sheet.get_absolute_url(),
        why=f"weil Sie für {actor} eingetragen sind",
        scope=f"actor:{actor.pk}",
    )
