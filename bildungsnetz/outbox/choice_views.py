"""What somebody wants to be told by mail: under the link of a mail, without an account, and on one's own account."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import actions
from .choices import UnreadableLink, choices_of, read_token
from .models import ALL_KINDS
from .notices import kinds

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058: what a mail program posts


@login_not_required
@csrf_exempt  # the signature in the address is the proof; mail programs have no cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST stops and resumes. A mail program that posts its one click stops everything."""
    try:
        address = read_token(token)
    except UnreadableLink:
        return render(request, "outbox/choices_unreadable.html", status=404)
    if request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        actions.stop(address)
    elif request.method == "POST":
        return redirect(f"{request.path}{choose(address, request.POST)}")
    found = choices_of(address, asked=request.GET.get("kind", ""))
    asked = found.of(request.GET.get("kind", ""))
    return render(request, "outbox/choices.html", {"choices": found, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
def own_choices(request: HttpRequest) -> HttpResponse:
    """The same for the person signed in."""
    if request.method == "POST":
        choose(request.user.email, request.POST)  # type: ignore[union-attr]
        return redirect("outbox:own_choices")
    return render(request, "outbox/own_choices.html", {"choices": choices_of(request.user.email)})  # type: ignore[union-attr]


def choose(address: str, data: QueryDict) -> str:
    """Does what was pressed: ``stop`` or ``resume`` with a kind or ALL_KINDS. Returns the query that shows it."""
    for verb, action in (("stop", actions.stop), ("resume", actions.resume)):
        kind = data.get(verb)
        if kind == ALL_KINDS or kind in {one.key for one in kinds()}:
            action(address, kind)
            return "" if kind == ALL_KINDS else f"?{urlencode({'kind': kind})}"
    raise BadRequest("neither stop nor resume of a known kind")
