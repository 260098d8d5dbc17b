from django.urls import path

from .legal import LegalPageEditView, LegalPageView

app_name = "web"

PAGES = ("impressum", "datenschutz", "barrierefreiheit")

urlpatterns = [path(f"{key}/", LegalPageView.as_view(), {"key": key}, name=key) for key in PAGES] + [
    path(f"{key}/bearbeiten/", LegalPageEditView.as_view(), {"key": key}, name=f"{key}_edit") for key in PAGES
]
