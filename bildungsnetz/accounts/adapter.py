from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only, and mails look like all our mails."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """allauth writes text; the same text in our frame is the HTML beside it."""
        mail: Any = super().render_mail(template_prefix, email, context, headers)
        frame = {
            "text": mail.body,
            "subject": mail.subject,
            "SITE_NAME": settings.SITE_NAME,
            "SITE_URL": settings.SITE_URL,
        }
        mail.attach_alternative(render_to_string("emails/plain.html", frame), "text/html")
        return mail
