from django.urls import include, path

from bildungsnetz.web.admin import site

urlpatterns = [
    path("", include("evaluation.urls")),
    path("", include("goals.urls")),
    path("", include("measures.urls")),
    path("", include("bildungsnetz.accounts.urls")),
    path("", include("bildungsnetz.calendars.urls")),
    path("", include("bildungsnetz.history.urls")),
    path("", include("bildungsnetz.operations.urls")),
    path("", include("bildungsnetz.outbox.urls")),
    path("", include("bildungsnetz.web.urls")),
    path("anmelden/", include("bildungsnetz.accounts.sign_in_urls")),
    path("verwaltung/", site.urls),
]
