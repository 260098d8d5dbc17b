"""What actors and measures know about somebody with an account: handed out on request, forgotten with the account."""

from typing import Any

from django.db.models import Q, QuerySet

from bildungsnetz.accounts import personal_data
from bildungsnetz.accounts.models import User

from .models import Comment, Contact, Proposal, ReportingMail


def register() -> None:
    personal_data.register("Mitgliedschaften", export=memberships, erase=leave_actors)
    personal_data.register("Ansprechperson", export=contact_entries, erase=forget_contacts)
    personal_data.register("Sachstände", export=progress_notes)
    personal_data.register("Nachrichten im Dialog", export=comments)
    personal_data.register("Vorschläge", export=proposals, erase=forget_sender)
    personal_data.register("Mails zu Sachstandsabfragen", export=reporting_mails, erase=forget_reporting_mails)
    personal_data.register("Angelegte Maßnahmen", export=measures)


def memberships(user: User) -> list[dict[str, Any]]:
    rows = user.memberships.select_related("actor")
    return [{"Akteur": row.actor.name, "Rolle": row.get_role_display()} for row in rows]


def leave_actors(user: User) -> None:
    for membership in user.memberships.all():
        membership.delete()


def contacts_of(user: User) -> QuerySet:
    """Entries that are linked to the account or carry its address."""
    return Contact.objects.filter(Q(user=user) | Q(email__iexact=user.email))


def contact_entries(user: User) -> list[dict[str, Any]]:
    return [
        {"Akteur": row.actor.name, "Name": row.name, "E-Mail-Adresse": row.email, "Telefon": row.phone}
        for row in contacts_of(user).select_related("actor")
    ]


def forget_contacts(user: User) -> None:
    """Deletes the entries and takes what they said out of the history."""
    ids = list(contacts_of(user).values_list("pk", flat=True))
    for contact in Contact.objects.filter(pk__in=ids):
        contact.delete()
    Contact.history.filter(id__in=ids).update(name="gelöscht", email="", phone="")


def progress_notes(user: User) -> list[dict[str, Any]]:
    rows = user.progress_notes.select_related("measure")
    return [{"Maßnahme": row.measure.number, "Datum": row.reported_on, "Text": row.text} for row in rows]


def comments(user: User) -> list[dict[str, Any]]:
    rows = user.comments.select_related("measure")
    return [{"Maßnahme": row.measure.number, "Zeitpunkt": row.written_at, "Text": row.text} for row in rows]


def proposals_of(user: User) -> QuerySet:
    """Those of the account, and those that came from its address before there was one."""
    return Proposal.objects.filter(Q(author=user) | Q(address__iexact=user.email))


def proposals(user: User) -> list[dict[str, Any]]:
    return [
        {
            "Maßnahme": row.measure.number,
            "Art": row.what,
            "vorgelegt am": row.submitted_at,
            "Stand": row.get_state_display(),
            "Inhalt": row.changes,
            "Nachricht": row.message,
        }
        for row in proposals_of(user).select_related("measure")
    ]


def forget_sender(user: User) -> None:
    """What was proposed stays; from whom goes, in the messages made of it and in the history too."""
    for proposal in Proposal.objects.filter(address__iexact=user.email):
        comments = Comment.objects.filter(measure=proposal.measure_id, sender=proposal.sender).exclude(sender="")
        ids = list(comments.values_list("pk", flat=True))
        for comment in comments:
            comment.sender = ""
            comment.save()
        Comment.history.filter(id__in=ids).update(sender="")
        proposal.sender = proposal.address = ""
        proposal.save()
        Proposal.history.filter(id=proposal.pk).update(sender="", address="")


def reporting_mails(user: User) -> list[dict[str, Any]]:
    rows = ReportingMail.objects.filter(address__iexact=user.email).select_related("window")
    return [
        {"Abfrage": row.window.title, "Art": row.get_kind_display(), "Tag": row.day, "zurückgehalten": row.held_because}
        for row in rows
    ]


def forget_reporting_mails(user: User) -> None:
    """What was sent goes with the address; the links in it open nothing any more."""
    ReportingMail.objects.filter(address__iexact=user.email).delete()


def measures(user: User) -> list[str]:
    return [f"{measure.number} {measure.title}" for measure in user.measures_created.all()]
