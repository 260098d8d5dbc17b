"""Mails about accounts: one template for the text, one for the HTML, the subject in its first line."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .invitations import account_of, link_to
from .models import Invitation


def send(name: str, to: str, context: dict[str, Any]) -> None:
    """Queues ``emails/<name>.txt`` (first line: the subject) with ``emails/<name>.html`` beside it."""
    context = {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL, **context}
    subject, _, text = render_to_string(f"emails/{name}.txt", context).lstrip().partition("\n")
    mail = EmailMultiAlternatives(subject.strip(), text.lstrip(), to=[to])
    mail.attach_alternative(render_to_string(f"emails/{name}.html", {"subject": subject, **context}), "text/html")
    mail.send()


def send_invitation(invitation: Invitation) -> None:
    """The link, in words that fit a newcomer or somebody who has an account already."""
    context = {
        "invitation": invitation,
        "has_account": account_of(invitation) is not None,
        "link": link_to(invitation),
    }
    send("invitation", invitation.email, context)
