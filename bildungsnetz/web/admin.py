"""Django's admin, for vocabulary tables alone, for operators alone. Content has pages of its own."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class VocabularySite(AdminSite):
    """A site that knows only what our apps register with it, and no sign-in but the one of the whole site."""

    site_title = site_header = "Vokabulare"
    index_title = "Begriffe zum Auswählen"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_active and request.user.operator)  # type: ignore[union-attr]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())


site = VocabularySite(name="admin")
