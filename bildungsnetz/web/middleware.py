"""What holds for every request: no unreadable characters in addresses, a second factor where it is demanded."""

from collections.abc import Callable
from typing import Any, TypeAlias

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .text import UNREADABLE

Next: TypeAlias = Callable[[HttpRequest], HttpResponse]

LONGEST_QUERY = 8000


class ReadableInput:
    """Answers 400 where an address holds what one database would store and the other refuse.

    What is typed into forms is theirs to refuse, with a message at the field. A cookie that cannot be read is as good
    as none.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if UNREADABLE.search(request.path_info) or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            raise BadRequest("unreadable address")
        for key, values in request.GET.lists():
            if any(UNREADABLE.search(text) for text in (key, *values)):
                raise BadRequest("unreadable query")
        for name in [name for name, value in request.COOKIES.items() if UNREADABLE.search(value)]:
            del request.COOKIES[name]
        return self.get_response(request)


# What somebody without a second factor may still open: setting one up, proving who they are, and leaving.
WITHOUT_SECOND_FACTOR = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "account_reauthenticate",
    "account_logout",
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "web:impressum",
    "web:datenschutz",
    "web:barrierefreiheit",
    "operations:health",
}
KNOWN = "second_factor"  # session key: this person has one; spares a query per request


class SecondFactor:
    """Leads people of the offices to their second factor before anything else, where the settings demand it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.SECOND_FACTOR_REQUIRED or (match is not None and match.view_name in WITHOUT_SECOND_FACTOR):
            return None
        if not request.user.is_authenticated or not request.user.is_office or request.session.get(KNOWN):
            return None
        if is_mfa_enabled(request.user):
            request.session[KNOWN] = True
            return None
        messages.info(request, "Ihre Rolle verlangt einen zweiten Faktor. Bitte richten Sie ihn jetzt ein.")
        return redirect("mfa_activate_totp")
