"""What the joint evaluation knows about somebody with an account: handed out on request, forgotten with the account."""

from typing import Any

from django.db.models import Q

from bildungsnetz.accounts import personal_data
from bildungsnetz.accounts.models import User

from .models import RatingMail, RatingSheet, Statement


def register() -> None:
    personal_data.register("Stellungnahmen zu Berichten", export=statements)
    personal_data.register("Bewertungsbögen", export=sheets, erase=forget_sender)
    personal_data.register("Mails zu Bewertungsrunden", export=rating_mails, erase=forget_rating_mails)


def sheets(user: User) -> list[dict[str, Any]]:
    """The sheets that somebody wrote last, with an account or, before there was one, by a link."""
    rows = RatingSheet.objects.with_parts().filter(Q(author=user) | Q(address__iexact=user.email))
    return [
        {
            "Runde": row.rated.round.title,
            "Maßnahme": row.rated.measure.number,
            "Stimme": row.speaker,
            "Stand": row.get_state_display(),
            "zuletzt gespeichert": row.saved_at,
            "Texte": [text for text in (row.worked, row.did_not_work, row.needs, row.for_report) if text],
            "Bewertungen": [
                {"Kriterium": str(one.criterion), "Bewertung": one.value, "Begründung": one.rationale}
                for one in row.assessments.all()
            ],
        }
        for row in rows.prefetch_related("assessments__criterion__criterion").order_by("pk")
    ]


def forget_sender(user: User) -> None:
    """What was rated stays the actor's; from whom it came by a link goes, in the history too."""
    ids = list(RatingSheet.objects.filter(address__iexact=user.email).values_list("pk", flat=True))
    RatingSheet.objects.filter(pk__in=ids).update(sender="", address="")
    RatingSheet.history.filter(address__iexact=user.email).update(sender="", address="")


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
