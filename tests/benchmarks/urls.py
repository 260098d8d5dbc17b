"""The site's addresses and the floor: a bare page of as many bytes, behind the same middleware, session and user."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest, size: int) -> HttpResponse:
    request.user.is_authenticated  # noqa: B018  asks for session and user, as every page does
    return HttpResponse(b"x" * size)


urlpatterns = [path("bare/<int:size>/", bare), path("", include("bildungsnetz.urls"))]
