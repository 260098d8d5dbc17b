"""What the joint evaluation knows about somebody with an account: handed out on request, forgotten with the account."""

from typing import Any

from bildungsnetz.accounts import personal_data
from bildungsnetz.accounts.models import User

from .models import RatingMail, Statement


def register() -> None:
    personal_data.register("Stellungnahmen zu Berichten", export=statements)
    personal_data.register("Mails zu Bewertungsrunden", export=rating_mails, erase=forget_rating_mails)


def rating_mails(user: User) -> list[dict[str, Any]]:
    rows = RatingMail.objects.filter(address__iexact=user.email).select_related("round")
    return [
        {"Runde": row.round.title, "Art": row.get_kind_display(), "Tag": row.day, "zurückgehalten": row.held_because}
        for row in rows
    ]


def forget_rating_mails(user: User) -> None:
    """What was sent goes with the address; the links in it open nothing any more."""
    RatingMail.objects.filter(address__iexact=user.email).delete()


def statements(user: User) -> list[dict[str, Any]]:
    """What somebody handed in for an actor. The words stay the actor's; the name goes with the account."""
    rows = Statement.objects.filter(request__author=user).select_related("request__report", "request__actor", "measure")
    return [
        {
            "Bericht": row.request.report.title,
            "Akteur": row.request.actor.name,
            "Maßnahme": row.measure.number if row.measure else "",
            "abgegeben am": row.request.answered_at,
            "Text": row.text,
        }
        for row in rows
    ]
