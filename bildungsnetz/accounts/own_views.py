"""One's own account: name, the ways to sign in, one's data, and the way out."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bildungsnetz.web.views import UpdateView

from .erasure import erase_user
from .forms import NameForm
from .models import User
from .personal_data import export_of


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    context = {"account": request.user, "has_second_factor": is_mfa_enabled(request.user)}
    return render(request, "accounts/profile.html", context)


class NameView(UpdateView):
    """Changes one's own display name."""

    model = User
    form_class = NameForm
    action = "view"
    heading = "Anzeigename ändern"

    def get_lookup(self) -> dict[str, object]:
        return {"pk": self.request.user.pk}

    def get_success_url(self) -> str:
        return reverse("accounts:profile")

    def get_context_data(self, **context: object) -> dict[str, object]:
        context.update(cancel_url=reverse("accounts:profile"), back_label="Mein Konto")
        return super().get_context_data(**context)


@never_cache
@require_safe
@reauthentication_required
def export(request: HttpRequest) -> HttpResponse:
    """All that is kept about the person, as a file."""
    response = JsonResponse(export_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})  # type: ignore[arg-type]
    response["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return response


@require_http_methods(["GET", "POST"])
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Asks, then forgets the person and signs out."""
    if request.method == "POST":
        try:
            erase_user(request.user, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("accounts:profile")
        logout(request)
        messages.success(request, "Ihr Konto ist gelöscht.")
        return redirect("/")
    context = {"account": request.user, "cancel_url": reverse("accounts:profile"), "back_label": "Mein Konto"}
    return render(request, "accounts/erase.html", context)
