"""What all pages behind a signed link share: the signature is the proof; no session, no cookie, no CSRF token."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from measures.links import Unusable
from measures.uploads import LARGEST

LARGEST_REQUEST = LARGEST + 256 * 1024  # one file and what is typed beside it
EXAMPLE = "beispiel"
TOO_LARGE = 413

View = Callable[..., HttpResponse]


def behind_signature(found: Callable[[str], Any]) -> Callable[[View], View]:
    """Makes a decorator of ``found``, which turns a token into a link: ``view`` gets the request, the token and the
    link, or a page says why there is none. Search engines and other sites learn nothing of its address."""

    def signed(view: View) -> View:
        @login_not_required
        @csrf_exempt
        @never_cache
        @wraps(view)
        def page(request: HttpRequest, token: str, **placeholders: Any) -> HttpResponse:
            try:
                refuse_flood(request)
                response = view(request, token, found(token), **placeholders)
            except Unusable as reason:
                context = {"reason": reason, "typed": typed(request) if reason.status != TOO_LARGE else []}
                response = render(request, "measures/answer_unusable.html", context, status=reason.status)
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return page

    return signed


def typed(request: HttpRequest) -> list[str]:
    """The sentences that were sent, so that nobody loses them with the link."""
    return [str(text) for text in request.POST.values() if " " in str(text)]


def refuse_flood(request: HttpRequest) -> None:
    """What is larger than any answer is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and int(length if length.isdecimal() else 0) > LARGEST_REQUEST:
        raise Unusable("Das ist zu groß. Eine Datei darf höchstens 10 MB haben.", status=TOO_LARGE)
