"""Answering an invitation. The signature in the link is the proof: no session, no cookie, and GET uses nothing up."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bildungsnetz.web.navigation import start_page

from . import actions
from .forms import AcceptForm
from .invitations import Unusable, account_of, read_token
from .models import Invitation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what a link offers; POST accepts it."""
    try:
        found = read_token(token)
        response = answer(request, found) if request.method == "POST" else offer(request, found)
    except Unusable as reason:
        response = render(request, "accounts/invitation_unusable.html", {"reason": reason}, status=reason.status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def offer(request: HttpRequest, found: Invitation, form: AcceptForm | None = None) -> HttpResponse:
    account = account_of(found)
    if form is None and account is None:
        form = AcceptForm(email=found.email, initial={"display_name": found.display_name})
    context = {"invitation": found, "account": account, "form": form}
    return render(request, "accounts/invitation.html", context, status=422 if form and form.errors else 200)


def answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    if account_of(found):
        actions.accept_invitation(found)
        messages.success(request, "Ihr Konto hat jetzt die neuen Rechte.")
        return redirect(start_page(request) if request.user.is_authenticated else "account_login")
    form = AcceptForm(request.POST, email=found.email)
    if not form.is_valid():
        return offer(request, found, form)
    acceptance = actions.accept_invitation(found, **form.cleaned_data)
    if acceptance.is_new:
        login(request, acceptance.user, backend=BACKEND)
        record_authentication(request, acceptance.user, method="invitation", reauthenticated=True)
        messages.success(request, "Willkommen! Ihr Konto ist eingerichtet.")
    return redirect(start_page(request))
