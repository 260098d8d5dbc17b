"""Where our rules differ from allauth's own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from bildungsnetz.web.navigation import start_page


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only, and mails look like all our mails."""

    def is_open_for_signup(self, request) -> bool:  # type: ignore[no-untyped-def]
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return start_page(request)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Example accounts have a password that everybody knows: they open a demonstration and nothing else."""
        if user.is_demo and not settings.DEMO:
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)

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


class MFAAdapter(DefaultMFAAdapter):
    """Who must have a second factor cannot switch it off; an operator resets a lost one."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        demanded = settings.SECOND_FACTOR_REQUIRED and authenticator.user.is_office
        return not demanded or authenticator.type == Authenticator.Type.RECOVERY_CODES
