"""Answering a Sachstandsabfrage from a mail or a letter. The signature in the link is the proof: no session, no cookie.

GET and HEAD use nothing up and note nothing, because mail scanners open links; only POST does.
"""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from measures import actions, links
from measures.forms.answer import AnswerForm
from measures.links import Link, Unusable

from .signed import EXAMPLE, behind_signature

MOST_IN_AN_HOUR = 30


def found(token: str) -> Link:
    if token == EXAMPLE:
        raise Unusable("Dieser Link stammt aus einer Vorschau oder Testmail. Er führt zu keiner Maßnahme.", status=404)
    return links.read(token, timezone.localdate())


signed = behind_signature(found)


def refuse_hurry(link: Link) -> None:
    """Nobody needs to answer one question thirty times in an hour."""
    key = f"answer-{link.request.pk}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > MOST_IN_AN_HOUR:
        raise Unusable("Das waren sehr viele Antworten. Bitte versuchen Sie es in einer Stunde noch einmal.", 429)


@require_http_methods(["GET", "HEAD", "POST"])
@signed
def answer(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """The question with what is known so far; POST hands the answer in."""
    today = timezone.localdate()
    earlier = link.waiting
    if request.method != "POST":
        form = AnswerForm(measure=link.measure, today=today, initial=said_before(earlier))
        return page_of(request, token, link, form)
    refuse_hurry(link)
    form = AnswerForm(request.POST, request.FILES, measure=link.measure, today=today)
    if not form.is_valid():
        return page_of(request, token, link, form, status=422)
    try:
        said = form.cleaned_data
        actions.answer_by_link(
            link, changes=form.changes, upload=said["file"], seen=said["seen"], today=today, now=timezone.now()
        )
    except actions.SomebodyAnswered:
        link = found(token)
        typed = request.POST.copy()
        typed["seen"] = link.seen
        again = AnswerForm(typed, measure=link.measure, today=today)
        return page_of(request, token, link, again, superseded=True, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return page_of(request, token, link, form, status=422)
    return redirect("measures:answer_sent", token)


def said_before(earlier: Any) -> dict[str, str]:
    """What somebody answered already, to be mended."""
    report = earlier.report if earlier else {}
    return {name: report[name] for name in ("answer", "text", "help") if report.get(name)}


def page_of(request: HttpRequest, token: str, link: Link, form: AnswerForm, *, status: int = 200, **more: Any) -> Any:
    if not form.is_bound:
        form.initial["seen"] = link.seen
    context = {
        "link": link,
        "token": token,
        "measure": link.measure,
        "window": link.request.window,
        "note": link.measure.progress_notes.first(),
        "earlier": link.waiting,
        "form": form,
        **more,
    }
    return render(request, "measures/answer.html", context, status=status)


@require_safe
@signed
def answer_sent(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """Thanks: what was sent, what happens next, and the next measure of the same person."""
    if link.waiting is None:
        return redirect("measures:answer", token)
    others = links.others(link)
    following = others[0] if others else None
    context = {
        "measure": link.measure,
        "window": link.request.window,
        "token": token,
        "proposal": link.waiting,
        "following": following,
        "following_token": link.token_for(following) if following else "",
        "left": len(others),
    }
    return render(request, "measures/answer_sent.html", context)


@require_POST
@signed
def answer_opened(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """Sent by the page once somebody touches it."""
    actions.mark_opened(link.request, now=timezone.now())
    return HttpResponse(status=204)
