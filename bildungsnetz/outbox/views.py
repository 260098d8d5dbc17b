"""The outbox for those who look after it: which mails went, which did not and why, which addresses are dead."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from bildungsnetz import access
from bildungsnetz.web.views import ListView

from . import actions
from .forms import MarkForm, StateForm
from .models import MailStatus, OutgoingMail, Recipient, ReminderRun

ORDER = (MailStatus.FAILED, MailStatus.QUEUED, MailStatus.SENDING, MailStatus.SENT)  # trouble first


class Watched:
    """Pages for those who may see the whole outbox."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            access.require(request.user, "view", OutgoingMail)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class MailListView(Watched, ListView):
    """Mails in one ``state``; without one those that could not be delivered."""

    model = OutgoingMail
    template_name = "outbox/mail_list.html"
    context_object_name = "mails"
    paginate_by = 50

    def get_queryset(self) -> Any:
        form = StateForm(self.request.GET)
        self.state = (form.is_valid() and form.cleaned_data["state"]) or MailStatus.FAILED.value
        rows = super().get_queryset().filter(status=self.state).defer("text", "html", "headers")
        return rows.with_allowed(self.request.user).order_by("-queued_at", "-pk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = OutgoingMail.objects.permitted("view", self.request.user)
        context.update(
            tabs=tabs_of(rows, self.state),
            state=self.state,
            shows_subject=access.may(self.request.user, "subject", OutgoingMail),
            unreachable=Recipient.objects.permitted("view", self.request.user).bounced().count(),
            run=ReminderRun.objects.first(),
        )
        return super().get_context_data(**context)


def tabs_of(rows: QuerySet, current: str) -> list[dict[str, Any]]:
    """One tab per state, each with its number."""
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    return [
        {
            "label": f"{state.label[0].upper()}{state.label[1:]} ({counts.get(state.value, 0)})",
            "url": f"{reverse('outbox:mail_list')}?state={state.value}",
            "current": state == current,
        }
        for state in ORDER
    ]


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.get_permitted(OutgoingMail.objects.all(), request.user, "retry", pk=pk)
    actions.retry_now(mail, by=request.user, now=timezone.now())
    messages.success(request, "Die Mail wird jetzt noch einmal versucht.")
    return redirect(f"{reverse('outbox:mail_list')}?state={MailStatus.QUEUED.value}")


class AddressesView(Watched, FormView):
    """Addresses that nobody reads, and a form to note one."""

    form_class = MarkForm
    template_name = "outbox/addresses.html"

    def form_valid(self, form: MarkForm) -> HttpResponse:
        recipient = actions.mark_bounced(**form.cleaned_data, by=self.request.user, now=timezone.now())
        messages.success(self.request, f"{recipient} ist als nicht erreichbar vermerkt.")
        return redirect("outbox:addresses")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = Recipient.objects.permitted("view", self.request.user).bounced()
        context.update(recipients=rows.order_by("-bounced_at", "address")[:200])
        return super().get_context_data(**context)


@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = access.get_permitted(Recipient.objects.all(), request.user, "clear", pk=pk)
    actions.clear_bounce(recipient, by=request.user)
    messages.success(request, f"An {recipient} wird wieder geschrieben.")
    return redirect("outbox:addresses")
