"""Addresses of the overview and the reports; each module of ``views`` has its block."""

from django.urls import URLPattern, path

from .views import overview as start
from .views import rate, today, versions
from .views import reports as desk

app_name = "evaluation"

overview: list[URLPattern] = [
    path("", start.Overview.as_view(), name="overview"),
    path("heute/", today.Today.as_view(), name="today"),
]

one = "berichte/<int:serial>/<slug:committee>/"

reports: list[URLPattern] = [
    path("berichte/", desk.ReportList.as_view(), name="reports"),
    path("berichte/neu/", desk.ReportStart.as_view(), name="report_add"),
    path("berichte/<int:serial>/", desk.ReportPage.as_view(), name="report"),
    path("berichte/<int:serial>/loeschen/", desk.ReportDelete.as_view(), name="report_delete"),
    path("berichte/<int:serial>/gremium/neu/", desk.VariantAdd.as_view(), name="variant_add"),
    path(one, desk.VariantDesk.as_view(), name="variant"),
    path(f"{one}sitzung/", desk.VariantSession.as_view(), name="variant_session"),
    path(f"{one}inhalt/", desk.VariantContent.as_view(), name="variant_content"),
    path(f"{one}vorschau/", desk.VariantPreview.as_view(), name="variant_preview"),
    path(f"{one}festschreiben/", desk.VariantFreeze.as_view(), name="variant_freeze"),
    path(f"{one}veroeffentlichen/", desk.VariantPublish.as_view(), name="variant_publish"),
    path(f"{one}entwurf.pdf", versions.preview_pdf, name="preview_pdf"),
    path(f"{one}v<int:number>.pdf", versions.version_pdf, name="version_pdf"),
    path("pruefen/", versions.verify, name="verify"),
    path("pruefen/<str:code>/", versions.verify_code, name="verify_code"),
]

rating: list[URLPattern] = [
    path("bewertung/<str:token>/", rate.rate, name="rate"),
]

urlpatterns = [*overview, *reports, *rating]
