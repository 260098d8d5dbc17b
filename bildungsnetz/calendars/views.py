"""The feed itself, open to whoever knows its address, and the page on which people keep theirs."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from bildungsnetz.access import get_permitted

from . import actions, topics
from .models import CalendarFeed
from .writing import ical


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, as far as its owner may know of things at this moment.

    Unknown, ended, of an account that is locked, of a topic its owner has no longer: all the same, nothing is there.
    """
    found = CalendarFeed.objects.with_token(token).select_related("user").first()
    title = topics.title_of(found.user, found.topic) if found else None
    if found is None or title is None:
        raise Http404
    content = ical(title, topics.events_of(found.user, found.topic, timezone.localdate()))
    etag = quote_etag(sha256(content).hexdigest())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="bildungsnetz.ics"'
    response["ETag"] = etag
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@cache_control(private=True, no_store=True)
def subscriptions(request: HttpRequest) -> HttpResponse:
    """One's own calendars with their addresses, and what else there is. ``topic`` in the address chooses one of it."""
    user: Any = request.user
    titles = dict(topics.offered(user))
    feeds = list(CalendarFeed.objects.permitted("view", user).filter(revoked_at=None))
    subscribed = {one.topic for one in feeds}
    context = {
        "feeds": [(one, titles.get(one.topic) or topics.title_of(user, one.topic)) for one in feeds],
        "offered": [(topic, title) for topic, title in titles.items() if topic not in subscribed],
        "chosen": request.GET.get("topic", ""),
    }
    return render(request, "calendars/subscriptions.html", context)


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    actions.subscribe(request.POST.get("topic", ""), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Der Kalender ist abonniert. Seine Adresse steht unten.")
    return redirect("calendars:subscriptions")


@require_POST
@transaction.atomic
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    actions.renew(own_feed(request, "renew", pk), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, "Der Kalender hat eine neue Adresse; die alte gilt nicht mehr.")
    return redirect("calendars:subscriptions")


@require_POST
@transaction.atomic
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    actions.revoke(own_feed(request, "revoke", pk), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, "Das Abonnement ist beendet; die Adresse gilt nicht mehr.")
    return redirect("calendars:subscriptions")


def own_feed(request: HttpRequest, action: str, pk: int) -> CalendarFeed:
    rows = CalendarFeed.objects.filter(revoked_at=None).select_for_update(of=("self",))
    found: CalendarFeed = get_permitted(rows, request.user, action, pk=pk)
    return found
