"""Other people's accounts, for the offices and the operator."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView

from bildungsnetz import access
from bildungsnetz.web.views import DetailView, ListView, Permitted, Saving, UpdateView

from . import actions
from .erasure import erase_user
from .forms import FilterForm, InviteForm, NameForm, RolesForm
from .invitations import brings
from .models import Invitation, User


class Keepers:
    """Pages for those who may invite; everybody else has a page of their own account."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            access.require(request.user, "add", Invitation)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class UserListView(Keepers, ListView):
    """Accounts, narrowed by ``role`` and ``state`` in the address."""

    model = User
    template_name = "accounts/user_list.html"
    context_object_name = "accounts"
    paginate_by = 50

    def get_queryset(self) -> Any:
        rows = super().get_queryset().not_erased()
        self.filter = FilterForm(self.request.GET)
        self.filter.is_valid()  # what it refuses does not narrow the list and is said above it
        wanted = self.filter.cleaned_data
        if wanted.get("role"):
            rows = rows.with_role(wanted["role"])
        if wanted.get("state"):
            rows = rows.filter(is_active=wanted["state"] == "active")
        return rows.order_by("display_name", "email", "pk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        invitations = Invitation.objects.permitted("view", self.request.user)
        context.update(
            filter=self.filter,
            open_invitations=invitations.open(timezone.now()).count(),
        )
        return super().get_context_data(**context)


class UserView(DetailView):
    model = User
    template_name = "accounts/user.html"
    context_object_name = "account"

    def get_queryset(self) -> Any:
        return User.objects.not_erased()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        account = self.object
        invitations = Invitation.objects.permitted("view", self.request.user).open(timezone.now())
        context.update(
            invitations=invitations.filter(email=account.email).with_allowed(self.request.user),
            has_second_factor=is_mfa_enabled(account),
            is_keeper=access.may(self.request.user, "add", Invitation),
        )
        return super().get_context_data(**context)


class UserUpdateView(UpdateView):
    model = User
    form_class = NameForm
    heading = "Konto bearbeiten"


class RolesView(Saving, Permitted, FormView):
    """The office roles of one account."""

    form_class = RolesForm
    action = "give_roles"
    heading = "Rollen vergeben"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.object = self.get_object(User.objects.not_erased())
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"roles": [role.value for role in self.object.roles]}

    def form_valid(self, form: RolesForm) -> HttpResponse:
        try:
            actions.set_roles(self.object, roles=form.cleaned_data["roles"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error("roles", error)
            return self.form_invalid(form)
        messages.success(self.request, self.done_message)
        return redirect(self.object)


class InviteView(Keepers, Saving, FormView):
    form_class = InviteForm
    heading = "Person einladen"
    submit_label = "Einladung senden"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            invitation = actions.invite(**form.cleaned_data, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"Die Einladung an {invitation.email} ist unterwegs.")
        return redirect("accounts:invitation_list")

    def get_cancel_url(self) -> str:
        return reverse("accounts:user_list")

    def get_back_label(self) -> str:
        return "Konten"


class InvitationListView(Keepers, ListView):
    model = Invitation
    template_name = "accounts/invitation_list.html"
    context_object_name = "invitations"
    paginate_by = 50

    def get_queryset(self) -> Any:
        rows = super().get_queryset().with_allowed(self.request.user)
        return rows.select_related("invited_by", "user").prefetch_related(*brings).order_by("-created_at", "-pk")


def act(request: HttpRequest, done: str, action: Any, subject: Any) -> None:
    """Calls ``action`` and leaves a message: what was done, or why it was not."""
    try:
        action(subject, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = access.get_permitted(Invitation.objects.all(), request.user, "revoke", pk=pk)
    act(
        request,
        "Die Einladung gilt wieder 14 Tage und ist noch einmal unterwegs.",
        actions.renew_invitation,
        invitation,
    )
    return redirect("accounts:invitation_list")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = access.get_permitted(Invitation.objects.all(), request.user, "revoke", pk=pk)
    act(request, "Die Einladung ist zurückgezogen.", actions.revoke_invitation, invitation)
    return redirect("accounts:invitation_list")


def account_for(request: HttpRequest, action: str, pk: int) -> User:
    return access.get_permitted(User.objects.not_erased(), request.user, action, pk=pk)


@require_POST
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_for(request, "disable", pk)
    act(request, "Das Konto ist gesperrt.", actions.disable_user, account)
    return redirect(account)


@require_POST
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_for(request, "disable", pk)
    act(request, "Das Konto ist entsperrt.", actions.enable_user, account)
    return redirect(account)


@require_POST
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_for(request, "reset_second_factor", pk)
    act(request, "Der zweite Faktor ist zurückgesetzt.", actions.reset_second_factor, account)
    return redirect(account)


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_for(request, "erase", pk)
    if account == request.user:
        return redirect("accounts:erase_own")
    if request.method == "POST":
        act(request, "Das Konto ist gelöscht.", erase_user, account)
        return redirect("accounts:user_list")
    context = {"account": account, "cancel_url": account.get_absolute_url(), "back_label": str(account)}
    return render(request, "accounts/erase.html", context)
