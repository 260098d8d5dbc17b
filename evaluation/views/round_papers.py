"""Papers of a round as PDF: at once where they are short, by a worker where they are long."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from bildungsnetz.access import get_permitted
from bildungsnetz.operations import jobs
from bildungsnetz.web.views import person
from evaluation import round_papers
from evaluation.models import EvaluationRound, Reflection, RoundPaper
from evaluation.round_papers import TITLES, Wanted, file_name
from evaluation.rules.rounds import REVEALED

Numbers = tuple[int | None, int | None]


@require_safe
def paper(request: HttpRequest, serial: int, kind: str) -> HttpResponse:
    """Agenda or worksheets, of the whole round or of one goal."""
    found = get_permitted(EvaluationRound.objects.all(), request.user, "view", serial=serial)
    goal, limit = numbers(request)
    return answer(request, found, Wanted(kind, found.pk, goal=goal, gap_from=limit))


@require_safe
def protocol(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    rows = Reflection.objects.select_related("round")
    session = get_permitted(rows, request.user, "view", round__serial=serial, pk=pk)
    return answer(request, session.round, Wanted("protocol", session.round_id, session=session.pk))


@require_safe
def stored(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """A long paper that a worker has made."""
    rows = RoundPaper.objects.all()
    found = get_permitted(rows, request.user, "view", round__serial=serial, pk=pk)
    return as_pdf(bytes(found.pdf), found.file_name)


def numbers(request: HttpRequest) -> Numbers:
    """Goal and limit from the address; what is no small number counts as not given."""
    typed = (request.GET.get(name, "") for name in ("goal", "limit"))
    goal, limit = (int(one) if one.isascii() and one.isdigit() and len(one) < 5 else None for one in typed)
    return goal or None, limit if limit in range(1, 5) else None


def answer(request: HttpRequest, evaluation_round: EvaluationRound, wanted: Wanted) -> HttpResponse:
    """The paper, or the page of the job that makes it. Before the voices are revealed there is none."""
    if evaluation_round.state not in REVEALED:
        raise Http404("the voices are not revealed yet")
    if round_papers.size(wanted) > round_papers.DIRECTLY:
        title = f"{TITLES[wanted.kind]}: {evaluation_round.title}"[:200]
        started = jobs.start("round_paper", title, wanted.arguments, by=person(request))
        return redirect(started.get_absolute_url())
    return as_pdf(round_papers.render(wanted, timezone.now()), file_name(wanted, evaluation_round))


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
