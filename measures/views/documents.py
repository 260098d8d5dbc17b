"""Documents of a measure: uploading, downloading, deleting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from bildungsnetz.access import get_permitted
from bildungsnetz.web.views import DeleteView
from measures import actions
from measures.forms.short import AttachmentForm
from measures.models import Attachment, Measure, Proposal


class AttachmentCreate(FormView):
    template_name = "forms/page.html"
    form_class = AttachmentForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.measure = get_permitted(Measure.objects.all(), request.user, "attach", serial=kwargs["serial"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        said = form.cleaned_data
        actions.add_attachment(
            self.measure,
            said["file"],
            by=self.request.user,  # type: ignore[arg-type]
            title=said["title"],
            is_public=said["is_public"],
        )
        messages.success(self.request, "Das Dokument ist gespeichert.")
        return redirect(self.measure)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Dokument hochladen",
            submit_label="Hochladen",
            cancel_url=self.measure.get_absolute_url(),
            back_label=str(self.measure),
            **context,
        )


@login_not_required
@require_safe
def download(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """The file, never shown in the page's own name: the browser stores it and believes the type it is told."""
    attachment = get_permitted(Attachment.objects.all(), request.user, pk=pk, measure__serial=serial)
    return as_download(attachment)


@require_safe
def download_proposed(request: HttpRequest, serial: int, pk: int) -> HttpResponse:
    """The file of a proposal, until accepting it makes it a document."""
    proposal = get_permitted(Proposal.objects.exclude(file=""), request.user, pk=pk, measure__serial=serial)
    return as_download(proposal)


def as_download(record: Any) -> HttpResponse:
    """A record with ``file``, ``file_name`` and ``content_type``, as a file to be stored."""
    try:
        with record.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404("the file is gone") from error
    return HttpResponse(
        content,
        content_type=record.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, record.file_name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


class AttachmentDelete(DeleteView):
    model = Attachment
    heading = "Dokument löschen"
    done_message = "Das Dokument ist gelöscht."

    def get_queryset(self) -> Any:
        return Attachment.objects.select_related("measure")

    def get_lookup(self) -> dict[str, Any]:
        return {"pk": self.kwargs["pk"], "measure__serial": self.kwargs["serial"]}

    def delete_object(self) -> None:
        actions.delete_attachment(self.object, by=self.request.user)  # type: ignore[arg-type]

    def get_cancel_url(self) -> str:
        return self.object.measure.get_absolute_url()

    get_success_url = get_cancel_url
