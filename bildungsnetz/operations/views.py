"""The health page. Monitoring reads the status code; only an operator reads why."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bildungsnetz.accounts.rules import is_operator

from .health import Finding, findings


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """„ok“ with 200 or „nicht ok“ with 503, as text or, with ``?format=json``, as JSON."""
    found = findings(timezone.now())
    well = all(finding.well for finding in found)
    shown = found if request.COOKIES and well_known_operator(request) else []
    status = 200 if well else 503
    if request.GET.get("format") == "json":
        details = [{"name": f.name, "ok": f.well, "detail": f.detail} for f in shown]
        return JsonResponse({"ok": well} | ({"findings": details} if shown else {}), status=status)
    text = "\n".join(["ok" if well else "nicht ok", *map(line, shown)])
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def well_known_operator(request: HttpRequest) -> bool:
    """Whether an operator asks; a session that cannot be read, for want of a database, is nobody's."""
    from django.db import DatabaseError

    try:
        return is_operator(request.user)
    except DatabaseError:
        return False


def line(finding: Finding) -> str:
    return f"{'ok' if finding.well else 'NICHT OK':9}{finding.name}: {finding.detail}"
