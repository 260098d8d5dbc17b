"""What the office and the actors are told by mail. Sending stores the mail in the outbox, in the same transaction."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from bildungsnetz.accounts.models import User
from measures.models import Measure, MembershipRole

SUBJECTS = {
    "submitted": "Zur Prüfung eingereicht: {number} {title}",
    "returned": "Bitte überarbeiten: {number} {title}",
    "released": "Freigegeben: {number} {title}",
    "withdrawn": "Veröffentlichung zurückgezogen: {number} {title}",
    "comment": "Neue Nachricht zu {number} {title}",
}


def to_office(measure: Measure, event: str, by: User, **context: object) -> None:
    """Writes to everybody in the Bildungsbüro but the person who acted."""
    send(measure, event, User.objects.active().filter(coordination_office=True).exclude(pk=by.pk), context)


def to_editors(measure: Measure, event: str, by: User, **context: object) -> None:
    """Writes to the Redaktion of the lead actor but the person who acted."""
    editors = User.objects.active().filter(memberships__actor=measure.lead, memberships__role=MembershipRole.EDITOR)
    send(measure, event, editors.exclude(pk=by.pk), context)


def send(measure: Measure, event: str, people: Iterable[User], context: dict[str, object]) -> None:
    """One mail a person, so that nobody learns the others' addresses."""
    subject = SUBJECTS[event].format(number=measure.number, title=" ".join(measure.title.split()))
    told = {
        "measure": measure,
        "address": f"{settings.SITE_URL}{measure.get_absolute_url()}",
        "subject": subject,
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        **context,
    }
    text = render_to_string(f"emails/measure_{event}.txt", told)
    html = render_to_string(f"emails/measure_{event}.html", told)
    for person in people:
        send_mail(subject, text, None, [person.email], html_message=html)
