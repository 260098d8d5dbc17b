"""The page somebody waits on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from bildungsnetz.access import get_permitted

from . import jobs
from .models import Job, JobStatus


@never_cache
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the job is. With ``?wait=1``, as the page itself asks while it waits, the result follows by itself."""
    found = get_permitted(Job.objects.all(), request.user, pk=pk)
    if "wait" in request.GET and found.status == JobStatus.DONE and found.result_url:
        return HttpResponseClientRedirect(found.result_url) if request.htmx else redirect(found.result_url)  # type: ignore[attr-defined]
    template = "operations/job_state.html" if request.htmx else "operations/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": found})


@require_POST
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_permitted(Job.objects.all(), request.user, "cancel", pk=pk)
    return redirect(jobs.cancel(found, by=request.user))  # type: ignore[arg-type]
